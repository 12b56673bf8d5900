import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tone } from '../tone.ts'
import { clusterMarks, isCalling } from './cluster.ts'
import { edgeArrow } from './edge.ts'
import type { MapMark } from './mark.ts'

const tones: readonly Tone[] = ['ok', 'info', 'busy', 'warn', 'alarm', 'panic', 'fault', 'unknown', 'off']
const marks = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 5_000 }).map(String),
    shape: fc.constantFrom('camera' as const, 'detector' as const),
    at: fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 700 })),
    line: fc.constantFrom<MapMark['line']>(null, null, null, [
      [0, 0],
      [9, 9],
    ]),
    wedge: fc.constant(null),
    tone: fc.constantFrom(...tones),
    name: fc.string(),
    word: fc.string(),
    blinking: fc.boolean(),
  }),
  { selector: mark => mark.id, maxLength: 300 },
)

test('every device is in exactly one cluster or shown by itself; an alarm is always shown by itself', () => {
  fc.assert(
    fc.property(marks, fc.double({ min: 0.01, max: 20, noNaN: true }), (list, scale) => {
      const selected = list[0]?.id ?? null
      const { singles, clusters } = clusterMarks(list, scale, selected)
      const shown = [...singles.map(mark => mark.id), ...clusters.flatMap(cluster => cluster.markIds)]
      expect(shown.toSorted()).toEqual(list.map(mark => mark.id).toSorted())
      const hidden = new Set(clusters.flatMap(cluster => cluster.markIds))
      expect(list.filter(mark => hidden.has(mark.id) && (isCalling(mark) || mark.id === selected))).toEqual(
        [],
      )
    }),
  )
})

test('close by nothing is put together; far off a crowd is one, and tells the worst that is in it', () => {
  const crowd = Array.from({ length: 9 }, (_, index): MapMark => ({
    id: String(index),
    shape: 'camera',
    at: [(index % 3) * 10 + 1, Math.floor(index / 3) * 10 + 1],
    line: null,
    wedge: null,
    tone: index === 4 ? 'fault' : 'ok',
    name: '',
    word: '',
    blinking: false,
  }))
  expect(clusterMarks(crowd, 20, null).clusters).toEqual([])
  expect(clusterMarks(crowd, 0.5, null)).toMatchObject({
    singles: [],
    clusters: [{ tone: 'fault', at: [11, 11] }],
  })
})

test('an arrow stands inside the map and points at what is out of sight', () => {
  const size = { width: 800, height: 600 }
  expect(edgeArrow({ x: 400, y: 300 }, size, 20)).toBeNull()
  expect(edgeArrow({ x: 400, y: -500 }, size, 20)).toEqual({ x: 400, y: 20, degrees: 0 })
  expect(edgeArrow({ x: 5_000, y: 300 }, size, 20)).toEqual({ x: 780, y: 300, degrees: 90 })
  const point = fc.record({
    x: fc.integer({ min: -9_000, max: 9_000 }),
    y: fc.integer({ min: -9_000, max: 9_000 }),
  })
  fc.assert(
    fc.property(point, at => {
      const arrow = edgeArrow(at, size, 20)
      if (arrow === null) return
      expect(arrow.x).toBeGreaterThanOrEqual(19.99)
      expect(arrow.x).toBeLessThanOrEqual(780.01)
      expect(arrow.y).toBeGreaterThanOrEqual(19.99)
      expect(arrow.y).toBeLessThanOrEqual(580.01)
    }),
  )
})
