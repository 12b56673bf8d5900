import { expect, test } from 'vitest'
import { EarlyPackets, firstSequenceOf, type RtspPacket } from './early-packets.ts'

function packet(sequence: number): RtspPacket {
  const payload = Buffer.alloc(20)
  payload.writeUInt16BE(sequence, 2)
  return { kind: 'packet', channel: 0, bytes: payload, payload }
}

function held(...sequences: number[]): EarlyPackets {
  const early = new EarlyPackets()
  for (const sequence of sequences) early.hold(packet(sequence))
  return early
}

const sequencesOf = (packets: readonly RtspPacket[]) => packets.map(({ payload }) => payload.readUInt16BE(2))

test('what came before the answer belongs to it from the packet on that the answer names, also over zero', () => {
  const info = 'url=rtsp://127.0.0.1/rec/stream=0;seq=65534;rtptime=2108140660'
  const early = held(65_510, 65_533, 65_534, 65_535, 0, 1)
  expect(sequencesOf(early.release(firstSequenceOf(info), true))).toEqual([65_534, 65_535, 0, 1])
  expect(early.release(null, false)).toEqual([])
})

test('without a number all of it, unless the recorder had played another place before', () => {
  expect(firstSequenceOf(null)).toBeNull()
  expect(firstSequenceOf('url=rtsp://127.0.0.1/rec;rtptime=12')).toBeNull()
  expect(sequencesOf(held(7, 8).release(null, false))).toEqual([7, 8])
  expect(held(7, 8).release(null, true)).toEqual([])
})

test('a recorder that sends and sends before it answers does not fill the memory', () => {
  const early = held(...Array.from({ length: 5_000 }, (_, index) => index))
  const kept = sequencesOf(early.release(null, false))
  expect(kept.length).toBeLessThan(5_000)
  expect(kept.at(-1)).toBe(4_999)
})
