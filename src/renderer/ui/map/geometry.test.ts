import { expect, test } from 'vitest'
import { centreOf, ellipseOutline, middleOf, toLatLng, wedgeOutline } from './geometry.ts'

const rounded = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y]) => [Math.round(x * 100) / 100 + 0, Math.round(y * 100) / 100 + 0])

test('a plan point keeps its place with y downwards', () => {
  expect(toLatLng([120, 40])).toEqual([-40, 120])
})

test('a field of view opens around its direction: 90° is to the right', () => {
  const outline = rounded(
    wedgeOutline([100, 100], { directionDegrees: 90, fieldOfViewDegrees: 20, rangeUnits: 10 }),
  )
  expect(outline).toEqual([
    [100, 100],
    [109.85, 98.26],
    [110, 100],
    [109.85, 101.74],
  ])
})

test('0° is up, and a dome camera has a full circle without an apex', () => {
  const up = rounded(wedgeOutline([0, 0], { directionDegrees: 0, fieldOfViewDegrees: 2, rangeUnits: 10 }))
  expect(up[2]).toEqual([0, -10])
  const dome = wedgeOutline([0, 0], { directionDegrees: 0, fieldOfViewDegrees: 360, rangeUnits: 10 })
  expect(dome.every(([x, y]) => Math.abs(Math.hypot(x, y) - 10) < 1e-9)).toBe(true)
})

test('the sign of a fence segment stands half way along its course, corners counted', () => {
  expect(
    middleOf([
      [0, 0],
      [10, 0],
      [10, 30],
    ]),
  ).toEqual([10, 10])
  expect(middleOf([[3, 4]])).toEqual([3, 4])
})

test('names stand in the middle of their outline', () => {
  expect(
    centreOf([
      [0, 0],
      [40, 0],
      [40, 20],
      [0, 20],
    ]),
  ).toEqual([20, 10])
  expect(rounded(ellipseOutline([10, 10], [4, 2])).slice(0, 1)).toEqual([[14, 10]])
})
