import { expect, test } from 'vitest'
import { idle, type Condition } from './condition.ts'
import { observe, type Health } from './health.ts'

const stream = (state: Condition['state'], sinceMs: number): Condition => ({
  ...idle(sinceMs),
  state,
  reason: state === 'live' ? '' : 'Connection refused',
})

/** Journal entries that a course of observations leaves. */
function entries(...course: [nowMs: number, ...wanted: Condition[]][]): string[] {
  let health: Health = { kind: 'fine' }
  return course.flatMap(([nowMs, ...wanted]) => {
    const seen = observe(health, wanted, nowMs)
    health = seen.health
    if (seen.entry === null) return []
    return [
      seen.entry.kind === 'camera.lost'
        ? `${nowMs} lost since ${seen.entry.sinceMs} ${seen.entry.reason}`
        : `${nowMs} live after ${seen.entry.lostForMs}`,
    ]
  })
}

test('a loss is written once it has lasted ten seconds, and the return with its length', () => {
  expect(
    entries(
      [0, stream('live', 0)],
      [5_000, stream('stalled', 5_000)],
      [9_000, stream('lost', 9_000)],
      [14_999, stream('lost', 9_000)],
      [15_000, stream('lost', 9_000)],
      [60_000, stream('lost', 9_000)],
      [65_000, stream('live', 65_000)],
    ),
  ).toEqual(['15000 lost since 5000 Connection refused', '65000 live after 60000'])
})

test('flapping leaves no entry', () => {
  const course = Array.from({ length: 20 }, (_, turn): [number, Condition] => [
    turn * 3_000,
    stream(turn % 2 === 0 ? 'lost' : 'live', turn * 3_000),
  ])
  expect(entries(...course)).toEqual([])
})

test('a camera is not lost while one of its wanted streams lives', () => {
  expect(
    entries([0, stream('lost', 0), stream('live', 0)], [60_000, stream('lost', 0), stream('live', 0)]),
  ).toEqual([])
})

test('a lost camera that nobody asks for any more is not called live', () => {
  expect(
    entries([0, stream('lost', 0)], [10_000, stream('lost', 0)], [20_000], [30_000, stream('live', 30_000)]),
  ).toEqual(['10000 lost since 0 Connection refused', '30000 live after 30000'])
})
