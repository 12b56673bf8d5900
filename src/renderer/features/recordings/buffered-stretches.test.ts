import { expect, test } from 'vitest'
import { BufferedStretches } from './buffered-stretches.ts'

/** Two stretches with a hole between them, 10–20 s and 30–40 s; the test moves the element. */
function elementWithHole() {
  const stretches = [
    [10, 20],
    [30, 40],
  ] as const
  const buffered = {
    length: stretches.length,
    start: (index: number) => Number(stretches[index]?.[0]),
    end: (index: number) => Number(stretches[index]?.[1]),
  }
  const video = { buffered, paused: false, seeking: false, readyState: 4 }
  let nowMs = 0
  const told = new BufferedStretches(video, () => nowMs)
  const wait = (forMs: number): void => {
    nowMs += forMs
  }
  return { video, told, wait }
}

test('a moment is there up to the very end of its stretch; the next one is known', () => {
  const { told } = elementWithHole()
  expect([9, 10, 19.9, 19.99, 25, 30].map(atSeconds => told.has(atSeconds, 1))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
  ])
  expect([told.nextStart(15), told.nextStart(35)]).toEqual([30, null])
})

test('what plays and has no next frame is at the end', () => {
  const { video, told } = elementWithHole()
  video.readyState = 2
  expect([told.has(19.4, 1), told.has(19.6, 1)]).toEqual([true, false])
  expect([told.has(16.9, 16), told.has(17.1, 16)]).toEqual([true, false])
  video.paused = true
  expect(told.has(19.6, 1)).toBe(true)
})

test('a seek that does not end does not wait for the last frames for ever', () => {
  const { video, told, wait } = elementWithHole()
  Object.assign(video, { paused: true, seeking: true })
  told.sought()
  wait(800)
  expect(told.has(19.6, 1)).toBe(true)
  wait(1)
  expect([told.has(19.6, 1), told.has(19.4, 1)]).toEqual([false, true])
  told.sought()
  expect(told.has(19.6, 1)).toBe(true)
})

test('the hole ahead is told of within a second before it, and only where pictures follow', () => {
  const { told } = elementWithHole()
  const hole = { fromSeconds: 20, toSeconds: 30 }
  expect([18.9, 19, 20, 20.1, 39.5].map(atSeconds => told.holeAhead(atSeconds))).toEqual([
    null,
    hole,
    hole,
    null,
    null,
  ])
})
