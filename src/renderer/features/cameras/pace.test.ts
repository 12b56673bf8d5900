import { expect, test } from 'vitest'
import { freshPace, keepPace, type Pace } from './pace.ts'

/** Runs a viewer for some seconds against a source that stays `behind` as the rates make it. */
function run(
  startBehindSeconds: number,
  seconds: number,
): { behind: number; jumps: number; rates: number[] } {
  let pace: Pace = freshPace
  let behind = startBehindSeconds
  let jumps = 0
  const rates: number[] = []
  for (let tick = 0; tick < seconds * 2; tick++) {
    const kept = keepPace(pace, { behindSeconds: behind, largestPauseSeconds: 0.15 })
    pace = kept.pace
    rates.push(kept.action.rate)
    if (kept.action.jump) {
      jumps++
      behind = pace.targetSeconds
    }
    behind -= (kept.action.rate - 1) * 0.5
  }
  return { behind, jumps, rates }
}

test('a group of pictures at the start is caught up fast and without a jump', () => {
  const { behind, jumps, rates } = run(2, 10)
  expect(jumps).toBe(0)
  expect(behind).toBeGreaterThan(0.2)
  expect(behind).toBeLessThan(0.55)
  expect(rates[0]).toBe(1.5)
  expect(rates.slice(-6).every(rate => rate >= 0.97 && rate <= 1.05)).toBe(true)
})

test('far behind it jumps once and then runs normally', () => {
  const { jumps, behind } = run(9, 5)
  expect(jumps).toBe(1)
  expect(behind).toBeLessThan(0.6)
})

test('in normal running the speed never leaves 0.97 to 1.05', () => {
  let pace: Pace = { targetSeconds: 0.3, behindSeconds: 0.3, isCatchingUp: false }
  for (const behindSeconds of [0.05, 0.1, 0.9, 1.6, 0.3, 0.2, 1.2, 0.02]) {
    const kept = keepPace(pace, { behindSeconds, largestPauseSeconds: 0.2 })
    pace = kept.pace
    expect(kept.action.jump).toBe(false)
    expect(kept.action.rate).toBeGreaterThanOrEqual(0.97)
    expect(kept.action.rate).toBeLessThanOrEqual(1.05)
  }
})

test('a source that comes in bursts gets more distance', () => {
  const { pace } = keepPace(freshPace, { behindSeconds: 1, largestPauseSeconds: 1 })
  expect(pace.targetSeconds).toBeCloseTo(1.15)
  expect(keepPace(freshPace, { behindSeconds: 1, largestPauseSeconds: 60 }).pace.targetSeconds).toBe(1.5)
})
