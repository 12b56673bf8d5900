import { expect, test } from 'vitest'
import { samplePoints } from './daily-sample-points.ts'

/** 10:00 Beijing time of 2026-11-22, and the 24 hours before it. */
const nowMs = Date.UTC(2026, 10, 22, 2)
const hour = 3_600_000
const span = { fromMs: nowMs - 24 * hour, toMs: nowMs }
const beijing = (atMs: number): string => new Date(atMs + 8 * hour).toISOString().slice(5, 16)

test('the usual hours of a day that was wholly recorded, the night first', () => {
  expect(samplePoints(span, [span]).map(beijing)).toEqual([
    '11-22T02:00',
    '11-21T18:00',
    '11-21T12:00',
    '11-22T07:30',
  ])
})

test('only hours that were recorded; otherwise where the recordings begin', () => {
  const evening = { fromMs: nowMs - 17 * hour, toMs: nowMs - 15 * hour }
  expect(samplePoints(span, [evening]).map(beijing)).toEqual(['11-21T18:00'])
  const lateMorning = { fromMs: nowMs - hour, toMs: nowMs }
  expect(samplePoints(span, [lateMorning]).map(beijing)).toEqual(['11-22T09:00'])
  expect(samplePoints(span, [])).toEqual([])
})
