import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stepForce, type ForceWatch } from './force.ts'

const rule = { newtons: 100, holdMs: 2_000 }

/** Feeds readings a quarter of a second apart; gives whether each was force. */
function judged(newtons: readonly number[], stepMs = 250): boolean[] {
  let watch: ForceWatch | null = null
  return newtons.map((value, index) => {
    watch = stepForce(watch, value, index * stepMs, rule)
    return watch.isForced
  })
}

const times = (count: number, newtons: number): number[] => Array<number>(count).fill(newtons)

describe('force on a wire', () => {
  test('is an intrusion after two seconds without a break, and over at once', () => {
    const told = judged([300, ...times(10, 420), 300])
    expect(told.indexOf(true)).toBe(9)
    expect(told.at(-1)).toBe(false)
  })

  test('that lets go before is a branch in the wind', () => {
    const gust = [...times(8, 450), 310]
    expect(judged([300, ...gust, ...gust, ...gust])).not.toContain(true)
  })

  test('less tension than at rest is none: a cut wire tells itself', () => {
    expect(judged([300, ...times(20, 0)])).not.toContain(true)
  })

  test('rest follows the sun, not the climber', () => {
    const dayWarming = Array.from({ length: 240 }, (_, minute) => 300 + minute)
    expect(judged(dayWarming, 60_000)).not.toContain(true)
  })

  test('a wire that was re-tensioned is an alarm for ten minutes, then its new rest', () => {
    const told = judged([300, ...times(12, 450)], 60_000)
    expect(told).toEqual([false, false, ...times(9, 1).map(Boolean), false, false])
  })

  test('whatever is read, force needs the full time above the threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 60 }), readings => {
        const told = judged([300, ...readings])
        // Rest sinks by less than a hundred newtons within these fifteen seconds.
        const above = [300, ...readings].map(value => value >= 300)
        const isRight = told.every(
          (isForced, index) => !isForced || (index >= 8 && above.slice(index - 8, index + 1).every(Boolean)),
        )
        expect(isRight).toBe(true)
      }),
    )
  })
})
