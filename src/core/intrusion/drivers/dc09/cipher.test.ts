import { createCipheriv } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildEncrypted, keyFromText, openEncrypted } from './cipher.ts'
import { parseFrame, type Dc09Frame } from './frame.ts'

const key = fc.constantFrom(16, 24, 32).chain(bytes => fc.uint8Array({ minLength: bytes, maxLength: bytes }))
const parts = fc.record({
  token: fc.constantFrom('ADM-CID', 'SIA-DCS', 'NULL', 'ACK'),
  sequence: fc.integer({ min: 0, max: 9999 }),
  account: fc.constantFrom('1234', 'ABCDEF0123'),
  data: fc
    .uint8Array({ maxLength: 80 })
    .map(bytes => Buffer.from(bytes).toString('latin1').replaceAll(']', '|')),
  extended: fc.array(fc.constantFrom('MAABBCC', 'H10:00:00,11-22-2026', '', 'Z?'), { maxLength: 2 }),
  timestampMs: fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => seconds * 1000),
  crcForm: fc.constantFrom<'hex' | 'binary'>('hex', 'binary'),
})

function received(bytes: Uint8Array): Dc09Frame {
  const parsed = parseFrame(bytes)
  if (!parsed.ok) throw new Error(parsed.why)
  return parsed.frame
}

describe('encrypted messages', () => {
  test('whatever is put in comes out with the same key, in whole blocks with 1 to 16 letters before', () => {
    fc.assert(
      fc.property(parts, key, (each, secret) => {
        const frame = received(buildEncrypted(each, secret))
        expect(frame).toMatchObject({ encrypted: true, token: each.token, timestampMs: null })
        expect(frame.data.length % 32).toBe(0)
        const opened = openEncrypted(frame, secret)
        expect(opened?.frame).toEqual({ ...frame, ...each })
        const padding = frame.data.length / 2 - 1 - (opened?.text.length ?? 0)
        expect(padding).toBeGreaterThanOrEqual(1)
        expect(padding).toBeLessThanOrEqual(16)
      }),
    )
  })

  test('another key, a cut or a changed block opens nothing of what was said', () => {
    fc.assert(
      fc.property(parts, key, key, fc.nat(), (each, secret, other, at) => {
        fc.pre(!Buffer.from(secret).equals(Buffer.from(other)))
        const frame = received(buildEncrypted(each, secret))
        expect(openEncrypted(frame, other)).toBeNull()
        expect(openEncrypted({ ...frame, data: frame.data.slice(0, -2) }, secret)).toBeNull()
        // The last two blocks hold the time: damage there is noticed whatever the rest says.
        const from = Math.max(0, frame.data.length - 32) + (at % 32)
        const digit = frame.data[from] === 'A' ? 'B' : 'A'
        const damaged = frame.data.slice(0, from) + digit + frame.data.slice(from + 1)
        expect(openEncrypted({ ...frame, data: damaged }, secret)).toBeNull()
      }),
    )
  })

  test('any bytes in place of the cipher text are survived', () => {
    const frame = received(
      buildEncrypted({ token: 'NULL', sequence: 1, data: '', timestampMs: 0 }, new Uint8Array(16)),
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), data => {
        expect(openEncrypted({ ...frame, data }, new Uint8Array(16))).toBeNull()
      }),
    )
  })

  test.each([
    ['no padding at all', '|#1234|1130 01 005]_10:00:00,11-22-2026xx', '#1234|1130 01 005'],
    ['no time', 'padding..|#1234|1130 01 005]', null],
    ['an impossible time', 'pad|#1234|1130 01 005]_25:00:00,11-22-2026xxxx', null],
    ['as the standard says', 'pads|#1234|1130 01 5]_10:00:00,11-22-2026', '#1234|1130 01 5'],
  ])('made by hand: %s', (_, plain, data) => {
    const cipher = createCipheriv('aes-128-cbc', new Uint8Array(16), new Uint8Array(16)).setAutoPadding(false)
    const whole = plain.padEnd(Math.ceil(plain.length / 16) * 16, ' ')
    const hex = cipher.update(whole, 'latin1', 'hex') + cipher.final('hex')
    const frame = {
      ...received(
        buildEncrypted({ token: 'NULL', sequence: 1, data: '', timestampMs: 0 }, new Uint8Array(16)),
      ),
      data: hex,
    }
    const opened = openEncrypted(frame, new Uint8Array(16))
    expect(opened?.frame.data ?? null).toBe(data)
  })
})

test('keys as people type them', () => {
  const sizes = [
    '0'.repeat(32),
    'aB'.repeat(24),
    'F'.repeat(64),
    'sixteen letters!',
    'x'.repeat(24),
    'x'.repeat(32),
  ].map(text => keyFromText(text)?.length ?? null)
  expect(sizes).toEqual([16, 24, 32, 16, 24, 32])
  expect(keyFromText(`text:${'0'.repeat(32)}`)).toEqual(Buffer.from('0'.repeat(32)))
  expect(['', 'short', 'x'.repeat(33), '0'.repeat(31), 'text:'].map(keyFromText)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})
