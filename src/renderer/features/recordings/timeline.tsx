import { useLayoutEffect, useMemo, useRef, useState, type JSX } from 'react'
import type { Span } from '../../../shared/domain/recording.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { formatDateTime, formatDuration, formatTime } from '../../ui/time.ts'
import { Failed } from '../../ui/page-states.tsx'
import { useNow } from '../../ui/use-now.ts'
import { axisPixels, drawTimeline, type Row } from './timeline-draw.ts'
import { useHands, type TimelineHover } from './timeline-hands.ts'
import { keepFocus } from './keep-focus.ts'
import type { TimelineProps } from './timeline-props.ts'
import { TimelineLegend } from './timeline-legend.tsx'
import { TimelineTools } from './timeline-tools.tsx'
import { lengthOf, showing } from './timeline-view.ts'
import { wordsAt } from './timeline-words.ts'
import { useThumbnail, type Thumbnail } from './use-thumbnail.ts'
import { useTimeline } from './use-timeline.ts'
import './timeline.css'

/** Before now; what is newer is still on its way, ms. */
const edgeMs = 10_000

/** Names beside the rows: choose one, and take it into the player or out of it. */
function Names(props: TimelineProps): JSX.Element {
  const { cameraIds, names, chosen, rowPixels, playing, onToggle } = props
  const t = useText()
  return (
    <div className="timeline-names" onMouseDown={keepFocus} style={{ paddingTop: axisPixels }}>
      {cameraIds.map(id => {
        const name = names.get(id) ?? id
        const isPlaying = playing?.includes(id) === true
        return (
          <div
            key={id}
            className="timeline-row-name"
            style={{ height: rowPixels }}
            data-chosen={id === chosen}
          >
            {onToggle !== undefined && (
              <input
                type="checkbox"
                checked={isPlaying}
                aria-label={t(isPlaying ? 'timeline.hide' : 'timeline.show', { name })}
                title={t(isPlaying ? 'timeline.hide' : 'timeline.show', { name })}
                data-testid={`play-${id}`}
                onChange={() => onToggle(id)}
              />
            )}
            <button
              type="button"
              className="timeline-name"
              aria-pressed={id === chosen}
              data-testid={`track-${id}`}
              title={name}
              onClick={() => props.onChoose(id)}
            >
              {name}
            </button>
          </div>
        )
      })}
    </div>
  )
}

/** Above the timeline where the pointer is, kept inside the window. */
function ThumbnailView(props: { thumbnail: Thumbnail; hover: TimelineHover; viewer: string }): JSX.Element {
  const { thumbnail, hover, viewer } = props
  const left = Math.min(window.innerWidth - 130, Math.max(130, hover.clientX))
  return (
    <figure
      className="timeline-thumbnail"
      style={{ left, top: hover.clientTop }}
      data-testid="thumbnail"
      data-at={thumbnail.atMs}
    >
      <img src={thumbnail.source} alt={formatDateTime(thumbnail.atMs)} />
      <span className="timeline-thumbnail-viewer">{viewer}</span>
      <figcaption className="numbers">{formatDateTime(thumbnail.atMs)}</figcaption>
    </figure>
  )
}

