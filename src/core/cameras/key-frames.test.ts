import { expect, test } from 'vitest'
import { KeyFrames } from './key-frames.ts'

/** Fragments of 100 ms at 1000 ticks a second, a key frame each `everyMs`. */
function watched(everyMs: number, forMs: number, fromMs = 0): KeyFrames {
  const keyFrames = new KeyFrames()
  for (let ms = fromMs; ms < forMs; ms += 100)
    keyFrames.add({ decodeTicks: ms, durationTicks: 100, beginsWithKeyFrame: ms % everyMs === 0 }, 1_000)
  return keyFrames
}

test('an ordinary camera: a key frame every two seconds', () => {
  const keyFrames = watched(2_000, 9_000)
  expect(keyFrames.intervalMs).toBe(2_000)
  expect(keyFrames.isSparse).toBe(false)
})

test('a smart codec is named while the first long group still grows, not when it ends at last', () => {
  expect(watched(60_000, 7_900).isSparse).toBe(false)
  const growing = watched(60_000, 8_200)
  expect(growing.isSparse).toBe(true)
  expect(growing.intervalMs).toBe(8_200)
  expect(watched(20_000, 45_000).intervalMs).toBe(20_000)
})

test('a stream joined between two key frames that sends none is named too', () => {
  expect(watched(600_000, 70_000, 60_000).isSparse).toBe(true)
})

test('it is over as soon as key frames come regularly again', () => {
  const keyFrames = watched(20_000, 40_100)
  for (let ms = 40_100; ms < 44_100; ms += 100)
    keyFrames.add({ decodeTicks: ms, durationTicks: 100, beginsWithKeyFrame: ms % 2_000 === 0 }, 1_000)
  expect(keyFrames).toMatchObject({ intervalMs: 2_000, isSparse: false })
})
