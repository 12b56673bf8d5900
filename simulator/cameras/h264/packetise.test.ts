import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { packetiseAccessUnit, packetiseNal, writeRtpHeader } from './packetise.ts'

/** The receiving side of RFC 6184 for single NAL units and FU-A. */
function reassemble(payloads: readonly Buffer[]): Buffer[] {
  const nals: Buffer[] = []
  let parts: Buffer[] = []
  for (const payload of payloads) {
    const [indicator = 0, header = 0] = payload
    if ((indicator & 0x1f) !== 28) {
      nals.push(payload)
      continue
    }
    if (header & 0x80) parts = [Buffer.of((indicator & 0xe0) | (header & 0x1f))]
    parts.push(payload.subarray(2))
    if (header & 0x40) nals.push(Buffer.concat(parts))
  }
  return nals
}

const anyNal = fc
  .record({
    priority: fc.integer({ min: 0, max: 3 }),
    type: fc.integer({ min: 1, max: 23 }),
    body: fc.uint8Array({ minLength: 1, maxLength: 400 }),
  })
  .map(({ priority, type, body }) => Buffer.concat([Buffer.of((priority << 5) | type), body]))

test('a receiver gets back what was packed, and no payload is longer than allowed', () => {
  fc.assert(
    fc.property(
      fc.array(anyNal, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 3, max: 90 }),
      (nals, limit) => {
        const payloads = packetiseAccessUnit(nals, limit)
        expect(payloads.every(payload => payload.length <= limit)).toBe(true)
        expect(reassemble(payloads)).toEqual(nals)
      },
    ),
  )
})

test('a unit of ten bytes in payloads of six becomes FU-A fragments with start and end marks', () => {
  const nal = Buffer.of(0x65, 1, 2, 3, 4, 5, 6, 7, 8, 9)
  expect(packetiseNal(nal, 6).map(payload => payload.toString('hex'))).toEqual([
    '7c8501020304',
    '7c0505060708',
    '7c4509',
  ])
  expect(packetiseNal(nal, 10)).toEqual([nal])
})

test('the RTP header carries marker, type, sequence, time and source, and wraps', () => {
  const packet = Buffer.alloc(12)
  const header = {
    payloadType: 96,
    marker: true,
    sequence: 0x1_0002,
    timestamp: 0x89abcdef,
    ssrc: 0xdeadbeef,
  }
  expect(writeRtpHeader(packet, 0, header)).toBe(12)
  expect(packet.toString('hex')).toBe('80e0000289abcdefdeadbeef')
})
