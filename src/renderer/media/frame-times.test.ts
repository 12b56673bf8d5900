import { expect, test } from 'vitest'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { readDefaults, readFrameTimes } from './frame-times.ts'

test('every frame of real ffmpeg output has its time, one after the other', () => {
  const file = makeFragmentedMp4()
  const moof = file.indexOf('moof', 0, 'latin1') - 4
  const defaults = readDefaults(file.subarray(0, moof))
  expect(defaults?.timescale).toBe(15360)
  const frames = readFrameTimes(file.subarray(moof), defaults ?? { timescale: 1, durationTicks: 0 })
  expect(frames.length).toBeGreaterThan(30)
  const sorted = frames.toSorted((a, b) => a.atSeconds - b.atSeconds)
  for (const [index, frame] of sorted.slice(1).entries()) {
    const before = sorted[index]
    expect(frame.atSeconds - Number(before?.atSeconds)).toBeCloseTo(Number(before?.forSeconds), 3)
  }
})

test('damaged pieces give no times, never an error', () => {
  const file = makeFragmentedMp4()
  for (let length = 0; length < 3_000; length += 13) {
    expect(() => readFrameTimes(file.subarray(0, length), { timescale: 1, durationTicks: 1 })).not.toThrow()
    expect(() => readDefaults(file.subarray(0, length))).not.toThrow()
  }
})
