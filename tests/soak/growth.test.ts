import { expect, test } from 'vitest'
import { growthOf } from './growth.ts'

const allowed = { share: 0.1, amount: 20 }
const minuteMs = 60_000

test('a leak is seen', () => {
  const leaking = Array.from({ length: 60 }, (_, minute) => 200 + minute)
  expect(growthOf(leaking, minuteMs, allowed)).toMatchObject({
    isGrowing: true,
    first: 207,
    last: 252,
    perHour: 60,
  })
})

test('garbage that comes and goes is none', () => {
  const breathing = Array.from({ length: 60 }, (_, minute) => 200 + (minute % 10) * 5)
  expect(growthOf(breathing, minuteMs, allowed).isGrowing).toBe(false)
})

test('one look says nothing', () => {
  expect(() => growthOf([1, 2, 3], minuteMs, allowed)).toThrow(RangeError)
})
