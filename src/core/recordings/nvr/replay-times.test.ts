import { describe, expect, test } from 'vitest'
import { clockTime, rangeStart, ReplayTimes, replayTimeOf } from './replay-times.ts'

const recordedMs = Date.UTC(2026, 10, 22, 10, 15, 0, 500)

/** An RTP packet with the extension of ONVIF Streaming §6.3, as hexadecimal of the standard's own layout. */
function packet(atMs: number, rtpTimestamp: number, flags = 0x80): Buffer {
  const seconds = (Math.floor(atMs / 1_000) + 2_208_988_800).toString(16).padStart(8, '0')
  const fraction = Math.round(((atMs % 1_000) / 1_000) * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
  const timestamp = (rtpTimestamp >>> 0).toString(16).padStart(8, '0')
  const header = `90600001${timestamp}00000001`
  return Buffer.from(
    `${header}abac0003${seconds}${fraction}${flags.toString(16).padStart(2, '0')}0000006588`,
    'hex',
  )
}

describe('the recorded time of a frame', () => {
  test('is read from the extension', () => {
    const time = replayTimeOf(packet(recordedMs, 90_000))
    expect(time).toMatchObject({ isCleanPoint: true, rtpTimestamp: 90_000 })
    expect(Math.abs(Number(time?.atMs) - recordedMs)).toBeLessThan(0.01)
  })

  test.each([
    '',
    '80600001',
    '8060000100000000000000016588',
    '9060000100000000000000010001000300',
    'ff'.repeat(40),
  ])('packet %s has none', hex => {
    expect(replayTimeOf(Buffer.from(hex, 'hex'))).toBe(null)
  })

  test('frames that follow each other are one stretch, over the wrap of the RTP clock too', () => {
    const times = new ReplayTimes()
    const base = 0xffff_ffff - 45_000
    for (let frame = 0; frame < 50; frame++)
      expect(times.take(packet(recordedMs + frame * 40, base + frame * 3_600))).toBe(false)
    expect(Math.abs(Number(times.firstFrameMs) - recordedMs)).toBeLessThan(0.01)
  })

  test('what a decoder cannot use does not count as the first; a hole is seen', () => {
    const times = new ReplayTimes()
    expect(times.take(packet(recordedMs - 80, 0, 0))).toBe(false)
    expect(times.take(packet(recordedMs, 7_200))).toBe(false)
    expect(Math.abs(Number(times.firstFrameMs) - recordedMs)).toBeLessThan(0.01)
    expect(times.take(packet(recordedMs + 60_000, 10_800, 0xa0))).toBe(true)
  })
})

test('moments are written as RTSP wants them and read back', () => {
  expect(clockTime(recordedMs)).toBe('20261122T101500.500Z')
  expect(rangeStart(`clock=${clockTime(recordedMs)}-`)).toEqual({ clockMs: recordedMs })
  expect(rangeStart('clock=20261122T101500Z-20261122T101600Z')).toEqual({ clockMs: recordedMs - 500 })
  expect(rangeStart('npt=41.5-60')).toEqual({ nptMs: 41_500 })
  for (const header of [null, '', 'npt=now-', 'smpte=10:00-']) expect(rangeStart(header)).toBe(null)
})
