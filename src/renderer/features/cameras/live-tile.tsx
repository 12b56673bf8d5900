import {
  useCallback,
  useEffect,
  useRef,
  type JSX,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import type { StreamName } from '../../../shared/domain/camera.ts'
import { isFaultKind, type IncidentKind } from '../../../shared/domain/incident.ts'
import { useKnown, type Known } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { useNow } from '../../ui/use-now.ts'
import { OutageSign } from '../outages/index.ts'
import { ListenSign } from './listen-button.tsx'
import { PtzSign } from './ptz/ptz-button.tsx'
import { StreamNotes } from './stream-notes.tsx'
import type { TileShows } from './tile-view.ts'
import { useTileView } from './use-tile-view.ts'
import { useZoom } from './use-zoom.ts'
import './tile.css'

/** The most urgent open incident this camera is linked to. */
function incidentOf(cameraId: string): (known: Known) => IncidentKind | null {
  return known => {
    let found: { kind: IncidentKind; priority: number } | null = null
    for (const incident of known.incidents ?? [])
      if (incident.cameraIds.includes(cameraId) && (found === null || incident.priority < found.priority))
        found = incident
    return found?.kind ?? null
  }
}

function toneOfIncident(kind: IncidentKind): Tone {
  if (kind === 'panic') return 'panic'
  return isFaultKind(kind) ? 'fault' : 'alarm'
}

/** Instead of the picture, or over a greyed old one: what is wrong, since when, what is being done. */
function Cover({ shows, cameraId }: { shows: TileShows; cameraId: string }): JSX.Element {
  const t = useText()
  const { state, sinceMs, attempts, code, reason } = shows
  const nowMs = useNow()
  const since = t('cameras.since', { time: formatTimeNear(sinceMs, nowMs) })
  return (
    <div className="tile-cover" title={reason} role="status">
      <b>{t(`camera.state.${state}`)}</b>
      <OutageSign kind="camera" id={cameraId} hasEnd />
      {state !== 'connecting' && state !== 'off' && (
        <span className="numbers">
          {since}
          {attempts > 0 && state === 'lost' && ` · ${t('cameras.attempts', { count: attempts })}`}
        </span>
      )}
      {state === 'stalled' && <span>{t('cameras.hint.stalled')}</span>}
      {state === 'connecting' && code === 'no-key-frame' && <span>{t(`camera.code.${code}`)}</span>}
      {state === 'lost' && code !== 'none' && <span>{t(`camera.code.${code}`)}</span>}
      {state === 'unauthorised' && (
        <span>
          {code === 'credentials-elsewhere' ? t(`camera.code.${code}`) : t('cameras.hint.unauthorised')}
        </span>
      )}
      {state === 'unsupported' && (
        <span>
          {code === 'transcoders-busy' ? t(`camera.code.${code}`) : t('cameras.hint.unsupported', { reason })}
        </span>
      )}
      {state === 'off' && <span>{t('cameras.hint.off')}</span>}
    </div>
  )
}

/** How often the tile was drawn; a wall of pictures that run must not be drawn with every report. */
function useDrawCount(root: RefObject<HTMLElement | null>): void {
  const draws = useRef(0)
  useEffect(() => {
    draws.current++
    root.current?.setAttribute('data-draws', String(draws.current))
  })
}

interface LiveTileProps {
  cameraId: string
  stream: StreamName
  /** The key that enlarges it. */
  number?: number
  isEnlarged?: boolean
  /** Double click, Enter, and the button in the corner. Without it the tile only shows. */
  onToggle?: () => void
  /** Keys while the tile has the focus; Enter is the tile's own. */
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
  /** In the upper right corner, while the pointer or the focus is on the tile. */
  tools?: ReactNode
  /** Over the picture, below the tools. */
  panel?: ReactNode
  /** Codec, size, rates and latency are written over the picture. */
  hasFigures?: boolean
  testId?: string
}

/**
 * One live picture with its name, the age of the frame on the screen, and, whenever the picture is not live, a cover
 * that says so. The stream is open only while the tile can be seen.
 */
export function LiveTile(props: LiveTileProps): JSX.Element {
  const { cameraId, stream, number, isEnlarged = false, onToggle, onKeyDown, tools, testId = 'tile' } = props
  const t = useText()
  const name = useKnown(known => known.site?.cameras.find(camera => camera.id === cameraId)?.name ?? cameraId)
  const hasSub = useKnown(known => known.site?.cameras.find(camera => camera.id === cameraId)?.hasSub ?? true)
  const incident = useKnown(incidentOf(cameraId))
  const { root, videos, age, figures, shows } = useTileView(cameraId, hasSub ? stream : 'main')
  const moving = useRef<HTMLDivElement>(null)
  const zoomLabel = useRef<HTMLSpanElement>(null)
  const zoomWords = useCallback((factor: string) => t('wall.zoom', { factor }), [t])
  useDrawCount(root)
  useZoom({ root, picture: moving, label: zoomLabel, words: zoomWords })
  const state = shows?.state ?? 'connecting'
  const tone = incident === null ? '' : isFaultKind(incident) ? ' tile-fault' : ' tile-alarm'
  const picture = state === 'live' ? '' : shows?.hasPicture === true ? ' tile-old' : ' tile-blank'
  return (
    <div
      ref={root}
      className={`tile${tone}${picture}`}
      data-testid={testId}
      data-camera={cameraId}
      data-enlarged={isEnlarged}
      role="group"
      aria-label={t('cameras.tile', { name, state: t(`camera.state.${state}`) })}
      tabIndex={onToggle === undefined ? undefined : 0}
      onDoubleClick={onToggle}
      onKeyDown={event => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onToggle?.()
        else onKeyDown?.(event)
      }}
    >
      <div ref={moving} className="tile-picture">
        {videos.map((video, slot) => (
          <video
            // Two elements that stay for the life of the tile; there is nothing else to tell them by.
            // oxlint-disable-next-line react/no-array-index-key
            key={slot}
            ref={video}
            className={slot === (shows?.slot ?? 0) ? 'tile-video' : 'tile-video tile-video-behind'}
            muted
            playsInline
            disablePictureInPicture
            disableRemotePlayback
            tabIndex={-1}
          />
        ))}
      </div>
      {props.hasFigures === true && (
        <div ref={figures} className="tile-figures numbers" data-testid="tile-figures" />
      )}
      <span ref={zoomLabel} className="tile-zoom numbers" data-testid="tile-zoom" hidden />
      {shows !== null && state !== 'live' && <Cover shows={shows} cameraId={cameraId} />}
      <div className="tile-bar">
        {number !== undefined && <span className="tile-number">{number}</span>}
        {incident !== null && (
          <span className="tile-incident">
            <StateIcon tone={toneOfIncident(incident)} size={14} />
            {t(`incident.kind.${incident}`)}
          </span>
        )}
        <span className="tile-name">{name}</span>
        {state === 'live' && <OutageSign kind="camera" id={cameraId} />}
        <span className="tile-side">
          <PtzSign cameraId={cameraId} />
          <ListenSign cameraId={cameraId} />
          {shows !== null && (
            <StreamNotes cameraId={cameraId} asked={hasSub ? stream : 'main'} shows={shows} />
          )}
          <span ref={age} className="tile-age numbers" data-testid="frame-age" />
        </span>
      </div>
      {tools !== undefined && <div className="tile-tools">{tools}</div>}
      {props.panel}
    </div>
  )
}

/** A live picture outside the wall, e.g. in the alarm pop-up. `isLarge` takes the main stream as soon as it runs. */
export function LinkedPicture({
  cameraId,
  isLarge = false,
}: {
  cameraId: string
  isLarge?: boolean
}): JSX.Element {
  return <LiveTile cameraId={cameraId} stream={isLarge ? 'main' : 'sub'} testId="linked-picture" />
}
