import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calm, floodsOf, floodWindowMs, stepFlood, type FloodWatch } from './flood.ts'

const minuteMs = 60_000

test('ten alarms within ten minutes are a flood, nine are not; fewer than five end it', () => {
  const every = (count: number, stepMs: number) => Array.from({ length: count }, (_, index) => index * stepMs)
  expect(floodsOf(every(9, minuteMs), 9 * minuteMs)).toEqual([])
  expect(floodsOf(every(10, minuteMs), 9 * minuteMs)).toEqual([
    { sinceMs: 0, count: 10, peak: 10, endMs: null },
  ])
  // The fifth last came in minute 5: ten minutes later only four are left.
  expect(floodsOf(every(10, minuteMs), 60 * minuteMs)).toEqual([
    { sinceMs: 0, count: 10, peak: 10, endMs: 5 * minuteMs + floodWindowMs },
  ])
  // One in two minutes is below ten in ten minutes for ever.
  expect(floodsOf(every(100, 2 * minuteMs), 300 * minuteMs)).toEqual([])
})

test('it begins once, counts every alarm, and a clock that is set back loses none', () => {
  let watch: FloodWatch = calm
  let begun = 0
  for (let alarm = 0; alarm < 200; alarm++) {
    const step = stepFlood(watch, 'alarm', alarm === 100 ? -3_600_000 : alarm * 50)
    begun += step.began ? 1 : 0
    expect(step.ended).toBeNull()
    ;({ watch } = step)
  }
  expect(begun).toBe(1)
  expect(watch.flood).toEqual({ sinceMs: 0, count: 200, peak: 200 })
})

test('looked at every second or only with the next alarm, the floods are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4 * minuteMs), { maxLength: 120 }), gapsMs => {
      let atMs = 0
      const timesMs = gapsMs.map(gapMs => (atMs += gapMs))
      const untilMs = atMs + 3 * floodWindowMs
      const ends: number[] = []
      let watch: FloodWatch = calm
      let next = 0
      for (let nowMs = 0; nowMs <= untilMs; nowMs += 10_000) {
        for (; (timesMs[next] ?? Infinity) <= nowMs; next++) {
          const step = stepFlood(watch, 'alarm', timesMs[next] ?? 0)
          if (step.ended !== null) ends.push(step.ended.endMs)
          ;({ watch } = step)
        }
        const step = stepFlood(watch, 'tick', nowMs)
        if (step.ended !== null) ends.push(step.ended.endMs)
        ;({ watch } = step)
      }
      expect(floodsOf(timesMs, untilMs).map(({ endMs }) => endMs)).toEqual(ends)
    }),
  )
})
