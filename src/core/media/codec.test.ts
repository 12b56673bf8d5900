import { expect, test } from 'vitest'
import { MediaError } from './boxes.ts'
import { avcCodec, hevcCodec } from './codec.ts'

test.each([
  ['avc1', '0164001fffe1', 'avc1.64001f'],
  ['avc1', '0142c01effe1', 'avc1.42c01e'],
  ['avc3', '014d0028ffe1', 'avc3.4d0028'],
] as const)('%s with avcC %s is %s', (entry, avcC, name) => {
  expect(avcCodec(entry, Buffer.from(avcC, 'hex'))).toBe(name)
})

// Names as in ISO/IEC 14496-15 annex E: Main profile, level 3.1, progressive only; Main 10, high tier, level 5.1.
test.each([
  ['hvc1', '0101600000009000000000005d', 'hvc1.1.6.L93.90'],
  ['hev1', '01222000000090000000000099', 'hev1.2.4.H153.90'],
  ['hvc1', '0101600000000000000000005d', 'hvc1.1.6.L93'],
  ['hvc1', '0141600000009000000000005d', 'hvc1.A1.6.L93.90'],
] as const)('%s with hvcC %s is %s', (entry, hvcC, name) => {
  expect(hevcCodec(entry, Buffer.from(hvcC, 'hex'))).toBe(name)
})

test('a record that is too short is an error, not a guess', () => {
  expect(() => avcCodec('avc1', Buffer.from('0164', 'hex'))).toThrow(MediaError)
  expect(() => hevcCodec('hvc1', Buffer.from('0164', 'hex'))).toThrow(MediaError)
})
