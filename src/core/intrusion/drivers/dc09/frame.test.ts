import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerParts, buildFrame, crc16, parseFrame, wrapText, type Dc09Frame } from './frame.ts'
import { FrameSplitter } from './splitter.ts'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

function parsed(text: string): Dc09Frame {
  const result = parseFrame(bytesOf(text))
  if (!result.ok) throw new Error(result.why)
  return result.frame
}

/** Messages other implementations made or accepted, with what they say. */
const foreign: readonly (readonly [string, Partial<Dc09Frame>])[] = [
  [
    '\n59C10029"ADM-CID"0007R0L0#1234[#1234|1130 01 005]\r',
    { token: 'ADM-CID', sequence: 7, receiver: '0', line: '0', account: '1234', data: '#1234|1130 01 005' },
  ],
  ['\n6DD70029"ADM-CID"0007R0L0#1234[#1234|3401 01 003]\r', { data: '#1234|3401 01 003', sequence: 7 }],
  ['\nE3390025"SIA-DCS"0007R0L0#1234[#1234|Nri1BA5]\r', { token: 'SIA-DCS', data: '#1234|Nri1BA5' }],
  ['\nE3C60015"NULL"0007R0L0#1234[]\r', { token: 'NULL', data: '' }],
  ['\nF4D20029"SIA-DCS"0001RF3L77#1234[#1234|NRR|Atest]\r', { receiver: 'F3', line: '77', sequence: 1 }],
  [
    '\nE4410025"NAK"0000R0L0A0[]_16:20:01,09-24-2025\r',
    { token: 'NAK', account: null, timestampMs: Date.UTC(2025, 8, 24, 16, 20, 1) },
  ],
  [
    '\n87CD0037"ADM-CID"9876R579BDFL789ABC#12345A[#12345A|1110 00 129]\r',
    { account: '12345A', receiver: '579BDF', line: '789ABC', timestampMs: null },
  ],
  [
    '\n9618004D"SIA-DCS"7960L0#123456[#123456|Nri1CL0^VX FRONTE       ^]_22:40:48,04-11-2021\r',
    { receiver: null, sequence: 7960, timestampMs: Date.UTC(2021, 3, 11, 22, 40, 48) },
  ],
]

describe('foreign messages', () => {
  test.each(foreign)('%j is understood', (text, expected) => {
    expect(parsed(text)).toMatchObject(expected)
  })

  test.each(foreign)('%j is built byte for byte from its parts', text => {
    expect(Buffer.from(buildFrame(parsed(text))).toString('latin1')).toBe(text)
  })
})

describe('parsing', () => {
  test('crc is CRC-16/ARC', () => {
    expect(crc16(bytesOf('123456789'))).toBe(0xbb3d)
  })

  test('a CRC of two raw bytes is accepted, and answered in the same form', () => {
    const frame = buildFrame({ token: 'NULL', sequence: 1, account: '1234', data: '', crcForm: 'binary' })
    const result = parseFrame(frame)
    expect(result).toMatchObject({ ok: true, frame: { crcForm: 'binary', account: '1234' } })
    const answer = buildFrame(answerParts((result as { frame: Dc09Frame }).frame, 'ACK'))
    expect(parseFrame(answer)).toMatchObject({ ok: true, frame: { crcForm: 'binary', token: 'ACK' } })
  })

  test('further brackets are kept apart, whatever they are', () => {
    const frame = wrapped(
      '"ADM-CID"0001R0L0#1234[#1234|1130 01 005][MAABBCC][V//cam/1?x=1]_10:00:00,11-22-2026',
    )
    expect(frame).toMatchObject({
      data: '#1234|1130 01 005',
      extended: ['MAABBCC', 'V//cam/1?x=1'],
      timestampMs: Date.UTC(2026, 10, 22, 10),
    })
  })

  test('an impossible time is no time, and the message still counts', () => {
    expect(wrapped('"ADM-CID"0001L0#1234[#1234|1130 01 005]_25:00:00,02-31-2026')).toMatchObject({
      timestampMs: null,
      account: '1234',
    })
  })

  test('an encrypted message keeps its cipher text', () => {
    expect(wrapped('"*ADM-CID"0001R0L0#1234[0AFF31')).toMatchObject({ encrypted: true, data: '0AFF31' })
  })

  test.each([
    ['crc', '\n59C20029"ADM-CID"0007R0L0#1234[#1234|1130 01 005]\r'],
    ['length', '\n59C10028"ADM-CID"0007R0L0#1234[#1234|1130 01 005]\r'],
    ['length', '\n59C10029"ADM-CID"0007R0L0#1234[#1234|1130 01 005]'],
    // A time stamp that CRC and length do not cover was added by somebody else.
    ['length', '\n87CD0037"ADM-CID"9876R579BDFL789ABC#12345A[#12345A|1110 00 129]_14:12:04,09-25-2011\r'],
    ['form', 'GET / HTTP/1.1\r\n'],
    ['form', ''],
  ])('%s: %j', (why, text) => {
    expect(parseFrame(bytesOf(text))).toEqual({ ok: false, why })
  })

  test('nothing makes it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        parseFrame(bytes)
        const whole = parseFrame(wrapText(Buffer.from(bytes).toString('latin1'), 'binary'))
        expect(whole).not.toMatchObject({ why: 'crc' })
      }),
    )
  })
})

