import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMessage, headerOf, RtspWireError, RtspWireReader, statusOf, withHeaders } from './rtsp-wire.ts'

const answer = formatMessage({
  startLine: 'RTSP/1.0 200 OK',
  headers: [
    ['CSeq', '2'],
    ['Content-Length', '3'],
  ],
  body: Buffer.from('sdp'),
})
const packet = Buffer.from([0x24, 1, 0, 2, 0xaa, 0xbb])
const stream = Buffer.concat([answer, packet, answer])

test('messages and packets come out whole, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 }), cuts => {
      const reader = new RtspWireReader()
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      const items = edges.flatMap((edge, index) => reader.push(stream.subarray(edges[index - 1] ?? 0, edge)))
      expect(items.map(({ kind }) => kind)).toEqual(['message', 'packet', 'message'])
      const [first, second] = items
      expect(first?.kind === 'message' && [statusOf(first.message), first.message.body.toString()]).toEqual([
        200,
        'sdp',
      ])
      expect(second?.kind === 'packet' && [second.channel, second.payload.toString('hex')]).toEqual([
        1,
        'aabb',
      ])
    }),
  )
})

test('any bytes give items or an RtspWireError', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(Buffer.from('\r\n\r\n'))), {
        maxLength: 20,
      }),
      chunks => {
        const reader = new RtspWireReader()
        try {
          for (const chunk of chunks) reader.push(Buffer.from(chunk))
        } catch (error) {
          expect(error).toBeInstanceOf(RtspWireError)
        }
      },
    ),
  )
})

test('headers are replaced whatever their case, and taken away', () => {
  const message = {
    startLine: 'PLAY rtsp://x RTSP/1.0',
    headers: [
      ['range', 'npt=0-'],
      ['CSeq', '1'],
    ] as const,
    body: Buffer.alloc(0),
  }
  const changed = withHeaders(message, { Range: null, CSEQ: '7' })
  expect([headerOf(changed, 'range'), headerOf(changed, 'cseq'), changed.headers.length]).toEqual([
    null,
    '7',
    1,
  ])
})
