import type { TensionReading, TensionReport, TensionStretch } from '../../../shared/contract/tension.ts'

/** The field that a chart is drawn in, in units of its view box. */
export const chartWidth = 320
export const chartHeight = 120

/** What is drawn: a line where readings follow each other, broken where nothing was read. */
export interface Chart {
  /** Polygons from lowest to highest; none for single readings. */
  readonly bands: readonly string[]
  readonly lines: readonly string[]
  /** Newtons at the lower and the upper edge. */
  readonly low: number
  readonly high: number
  readonly fromMs: number
  readonly toMs: number
}

/** Less than this between the edges would make wind look like a climber, newtons. */
const leastSpan = 100

/** The series of a segment over the time asked for; null where there is nothing to draw a line between. */
export function chartOfSeries(report: TensionReport, fromMs: number, toMs: number): Chart | null {
  const { stretches, stretchMs } = report
  if (stretches.length < 2) return null
  const field = fieldOf(
    stretches.flatMap(({ low, high }) => [low, high]),
    fromMs,
    toMs,
  )
  const runs = runsOf(stretches, stretch => stretch.atMs, stretchMs * 1.5)
  const middle = ({ atMs }: TensionStretch): number => field.x(atMs + stretchMs / 2)
  return {
    bands: runs.map(run =>
      pointsText([
        ...run.map(stretch => [middle(stretch), field.y(stretch.high)] as const),
        ...run.toReversed().map(stretch => [middle(stretch), field.y(stretch.low)] as const),
      ]),
    ),
    lines: runs.map(run => pointsText(run.map(stretch => [middle(stretch), field.y(stretch.mean)] as const))),
    ...field.edges,
  }
}

/** Single readings: the last minute, or what was read around an alarm. */
export function chartOfReadings(readings: readonly TensionReading[]): Chart | null {
  const first = readings[0]
  const last = readings.at(-1)
  if (first === undefined || last === undefined || first[0] === last[0]) return null
  const field = fieldOf(
    readings.map(([, newtons]) => newtons),
    first[0],
    last[0],
  )
  const runs = runsOf(readings, ([atMs]) => atMs, 5_000)
  const lines = runs.map(run =>
    pointsText(run.map(([atMs, value]) => [field.x(atMs), field.y(value)] as const)),
  )
  return { bands: [], lines, ...field.edges }
}

/** Where a moment lies in the chart. */
export function xOf(chart: Pick<Chart, 'fromMs' | 'toMs'>, atMs: number): number {
  return ((atMs - chart.fromMs) / (chart.toMs - chart.fromMs)) * chartWidth
}

function fieldOf(values: readonly number[], fromMs: number, toMs: number) {
  const middle = (Math.min(...values) + Math.max(...values)) / 2
  const half = Math.max(leastSpan / 2, ((Math.max(...values) - Math.min(...values)) / 2) * 1.1)
  const low = Math.max(0, Math.floor(middle - half))
  const high = Math.ceil(middle + half)
  return {
    x: (atMs: number): number => xOf({ fromMs, toMs }, atMs),
    y: (newtons: number): number => chartHeight - ((newtons - low) / (high - low)) * chartHeight,
    edges: { low, high, fromMs, toMs },
  }
}

function runsOf<T>(items: readonly T[], atMs: (item: T) => number, longestGapMs: number): T[][] {
  const runs: T[][] = []
  for (const item of items) {
    const last = runs.at(-1)?.at(-1)
    if (last !== undefined && atMs(item) - atMs(last) <= longestGapMs) runs.at(-1)!.push(item)
    else runs.push([item])
  }
  return runs
}

function pointsText(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
}
