import { expect, test } from 'vitest'
import { isAhead, isDue, stepTour, touchHoldMs, type TourEvent, type TourPhase } from './wall-tour.ts'

const dwellMs = 10_000
const calm = { type: 'look', isAlarm: false, isEnlarged: false } as const

function play(events: readonly [atMs: number, event: TourEvent][]): TourPhase {
  return events.reduce<TourPhase>((phase, [atMs, event]) => stepTour(phase, event, dwellMs, atMs), {
    kind: 'off',
  })
}

test('each screen stays for its dwell, and the next is dialled before', () => {
  const running = play([[0, { type: 'start' }]])
  expect([4_000, 5_000, 9_999].map(atMs => [isAhead(running, atMs), isDue(running, atMs)])).toEqual([
    [false, false],
    [true, false],
    [true, false],
  ])
  expect(isDue(running, 10_000)).toBe(true)
  expect(stepTour(running, { type: 'changed' }, dwellMs, 10_000)).toEqual({
    kind: 'running',
    nextAtMs: 20_000,
  })
})

test('a touch holds it, every further one anew; then the rest of the dwell is shown', () => {
  const touched = play([
    [0, { type: 'start' }],
    [4_000, { type: 'touched' }],
    [10_000, { type: 'touched' }],
    [20_000, calm],
  ])
  expect(touched).toEqual({ kind: 'touched', untilMs: 10_000 + touchHoldMs, leftMs: 6_000 })
  expect(stepTour(touched, calm, dwellMs, 30_000)).toEqual({ kind: 'running', nextAtMs: 36_000 })
})

test('an alarm holds it for as long as it waits, whatever is touched', () => {
  const alarm = { type: 'look', isAlarm: true, isEnlarged: true } as const
  const held = play([
    [0, { type: 'start' }],
    [9_000, alarm],
    [12_000, { type: 'touched' }],
    [60_000, alarm],
  ])
  expect(held).toEqual({ kind: 'held', why: 'alarm', leftMs: 1_000 })
  const enlarged = stepTour(held, { ...alarm, isAlarm: false }, dwellMs, 61_000)
  expect(enlarged).toEqual({ kind: 'held', why: 'enlarged', leftMs: 1_000 })
  expect(stepTour(enlarged, calm, dwellMs, 62_000)).toEqual({ kind: 'running', nextAtMs: 65_000 })
})

test('what is off stays off', () => {
  expect(
    play([
      [0, { type: 'touched' }],
      [1, calm],
      [2, { type: 'changed' }],
    ]),
  ).toEqual({ kind: 'off' })
  expect(
    play([
      [0, { type: 'start' }],
      [1, { type: 'stop' }],
    ]),
  ).toEqual({ kind: 'off' })
})
