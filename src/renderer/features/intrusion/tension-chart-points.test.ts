import { expect, test } from 'vitest'
import { chartHeight, chartOfReadings, chartOfSeries, chartWidth, xOf } from './tension-chart-points.ts'

const minuteMs = 60_000

function report(minutes: readonly number[]) {
  const stretches = minutes.map(minute => ({ atMs: minute * minuteMs, low: 290, mean: 300, high: 320 }))
  return { stretchMs: minuteMs, stretches, latest: [], alarms: [] }
}

test('the series is a band and a line, broken where nothing was read', () => {
  const chart = chartOfSeries(report([0, 1, 2, 10, 11]), 0, 20 * minuteMs)!
  expect(chart.bands).toHaveLength(2)
  expect(chart.lines).toHaveLength(2)
  expect(chart.lines[0]!.split(' ')).toHaveLength(3)
  // Wind of some newtons must not fill the chart.
  expect(chart.high - chart.low).toBeGreaterThanOrEqual(100)
  expect(chartOfSeries(report([]), 0, minuteMs)).toBeNull()
  expect(chartOfSeries(report([0]), 0, minuteMs)).toBeNull()
})

test('readings fill the width, and every point lies in the field', () => {
  const chart = chartOfReadings([
    [0, 300],
    [1_000, 480],
    [2_000, 0],
  ])!
  const points = chart.lines[0]!.split(' ').map(point => point.split(',').map(Number))
  expect(points.map(([x]) => x)).toEqual([0, chartWidth / 2, chartWidth])
  expect(points.every(([, y]) => y! >= 0 && y! <= chartHeight)).toBe(true)
  expect(points[1]![1]).toBeLessThan(points[0]![1]!)
  expect(xOf(chart, 1_000)).toBe(chartWidth / 2)
  expect(chartOfReadings([[0, 300]])).toBeNull()
})
