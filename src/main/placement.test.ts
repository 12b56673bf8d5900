import { expect, test } from 'vitest'
import { isReachable, placeSecond, type Placement } from './placement.ts'

const left = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
const right = { id: 2, workArea: { x: 1920, y: 0, width: 1920, height: 1080 } }
const onLeft = { x: 0, y: 0, width: 1920, height: 1040 }

test('the second window takes the whole of the other monitor, wherever the first one is', () => {
  expect(placeSecond([left, right], onLeft, null)).toEqual({ bounds: right.workArea, isMaximised: true })
  expect(placeSecond([left, right], { ...onLeft, x: 1900 }, null).bounds).toEqual(left.workArea)
})

test('on one monitor it is smaller and the first window stays in sight', () => {
  expect(placeSecond([left], onLeft, null)).toEqual({
    bounds: { x: 576, y: 312, width: 1344, height: 728 },
    isMaximised: false,
  })
})

test('it comes back where it was, unless that monitor is gone or it would hide the alarms', () => {
  const where: Placement = { bounds: { x: 2000, y: 100, width: 1400, height: 800 }, isMaximised: false }
  expect(placeSecond([left, right], onLeft, where)).toBe(where)
  expect(placeSecond([left], onLeft, where).bounds.x).toBe(576)
  const whole: Placement = { bounds: left.workArea, isMaximised: true }
  expect(placeSecond([left, right], onLeft, whole).bounds).toEqual(right.workArea)
  expect(isReachable([left], { x: 1800, y: 0, width: 1400, height: 800 })).toBe(false)
})
