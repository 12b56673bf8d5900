import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GapCause, Span } from '../../shared/domain/recording.ts'
import { contextOf, coverageOf, joined, type CoverageFacts } from './coverage.ts'

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

test('of a hole only what an outage lasted, and the moments around it, is laid to it', () => {
  const outages = [
    { ...s(300, 400), cause: 'disk' as const },
    { ...s(350, 500), cause: 'camera-lost' as const },
  ]
  expect(gaps({ recorded: [s(0, 100), s(540, 1_000)], outages })).toEqual([
    '100-300 not-recorded',
    '300-400 disk',
    '400-540 camera-lost',
  ])
})

test('a border in the middle of a start takes no cause away', () => {
  const facts = { recorded: [s(0, 100), s(420, 1_000)], blind: [s(100, 400)] }
  expect(gaps({ ...facts, span: s(405, 1_000) })).toEqual(['405-420 station-off'])
  expect(gaps({ ...facts, span: s(402, 410) })).toEqual(['402-410 station-off'])
  expect(gaps({ ...facts, recorded: [s(0, 99)], span: s(0, 99.5) })).toEqual(['99-99.5 station-off'])
  // A silence that is too long for a start is so even where only its beginning is asked for.
  expect(gaps({ ...facts, recorded: [s(0, 100)], span: s(0, 410) })).toEqual([
    '100-400 station-off',
    '400-410 not-recorded',
  ])
})

test('an outage that left no hole is no gap', () => {
  expect(gaps({ recorded: [s(0, 1_000)], outages: [{ ...s(10, 20), cause: 'camera-lost' }] })).toEqual([])
})

test('time that has not come is no gap, nor is the moment until the newest frame is written', () => {
  expect(gaps({ recorded: [s(0, 500)], nowMs: 501_000 })).toEqual([])
  expect(gaps({ recorded: [s(0, 500)], nowMs: 510_000 })).toEqual(['500-510 not-recorded'])
})

const stretch = fc
  .tuple(fc.integer({ min: -200, max: 1_200 }), fc.integer({ min: 0, max: 400 }))
  .map(([from, length]): Span => s(from, from + length / 2))
const stretches = fc.array(stretch, { maxLength: 6 })
const world = fc.record({
  recorded: stretches,
  blind: stretches,
  outages: fc.array(
    fc.record({ span: stretch, cause: fc.constantFrom<GapCause>('camera-lost', 'disk', 'clock') }),
    { maxLength: 6 },
  ),
  now: fc.integer({ min: 900, max: 1_300 }),
  part: fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 1_000 })),
})

test('whatever happened, any part of a span is told as within the whole', () => {
  fc.assert(
    fc.property(world, ({ recorded, blind, outages, now, part: [from, length] }) => {
      const part = s(from, Math.min(1_000, from + length))
      /** As the tables answer: what reaches into the context of the question, in no order, with its own borders. */
      const asked = (span: Span) => {
        const context = contextOf(span)
        const reaches = ({ fromMs, toMs }: Span) => fromMs < context.toMs && toMs > context.fromMs
        const known = outages.map(({ span: own, cause }) => ({ ...own, cause }))
        return coverageOf({
          ...nothing,
          span,
          nowMs: now * 1_000,
          recorded: recorded.filter(reaches),
          blind: blind.filter(reaches),
          outages: known.filter(reaches),
        })
      }
      const whole = asked(s(0, 1_000))
      const within = <T extends Span>(parts: readonly T[]) =>
        parts
          .map(each => ({
            ...each,
            fromMs: Math.max(each.fromMs, part.fromMs),
            toMs: Math.min(each.toMs, part.toMs),
          }))
          .filter(({ fromMs, toMs }) => toMs > fromMs)
      expect(asked(part).gaps).toEqual(within(whole.gaps))
      expect(asked(part).recorded).toEqual(within(whole.recorded))
    }),
    { numRuns: 1_000 },
  )
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
