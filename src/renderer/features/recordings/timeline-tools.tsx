import { useRef, useState, type JSX } from 'react'
import type { Span } from '../../../shared/domain/recording.ts'
import type { TimelineTrack } from '../../../shared/domain/timeline.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { keepFocus } from './keep-focus.ts'
import type { TimelineProps } from './timeline-props.ts'
import { besides, landmarksOf, lengthOf, panned, parseTyped, zoomed } from './timeline-view.ts'

interface ToolsProps extends TimelineProps {
  view: Span
  tracks: readonly TimelineTrack[]
  isFree: boolean
  onView: (view: Span) => void
  onFollow: () => void
  onLand: (atMs: number) => void
}

const beforeMs = 2_000

/** Keys and buttons for everything the mouse can do on the timeline. */
export function TimelineTools(props: ToolsProps): JSX.Element {
  const { whole, view, positionMs, chosen, cameraIds, range, onView, onRange } = props
  const t = useText()
  const [message, setMessage] = useState('')
  const middleMs = (view.fromMs + view.toMs) / 2
  const isInView = positionMs !== null && positionMs >= view.fromMs && positionMs <= view.toMs
  const aroundMs = isInView ? positionMs : middleMs
  const atMs = positionMs ?? middleMs
  const zoom = (factor: number) => onView(zoomed(whole, view, aroundMs, factor))
  const pan = (share: number) => onView(panned(whole, view, lengthOf(view) * share))
  const track = props.tracks.filter(({ cameraId }) => cameraId === chosen)
  const land = (kind: 'gap' | 'mark', direction: 1 | -1) => {
    // A little before it, so that one sees it come.
    const times = landmarksOf(track, kind).map(time => Math.max(whole.fromMs, time - beforeMs))
    const next = besides(times, atMs, direction)
    setMessage(next === null ? t(`timeline.${kind}.none`) : '')
    if (next !== null) props.onLand(next)
  }
  const choose = (by: 1 | -1) => {
    const next = cameraIds[cameraIds.indexOf(chosen) + by]
    if (next !== undefined) props.onChoose(next)
  }
  const setIn = () =>
    onRange(range.toMs !== undefined && range.toMs <= atMs ? { fromMs: atMs } : { ...range, fromMs: atMs })
  const setOut = () => {
    if (range.fromMs !== undefined && atMs > range.fromMs) onRange({ ...range, toMs: atMs })
  }
  useHotkey('+', 'page', () => zoom(0.5))
  useHotkey('=', 'page', () => zoom(0.5))
  useHotkey('-', 'page', () => zoom(2))
  useHotkey('0', 'page', () => onView(whole))
  useHotkey('PageUp', 'page', () => pan(-0.8))
  useHotkey('PageDown', 'page', () => pan(0.8))
  useHotkey('ArrowUp', 'page', () => choose(-1))
  useHotkey('ArrowDown', 'page', () => choose(1))
  useHotkey('g', 'page', event => land('gap', event.shiftKey ? -1 : 1))
  useHotkey('m', 'page', event => land('mark', event.shiftKey ? -1 : 1))
  useHotkey('[', 'page', setIn)
  useHotkey(']', 'page', setOut)
  return (
    <div className="timeline-tools" onMouseDown={keepFocus}>
      <Tool id="zoom-in" label={t('timeline.zoom.in')} word="＋" onPress={() => zoom(0.5)} />
      <Tool id="zoom-out" label={t('timeline.zoom.out')} word="－" onPress={() => zoom(2)} />
      <Tool id="zoom-all" label={t('timeline.zoom.all')} word="⤢" onPress={() => onView(whole)} />
      <span className="timeline-tools-gap" />
      <Tool
        id="gap-previous"
        label={t('timeline.gap.previous')}
        word={`◂ ${t('timeline.tool.gap')}`}
        onPress={() => land('gap', -1)}
      />
      <Tool
        id="gap-next"
        label={t('timeline.gap.next')}
        word={`${t('timeline.tool.gap')} ▸`}
        onPress={() => land('gap', 1)}
      />
      <Tool
        id="mark-previous"
        label={t('timeline.mark.previous')}
        word={`◂ ${t('timeline.tool.mark')}`}
        onPress={() => land('mark', -1)}
      />
      <Tool
        id="mark-next"
        label={t('timeline.mark.next')}
        word={`${t('timeline.tool.mark')} ▸`}
        onPress={() => land('mark', 1)}
      />
      <span className="timeline-tools-gap" />
      <Tool id="range-in" label={t('timeline.range.in')} word="[" onPress={setIn} />
      <Tool id="range-out" label={t('timeline.range.out')} word="]" onPress={setOut} />
      {range.fromMs !== undefined && (
        <Tool id="range-clear" label={t('timeline.range.clear')} word="✕" onPress={() => onRange({})} />
      )}
      {props.isFree && (
        <Button size="small" testId="timeline-return" onClick={props.onFollow}>
          {t('timeline.return')}
        </Button>
      )}
      <span role="status" className="timeline-message">
        {message}
      </span>
      <GoTo whole={whole} nearMs={atMs} onGo={props.onLand} />
    </div>
  )
}

function Tool(props: { id: string; label: string; word: string; onPress: () => void }): JSX.Element {
  return (
    <Button
      size="small"
      aria-label={props.label}
      title={props.label}
      testId={props.id}
      onClick={props.onPress}
    >
      {props.word}
    </Button>
  )
}

/** A typed time, long or short. */
function GoTo({
  whole,
  nearMs,
  onGo,
}: {
  whole: Span
  nearMs: number
  onGo: (atMs: number) => void
}): JSX.Element {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<'bad' | 'outside' | null>(null)
  const go = () => {
    const atMs = parseTyped(typed, nearMs)
    const isOutside = atMs !== null && (atMs < whole.fromMs || atMs > whole.toMs)
    setError(atMs === null ? 'bad' : isOutside ? 'outside' : null)
    if (atMs === null || isOutside) return
    onGo(atMs)
    // The keys are the player's again.
    field.current?.blur()
  }
  return (
    <form
      className="player-goto"
      onSubmit={event => {
        event.preventDefault()
        go()
      }}
    >
      {error !== null && (
        <span className="purpose-error" role="alert" data-testid="goto-error">
          {t(`timeline.goto.${error}`)}
        </span>
      )}
      <input
        ref={field}
        placeholder={t('timeline.goto.placeholder')}
        aria-label={t('recordings.goto')}
        aria-invalid={error !== null}
        value={typed}
        data-testid="goto"
        onChange={event => {
          setTyped(event.target.value)
          setError(null)
        }}
      />
      <Button type="submit" size="small">
        {t('recordings.goto')}
      </Button>
    </form>
  )
}
