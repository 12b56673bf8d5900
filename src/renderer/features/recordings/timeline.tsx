import { useState, type JSX, type MouseEvent, type WheelEvent } from 'react'
import type { Coverage, Span } from '../../../shared/domain/recording.ts'
import { useText } from '../../link/use-text.ts'
import { formatMinutes, formatTime } from '../../ui/time.ts'
import { Button } from '../../ui/button.tsx'
import { marksOf, percentAt, showing, zoomed } from './timeline-scale.ts'
import './timeline.css'

interface TimelineProps {
  span: Span
  coverage: readonly Coverage[]
  names: ReadonlyMap<string, string>
  cameraId: string
  positionMs: number
  /** Goes to a time of a camera. */
  onSeek: (cameraId: string, atMs: number) => void
}

const stripeStyle = (span: Span, stripe: Span) => ({
  left: `${percentAt(span, stripe.fromMs)}%`,
  width: `${percentAt(span, stripe.toMs) - percentAt(span, stripe.fromMs)}%`,
})

function Stripes({ span, coverage }: { span: Span; coverage: Coverage }): JSX.Element {
  const t = useText()
  return (
    <>
      {coverage.gaps.map(gap => (
        <i
          key={gap.fromMs}
          className={`timeline-gap timeline-gap-${gap.cause}`}
          style={stripeStyle(span, gap)}
          data-testid="timeline-gap"
          title={t('recordings.timeline.gap', {
            from: formatTime(gap.fromMs),
            to: formatTime(gap.toMs),
            cause: t(`gap.${gap.cause}`),
          })}
        />
      ))}
      {coverage.recorded.map(stretch => (
        <i
          key={stretch.fromMs}
          className="timeline-recorded"
          style={stripeStyle(span, stretch)}
          data-testid="timeline-recorded"
        />
      ))}
    </>
  )
}

/** What exists of each camera, where the player stands, and where gaps are and why. A press goes there. */
export function Timeline(props: TimelineProps): JSX.Element {
  const { span: whole, coverage, names, cameraId, positionMs, onSeek } = props
  const t = useText()
  const [chosenView, setView] = useState(whole)
  const span = showing(whole, chosenView, positionMs)
  const [hoverMs, setHoverMs] = useState<number | null>(null)
  const timeAt = (event: MouseEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width))
    return span.fromMs + share * (span.toMs - span.fromMs)
  }
  const zoom = (factor: number, aroundMs: number) => setView(zoomed(whole, span, aroundMs, factor))
  const turn = (event: WheelEvent<HTMLElement>) => zoom(event.deltaY < 0 ? 0.7 : 1 / 0.7, timeAt(event))
  return (
    <div className="timeline" role="group" aria-label={t('recordings.timeline')} data-testid="timeline">
      <div className="timeline-row timeline-axis">
        <span className="timeline-zoom">
          <Button
            size="small"
            title={t('recordings.zoom.in')}
            testId="zoom-in"
            onClick={() => zoom(0.4, positionMs)}
          >
            +
          </Button>
          <Button
            size="small"
            title={t('recordings.zoom.out')}
            testId="zoom-out"
            onClick={() => zoom(2.5, positionMs)}
          >
            −
          </Button>
          <span className="numbers">{hoverMs === null ? '' : formatTime(hoverMs)}</span>
        </span>
        <div className="timeline-track">
          {marksOf(span, 12).map(mark => (
            <span key={mark} className="timeline-mark numbers" style={{ left: `${percentAt(span, mark)}%` }}>
              {span.toMs - span.fromMs > 600_000 ? formatMinutes(mark) : formatTime(mark)}
            </span>
          ))}
        </div>
      </div>
      {coverage.map(each => {
        const name = names.get(each.cameraId) ?? each.cameraId
        return (
          <div key={each.cameraId} className="timeline-row" data-chosen={each.cameraId === cameraId}>
            <button
              type="button"
              className="timeline-name"
              aria-pressed={each.cameraId === cameraId}
              data-testid={`track-${each.cameraId}`}
              onClick={() => onSeek(each.cameraId, positionMs)}
            >
              {name}
            </button>
            <div
              className="timeline-track timeline-bar"
              role="img"
              aria-label={t('recordings.timeline.of', { name })}
              data-testid={`bar-${each.cameraId}`}
              onMouseMove={event => setHoverMs(timeAt(event))}
              onWheel={turn}
              onMouseLeave={() => setHoverMs(null)}
              onClick={event => onSeek(each.cameraId, timeAt(event))}
            >
              <Stripes span={span} coverage={each} />
              <b className="timeline-cursor" style={{ left: `${percentAt(span, positionMs)}%` }} />
            </div>
          </div>
        )
      })}
    </div>
  )
}
