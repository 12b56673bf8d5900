import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverageOf, joined, type CoverageFacts } from './coverage.ts'

const s = (from: number, to: number) => ({ fromMs: from * 1_000, toMs: to * 1_000 })
const nothing: CoverageFacts = {
  cameraId: 'cam-1',
  span: s(0, 1_000),
  nowMs: 10_000_000,
  recorded: [],
  outages: [],
  blind: [],
}
const gaps = (facts: Partial<CoverageFacts>) =>
  coverageOf({ ...nothing, ...facts }).gaps.map(gap => `${gap.fromMs / 1000}-${gap.toMs / 1000} ${gap.cause}`)

test('segments that follow each other are one stretch; jitter at a border is no gap', () => {
  const recorded = [s(0, 30), s(30.12, 60), s(59.95, 1_000)]
  expect(coverageOf({ ...nothing, recorded })).toEqual({
    cameraId: 'cam-1',
    recorded: [s(0, 1_000)],
    gaps: [],
  })
})

test('a hole without any known reason was not recorded', () => {
  expect(gaps({ recorded: [s(100, 900)] })).toEqual(['0-100 not-recorded', '900-1000 not-recorded'])
})

test('a camera that was out gives its cause to the hole', () => {
  const outages = [{ ...s(110, 195), cause: 'camera-lost' as const }]
  expect(gaps({ recorded: [s(0, 100), s(200, 1_000)], outages })).toEqual(['100-200 camera-lost'])
})

test('a hole is cut where the station was off; the moment of its start belongs to that', () => {
  const blind = [s(100, 400)]
  expect(gaps({ recorded: [s(0, 100), s(405, 1_000)], blind })).toEqual(['100-405 station-off'])
  const outages = [{ ...s(402, 700), cause: 'camera-lost' as const }]
  expect(gaps({ recorded: [s(0, 100), s(700, 1_000)], blind, outages })).toEqual([
    '100-400 station-off',
    '400-700 camera-lost',
  ])
})

test('what was in flight when the station died belongs to the time it was off', () => {
  const blind = [s(101.2, 104)]
  expect(gaps({ recorded: [s(0, 100), s(106, 1_000)], blind })).toEqual(['100-106 station-off'])
  expect(gaps({ recorded: [s(0, 98), s(106, 1_000)], blind })).toEqual([
    '98-101.2 not-recorded',
    '101.2-106 station-off',
  ])
})

test('an outage that left no hole is no gap', () => {
  expect(gaps({ recorded: [s(0, 1_000)], outages: [{ ...s(10, 20), cause: 'camera-lost' }] })).toEqual([])
})

test('time that has not come is no gap, nor is the moment until the newest frame is written', () => {
  expect(gaps({ recorded: [s(0, 500)], nowMs: 501_000 })).toEqual([])
  expect(gaps({ recorded: [s(0, 500)], nowMs: 510_000 })).toEqual(['500-510 not-recorded'])
})

test('recorded stretches and gaps fill a span exactly, whatever was recorded', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1, max: 300 }))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), fc.array(span, { maxLength: 4 }), (recorded, blind) => {
      const spans = (pairs: [number, number][]) => pairs.map(([from, length]) => s(from, from + length))
      const coverage = coverageOf({ ...nothing, recorded: joined(spans(recorded)), blind: spans(blind) })
      const parts = [...coverage.recorded, ...coverage.gaps].toSorted((a, b) => a.fromMs - b.fromMs)
      let atMs = 0
      for (const part of parts) {
        expect(part.fromMs).toBe(atMs)
        atMs = part.toMs
      }
      expect(atMs).toBe(1_000_000)
    }),
  )
})
