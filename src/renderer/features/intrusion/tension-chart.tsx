import type { JSX } from 'react'
import { formatTimeNear } from '../../ui/time.ts'
import { chartHeight, chartWidth, xOf, type Chart } from './tension-chart-points.ts'

/** A curve of tension with its edges in words; alarms are upright lines. */
export function TensionChart({
  chart,
  label,
  marksMs,
}: {
  chart: Chart
  label: string
  marksMs: readonly number[]
}): JSX.Element {
  const marks = marksMs.filter(atMs => atMs >= chart.fromMs && atMs <= chart.toMs)
  return (
    <figure className="tension-chart" data-testid="tension-chart">
      <div className="tension-edges numbers">
        <span>{chart.high} N</span>
        <span>{chart.low} N</span>
      </div>
      <svg
        viewBox={`0 0 ${chartWidth} ${chartHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {chart.bands.map(points => (
          <polygon key={points} points={points} />
        ))}
        {chart.lines.map(points => (
          <polyline key={points} points={points} />
        ))}
        {marks.map(atMs => (
          <line key={atMs} x1={xOf(chart, atMs)} x2={xOf(chart, atMs)} y1={0} y2={chartHeight} />
        ))}
      </svg>
      <figcaption className="numbers">
        <span>{formatTimeNear(chart.fromMs, chart.toMs)}</span>
        <span>{formatTimeNear(chart.toMs, chart.toMs)}</span>
      </figcaption>
    </figure>
  )
}
