import { expect, test } from 'vitest'
import type { Span } from '../../../shared/domain/recording.ts'
import { longestMarkMs } from '../../platform/span-marks.ts'
import { MotionRun } from './motion-run.ts'

const startMs = Date.UTC(2026, 10, 22, 6)

function openRun() {
  const rows = new Map<number, number>()
  let writes = 0
  const run = new MotionRun(({ fromMs, toMs }: Span) => {
    rows.set(fromMs, Math.max(rows.get(fromMs) ?? 0, toMs))
    writes++
  })
  return { run, rows, writes: () => writes }
}

test('a tree in the wind for a day: few rows, and never more than three writes a minute', () => {
  const { run, rows, writes } = openRun()
  const seconds = 86_400
  for (let at = 0; at < seconds; at++) {
    const nowMs = startMs + at * 1_000
    if (at % 20 === 0) run.begin('tree', nowMs)
    if (at % 20 === 2) run.end('tree', nowMs)
    run.tick(nowMs)
  }
  // So long as it is not known to be noisy a run an event, later one of ten minutes.
  expect(rows.size).toBeLessThan(24 * 150)
  expect(writes()).toBeLessThan((seconds / 60) * 9)
})

test('motion that nobody ends is over after ten minutes of silence; a longer one is told as several', () => {
  const { run, rows } = openRun()
  run.begin('stuck', startMs)
  for (let at = 0; at <= 1_300; at++) run.tick(startMs + at * 1_000)
  expect([...rows.values()].every(toMs => toMs <= startMs + longestMarkMs + 1_000)).toBe(true)

  const long = openRun()
  for (let at = 0; at <= 1_800; at++) {
    if (at % 60 === 0) long.run.begin('crowd', startMs + at * 1_000)
    long.run.tick(startMs + at * 1_000)
  }
  const spans = [...long.rows].map(([fromMs, toMs]) => toMs - fromMs)
  expect(Math.max(...spans)).toBeLessThanOrEqual(longestMarkMs)
  expect(spans.reduce((sum, span) => sum + span, 0)).toBeGreaterThan(1_790_000)
})

test('a connection that is lost ends what moved; a clock that is set back begins a new run', () => {
  const { run, rows } = openRun()
  run.begin('a', startMs)
  run.lost(startMs + 5_000)
  run.tick(startMs + 60_000)
  expect([...rows]).toEqual([[startMs, startMs + 5_000]])
  run.begin('a', startMs + 100_000)
  run.tick(startMs + 100_000)
  run.tick(startMs - 50_000)
  expect(rows.has(startMs - 50_000)).toBe(true)
})
