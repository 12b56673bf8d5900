import { expect, test } from 'vitest'
import type { LiveFragment } from '../cameras/fragment-sink.ts'
import type { Span } from '../../shared/domain/recording.ts'
import { ActivityMeter } from './activity-meter.ts'

/** Feeds 100 ms fragments, a key frame every 2 s; gives the marks told last for each beginning, in seconds. */
function marksOf(bytesAt: (second: number) => number, seconds: number): [number, number][] {
  const told = new Map<number, number>()
  const meter = new ActivityMeter(({ fromMs, toMs }: Span) => void told.set(fromMs, toMs))
  meter.init({ track: { timescale: 1_000 } })
  for (let index = 0; index < seconds * 10; index++) {
    const receivedAtMs = (index + 1) * 100
    const beginsWithKeyFrame = index % 20 === 0
    const length = beginsWithKeyFrame ? 60_000 : bytesAt(index / 10)
    meter.fragment({
      bytes: Buffer.alloc(length),
      beginsWithKeyFrame,
      durationTicks: 100,
      decodeTicks: index * 100,
      sampleCount: 3,
      receivedAtMs,
      receivedMonotonicMs: receivedAtMs,
    } satisfies LiveFragment)
  }
  meter.condition({ state: 'lost' })
  return [...told].map(([fromMs, toMs]) => [fromMs / 1_000, toMs / 1_000])
}

const noise = (second: number) => 1_000 + ((second * 7_919) % 200)

test('what moves is marked where it moves, whatever the key frames weigh', () => {
  const marks = marksOf(second => (second >= 120 && second < 132 ? 5_000 : noise(second)), 200)
  expect(marks).toHaveLength(1)
  const [from = 0, to = 0] = marks[0] ?? []
  expect(Math.abs(from - 120)).toBeLessThan(2)
  expect(Math.abs(to - 132)).toBeLessThan(2)
})

test('a still picture and a constant bit rate have no marks', () => {
  expect(marksOf(noise, 300)).toEqual([])
  expect(marksOf(() => 40_000, 300)).toEqual([])
})

test('two that are apart are two; a short pause is one', () => {
  const busy = (second: number) => [60, 66, 100].some(at => second >= at && second < at + 4)
  const marks = marksOf(second => (busy(second) ? 6_000 : noise(second)), 140)
  expect(marks).toHaveLength(2)
})

test('a scene that changes for good becomes the usual one', () => {
  const marks = marksOf(second => (second < 100 ? 1_000 : 4_000), 1_300)
  expect(Math.max(...marks.map(([, to]) => to))).toBeLessThan(900)
})