/** Where the view is: it follows the player until a hand moves it elsewhere, and never goes back by itself. */
function useView({ whole, positionMs }: TimelineProps) {
  const [chosen, setChosen] = useState<{ view: Span; isFree: boolean }>({ view: whole, isFree: false })
  const follows = !chosen.isFree && positionMs !== null
  const view = useMemo(
    () => (follows ? showing(whole, chosen.view, positionMs) : chosen.view),
    [follows, whole, chosen.view, positionMs],
  )
  const setView = (next: Span) => {
    const isAway = positionMs !== null && (positionMs < next.fromMs || positionMs > next.toMs)
    setChosen({ view: next, isFree: isAway })
  }
  const follow = () => setChosen({ view, isFree: false })
  return { view, setView, follow, isFree: chosen.isFree }
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (element.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** What exists of each camera, where the player stands, where gaps are and why. Drawn on one canvas. */
export function Timeline(props: TimelineProps): JSX.Element {
  const { whole, cameraIds, chosen, positionMs, rowPixels, playing, range, onSeek } = props
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow(1_000)
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const { view, setView, follow, isFree } = useView(props)
  const [hover, setHover] = useState<TimelineHover | null>(null)
  const { known, layersOf, tracks } = useTimeline(cameraIds, whole, view)
  const pick = (atMs: number, row: number | null) => {
    follow()
    onSeek(atMs, row === null ? null : (cameraIds[row] ?? null))
  }
  useHands(canvas, {
    whole,
    view,
    rowPixels,
    rows: cameraIds.length,
    onView: setView,
    onHover: setHover,
    onPick: pick,
  })
  const rows = cameraIds.map((cameraId): Row => ({
    cameraId,
    layers: layersOf(cameraId),
    isPlaying: playing?.includes(cameraId) ?? false,
  }))
  const heightPixels = axisPixels + rows.length * rowPixels
  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d') ?? null
    if (element === null || context === null || width === 0) return
    const scale = window.devicePixelRatio
    if (element.width !== Math.round(width * scale)) element.width = Math.round(width * scale)
    if (element.height !== Math.round(heightPixels * scale)) element.height = Math.round(heightPixels * scale)
    context.setTransform(scale, 0, 0, scale, 0, 0)
    const hoverMs = hover?.atMs ?? null
    drawTimeline(context, {
      widthPixels: width,
      rowPixels,
      view,
      rows,
      chosen,
      positionMs,
      hoverMs,
      range,
      nowMs,
    })
  })
  const pointedRow = hover === null ? null : (hover.row ?? cameraIds.indexOf(chosen))
  const pointed = pointedRow === null ? null : (cameraIds[pointedRow] ?? null)
  const thumbnail = useThumbnail(
    props.grantId,
    hover === null || pointed === null ? null : { cameraId: pointed, atMs: Math.round(hover.atMs) },
  )
  const spokenMs = hover?.atMs ?? positionMs ?? Math.min(view.toMs, nowMs - edgeMs)
  const spokenId = pointed ?? chosen
  const spokenTrack = layersOf(spokenId).findLast(
    ({ span }) => spokenMs >= span.fromMs && spokenMs <= span.toMs,
  )
  const words = wordsAt(t, spokenTrack?.track, spokenMs, lengthOf(view) / Math.max(1, width))
  const spoken = t('timeline.at', {
    time: lengthOf(whole) > 86_400_000 ? formatDateTime(spokenMs) : formatTime(spokenMs),
    what: words,
  })
  if (known.kind === 'failed') return <Failed message={t.refusal(known.error)} retry={() => setView(whole)} />
  return (
    <section
      className="timeline"
      aria-label={t('recordings.timeline')}
      data-testid="timeline"
      data-from={view.fromMs}
      data-to={view.toMs}
      data-known={known.kind}
    >
      <TimelineTools
        {...props}
        view={view}
        tracks={tracks}
        isFree={isFree}
        onView={setView}
        onFollow={follow}
        onLand={atMs => pick(atMs, null)}
      />
      <div className="timeline-words" data-testid="timeline-words">
        <b>{props.names.get(spokenId) ?? spokenId}</b> <span className="numbers">{spoken}</span>
        {range.fromMs !== undefined && (
          <span className="timeline-range numbers" data-testid="timeline-range">
            {range.toMs === undefined
              ? t('timeline.range.open', { from: formatDateTime(range.fromMs) })
              : t('timeline.range', {
                  from: formatDateTime(range.fromMs),
                  to: formatDateTime(range.toMs),
                  length: formatDuration(range.toMs - range.fromMs, locale),
                })}
          </span>
        )}
      </div>
      <div className="timeline-body">
        <Names {...props} />
        <div className="timeline-canvas" ref={box}>
          <canvas
            ref={canvas}
            style={{ height: heightPixels }}
            role="slider"
            tabIndex={0}
            aria-label={t('timeline.label', {
              from: formatDateTime(view.fromMs),
              to: formatDateTime(view.toMs),
            })}
            aria-valuemin={view.fromMs}
            aria-valuemax={view.toMs}
            aria-valuenow={Math.round(spokenMs)}
            aria-valuetext={spoken}
            data-testid="timeline-canvas"
          />
          {hover !== null && thumbnail !== null && (
            <ThumbnailView thumbnail={thumbnail} viewer={props.viewer} hover={hover} />
          )}
        </div>
      </div>
      <TimelineLegend />
    </section>
  )
}
