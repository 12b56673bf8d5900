import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Run } from './timeline-table.ts'
import { coarse, trackOf } from './timeline.ts'

const run = (from: number, to: number, source: Run['source'] = 'station'): Run => ({
  fromMs: from * 1_000,
  toMs: to * 1_000,
  source,
})
const facts = {
  cameraId: 'cam-1',
  span: { fromMs: 0, toMs: 1_000_000 },
  nowMs: 10_000_000,
  resolutionMs: 1,
  runs: [] as readonly Run[],
  outages: [],
  blind: [],
  marks: [],
  activity: [],
}

test('what the recorder of the school has is no gap, and says where it comes from', () => {
  const track = trackOf({ ...facts, runs: [run(0, 400), run(390, 700, 'recorder'), run(800, 1_000)] })
  expect(track.gaps).toEqual([{ fromMs: 700_000, toMs: 800_000, cause: 'not-recorded', count: 1 }])
  expect(track.recorded.map(({ source }) => source)).toEqual(['station', 'station', 'recorder'])
})

test('a short hole every hour of a month neither vanishes nor swallows the month', () => {
  const hourMs = 3_600_000
  const gaps = Array.from({ length: 720 }, (_, hour) => ({
    fromMs: hour * hourMs,
    toMs: hour * hourMs + 2_000,
    cause: 'camera-lost' as const,
  }))
  const drawn = coarse(gaps, 27 * 60_000)
  expect(drawn).toHaveLength(720)
  expect(drawn.every(({ fromMs, toMs }) => toMs - fromMs === 2_000)).toBe(true)
})

test('holes taken together stay within a pixel, keep every hole and the longest cause', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ awayMs: fc.integer({ min: 1, max: 5_000 }), forMs: fc.integer({ min: 1, max: 3_000 }) }),
      ),
      fc.integer({ min: 1, max: 10_000 }),
      (holes, resolutionMs) => {
        let atMs = 0
        const gaps = holes.map(({ awayMs, forMs }, index) => {
          const fromMs = atMs + awayMs
          atMs = fromMs + forMs
          return { fromMs, toMs: atMs, cause: index % 2 === 0 ? ('disk' as const) : ('clock' as const) }
        })
        const drawn = coarse(gaps, resolutionMs)
        expect(drawn.reduce((sum, { count }) => sum + count, 0)).toBe(gaps.length)
        for (const each of drawn)
          if (each.count > 1) expect(each.toMs - each.fromMs).toBeLessThanOrEqual(resolutionMs)
        for (const gap of gaps)
          expect(drawn.some(({ fromMs, toMs }) => fromMs <= gap.fromMs && toMs >= gap.toMs)).toBe(true)
      },
    ),
  )
})

test('recordings are joined for drawing, gaps are not', () => {
  const track = trackOf({ ...facts, resolutionMs: 5_000, runs: [run(0, 400), run(402, 1_000)] })
  expect(track.recorded).toEqual([{ fromMs: 0, toMs: 1_000_000, source: 'station' }])
  expect(track.gaps).toHaveLength(1)
})
