import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MediaError } from './boxes.ts'
import { buildMfra, mfraSizeFrom, mfroSize, parseMfra } from './random-access.ts'

test('key frames written are key frames read, and the last 16 bytes tell where they begin', () => {
  const keyFrame = fc.record({ ticks: fc.maxSafeNat(), offset: fc.maxSafeNat() })
  fc.assert(
    fc.property(fc.array(keyFrame, { maxLength: 80 }), keyFrames => {
      const bytes = buildMfra(1, keyFrames)
      expect(mfraSizeFrom(bytes.subarray(-mfroSize))).toBe(bytes.length)
      expect(parseMfra(bytes)).toEqual(keyFrames)
    }),
  )
})

test('the bytes are those of ISO/IEC 14496-12', () => {
  const box = buildMfra(1, [{ ticks: 0x0102, offset: 0x0304 }]).toString('hex')
  const tfra = '0000002b' + '74667261' + '01000000' + '00000001' + '00000000' + '00000001'
  const entry = '0000000000000102' + '0000000000000304' + '010101'
  expect(box).toBe(`000000436d667261${tfra}${entry}000000106d66726f0000000000000043`)
})

test('a file that ends otherwise has no index; a damaged one is an error', () => {
  expect(mfraSizeFrom(Buffer.alloc(16))).toBe(null)
  expect(mfraSizeFrom(Buffer.alloc(3))).toBe(null)
  expect(() => parseMfra(buildMfra(1, [{ ticks: 1, offset: 2 }]).subarray(0, 30))).toThrow(MediaError)
})