const hexDigits = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789ABCDEF')),
  minLength: 1,
  maxLength: 6,
})
const dataText = fc
  .uint8Array({ maxLength: 60 })
  .map(bytes => Buffer.from(bytes).toString('latin1').replaceAll(']', ')'))
const anyFrame: fc.Arbitrary<Dc09Frame> = fc.record({
  token: fc.constantFrom('ADM-CID', 'SIA-DCS', 'NULL', 'ACK'),
  encrypted: fc.constant(false),
  sequence: fc.integer({ min: 0, max: 9999 }),
  receiver: fc.option(hexDigits),
  line: hexDigits,
  account: fc.option(hexDigits),
  data: dataText,
  extended: fc.array(dataText, { maxLength: 2 }),
  timestampMs: fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => seconds * 1000)),
  crcForm: fc.constantFrom('hex', 'binary'),
})
/** Rubbish without LF, so that no frame can seem to begin in it. */
const rubbish = fc
  .uint8Array({ maxLength: 30 })
  .map(bytes => bytes.map(byte => (byte === 0x0a ? 0x0b : byte)))

describe('framing, whatever comes', () => {
  test('what is built is read back', () => {
    fc.assert(
      fc.property(anyFrame, frame => {
        expect(parseFrame(buildFrame(frame))).toMatchObject({ ok: true, frame })
      }),
    )
  })

  test('one changed bit is noticed', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.integer({ min: 0, max: 7 }), (frame, position, bit) => {
        const bytes = buildFrame({ ...frame, crcForm: 'hex' })
        const textStart = 9
        const at = textStart + (position % (bytes.length - textStart - 1))
        bytes[at]! ^= 1 << bit
        expect(parseFrame(bytes).ok).toBe(false)
      }),
    )
  })

  test('frames are found in any chunking and between rubbish, in order, and no byte is lost', () => {
    const stream = fc.array(fc.tuple(rubbish, anyFrame), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(stream, rubbish, fc.array(fc.integer({ min: 1, max: 50 })), (parts, tail, sizes) => {
        const frames = parts.map(([, frame]) => buildFrame(frame))
        const whole = Buffer.concat([...parts.flatMap(([before], i) => [before, frames[i]!]), tail])
        const splitter = new FrameSplitter()
        const pieces = chunked(whole, sizes).flatMap(chunk => splitter.push(chunk))
        expect(pieces.filter(piece => piece.kind === 'frame').map(piece => hex(piece.bytes))).toEqual(
          frames.map(hex),
        )
        expect(hex(Buffer.concat([...pieces.map(piece => piece.bytes), splitter.flush()]))).toBe(hex(whole))
      }),
    )
  })

  test('damaged frames between good ones cost none of the good ones, in any chunking', () => {
    const damaged = fc
      .tuple(anyFrame, fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([frame, position, flip]) => {
        const bytes = buildFrame({ ...frame, crcForm: 'hex' })
        // Somewhere in the text, where no new frame can seem to begin and none to end.
        const at = 9 + (position % (bytes.length - 10))
        const changed = bytes[at]! ^ flip
        if (changed !== 0x0a && changed !== 0x0d) bytes[at] = changed
        else bytes[at]! ^= 0x80
        return bytes
      })
    const parts = fc.array(
      fc.oneof(fc.tuple(fc.constant(true), anyFrame.map(buildFrame)), fc.tuple(fc.constant(false), damaged)),
    )
    fc.assert(
      fc.property(parts, fc.array(fc.integer({ min: 1, max: 50 })), (stream, sizes) => {
        const splitter = new FrameSplitter()
        const whole = Buffer.concat(stream.map(([, bytes]) => bytes))
        const pieces = chunked(whole, sizes).flatMap(chunk => splitter.push(chunk))
        const usable = pieces.filter(piece => parseFrame(piece.bytes).ok).map(piece => hex(piece.bytes))
        expect(usable).toEqual(stream.filter(([isGood]) => isGood).map(([, bytes]) => hex(bytes)))
      }),
    )
  })

  test('a damaged length does not hold up the tries that follow', () => {
    const good = buildFrame({ token: 'NULL', sequence: 1, account: '1234', data: '' })
    const damaged = Uint8Array.from(good)
    damaged[6] = 'F'.charCodeAt(0)
    const splitter = new FrameSplitter()
    expect(splitter.push(damaged)).toEqual([])
    expect(splitter.push(good).map(piece => piece.kind)).toEqual(['garbage', 'frame'])
  })

  test('what is held back stays bounded', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 8 }), chunks => {
        const splitter = new FrameSplitter()
        for (const chunk of chunks) splitter.push(Buffer.concat([bytesOf('\n00000FFF"'), chunk]))
        expect(splitter.heldBytes).toBeLessThanOrEqual(4105)
      }),
    )
  })
})

function wrapped(text: string): Dc09Frame {
  const result = parseFrame(wrapText(text, 'hex'))
  if (!result.ok) throw new Error(result.why)
  return result.frame
}

function chunked(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes.length === 0 ? bytes.length : sizes[turn % sizes.length]!
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
