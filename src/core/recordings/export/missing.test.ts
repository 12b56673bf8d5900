import { expect, test } from 'vitest'
import { missingFrom } from './missing.ts'
import type { Part } from './plan.ts'

/** Only the times of a part matter here. */
const part = (fromMs: number, toMs: number): Part => ({ fromMs, toMs }) as Part
const span = { fromMs: 0, toMs: 600_000 }

test('nothing is missing from a whole span', () => {
  expect(missingFrom(span, [part(0, 300_000), part(300_080, 600_000)], [])).toEqual([])
})

test('what lies between the granted edges and the first and last picture is named', () => {
  expect(missingFrom(span, [part(1_500, 599_900)], [])).toEqual([
    { fromMs: 0, toMs: 1_500, cause: 'until-key-frame' },
    { fromMs: 599_900, toMs: 600_000, cause: 'span-edge' },
  ])
})

test('a gap keeps its cause, and the wait for the key frame after it is told apart', () => {
  const gaps = [{ fromMs: 100_000, toMs: 160_000, cause: 'camera-lost' as const }]
  expect(missingFrom(span, [part(0, 100_000), part(162_000, 600_000)], gaps)).toEqual([
    { fromMs: 100_000, toMs: 160_000, cause: 'camera-lost' },
    { fromMs: 160_000, toMs: 162_000, cause: 'until-key-frame' },
  ])
})

test('what is recorded, but not here, is said to be elsewhere', () => {
  expect(missingFrom(span, [part(0, 100_000), part(400_000, 600_000)], [])).toEqual([
    { fromMs: 100_000, toMs: 400_000, cause: 'not-at-station' },
  ])
})

test('parts that overlap after a step of the clock leave nothing out', () => {
  expect(missingFrom(span, [part(0, 350_000), part(300_000, 600_000)], [])).toEqual([])
})
