import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RtspReader, type RtspInput } from './message.ts'

const session = Buffer.concat([
  Buffer.from('OPTIONS rtsp://h/cam-1/main RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
  Buffer.of(0x24, 1, 0, 4, 0x81, 0xc9, 0, 1),
  Buffer.from('SET_PARAMETER rtsp://h/cam-1/main RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nhello'),
])

function summary(input: RtspInput): string {
  if (input.kind === 'request') {
    const { method, headers, body } = input.request
    return `${method} ${headers.get('cseq')} ${body.toString()}`
  }
  return input.kind === 'bad'
    ? `bad ${input.reason}`
    : `channel ${input.channel} ${input.payload.toString('hex')}`
}

test('reads requests and interleaved packets in whatever pieces they come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: session.length - 1 }), { maxLength: 6 }), cuts => {
      const reader = new RtspReader()
      const places = [0, ...cuts.toSorted((a, b) => a - b), session.length]
      const inputs = places
        .slice(1)
        .flatMap((end, index) => reader.push(session.subarray(places[index], end)))
      expect(inputs.map(summary)).toEqual(['OPTIONS 1 ', 'channel 1 81c90001', 'SET_PARAMETER 2 hello'])
    }),
  )
})

test('stops at what is no RTSP, and never throws', () => {
  const reader = new RtspReader()
  expect(reader.push(Buffer.from('GET / HTTP/1.1\r\n\r\n')).map(summary)).toEqual([
    'bad no RTSP request line',
  ])
  expect(reader.push(session)).toEqual([])
  expect(new RtspReader().push(Buffer.alloc(20_000, 'x')).map(summary)).toEqual(['bad head too long'])
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => void new RtspReader().push(Buffer.from(bytes))),
  )
})
