import { useEffect, useRef, useState, type RefObject } from 'react'
import type { StreamName } from '../../../shared/domain/camera.ts'
import { useLocale } from '../../link/use-text.ts'
import { formatDuration } from '../../ui/time.ts'
import { textIn } from '../../../shared/text/text.ts'
import { figuresText } from './tile-figures.ts'
import { TileView, type TileFigures, type TileShows } from './tile-view.ts'
import { useInSight } from './use-in-sight.ts'

export interface TileParts {
  readonly root: RefObject<HTMLDivElement | null>
  readonly videos: readonly [RefObject<HTMLVideoElement | null>, RefObject<HTMLVideoElement | null>]
  readonly age: RefObject<HTMLSpanElement | null>
  /** Where the figures are written while somebody wants to see them. */
  readonly figures: RefObject<HTMLDivElement | null>
  /** Null until the tile has come into sight. */
  readonly shows: TileShows | null
}

const watched = [
  'state',
  'sinceMs',
  'attempts',
  'code',
  'reason',
  'slot',
  'hasPicture',
  'waitingState',
  'waitingCode',
  'waitingReason',
  'transcoded',
  'served',
] as const

function isSame(one: TileShows | null, other: TileShows): boolean {
  // A running picture is the same picture, however long it runs.
  return (
    one !== null &&
    watched.every(key => (key === 'sinceMs' && one.state === 'live') || one[key] === other[key])
  )
}

/** Ages and rates go straight into the element: a wall of tiles is not drawn anew twice a second. */
function write(
  root: HTMLElement | null,
  age: HTMLElement | null,
  overlay: HTMLElement | null,
  { shows, ...figures }: TileFigures,
): void {
  if (root === null || age === null) return
  root.dataset['state'] = shows.state
  root.dataset['fps'] = figures.fps.toFixed(1)
  root.dataset['sourceFps'] = figures.sourceFps.toFixed(1)
  root.dataset['frameAgeMs'] = figures.frameAgeMs === null ? '' : String(Math.round(figures.frameAgeMs))
  const text = ageText(shows, figures.frameAgeMs)
  if (age.textContent !== text) age.textContent = text
  if (overlay !== null) overlay.textContent = figuresText({ shows, ...figures }, useLocale.getState().locale)
}

function ageText(shows: TileShows, frameAgeMs: number | null): string {
  const { locale } = useLocale.getState()
  if (frameAgeMs === null) return textIn(locale, 'cameras.never')
  const duration = formatDuration(frameAgeMs, locale)
  return shows.state === 'live' ? duration : textIn(locale, 'cameras.age.past', { duration })
}

/** Runs a `TileView` while the tile is in sight, and tells what to draw. */
export function useTileView(cameraId: string, stream: StreamName): TileParts {
  const root = useRef<HTMLDivElement>(null)
  const first = useRef<HTMLVideoElement>(null)
  const second = useRef<HTMLVideoElement>(null)
  const age = useRef<HTMLSpanElement>(null)
  const overlay = useRef<HTMLDivElement>(null)
  const view = useRef<TileView | null>(null)
  const wanted = useRef(stream)
  const [shows, setShows] = useState<TileShows | null>(null)
  const isInSight = useInSight(root)
  useEffect(() => {
    wanted.current = stream
    view.current?.want(stream)
  }, [stream])
  useEffect(() => {
    if (!isInSight || first.current === null || second.current === null) return
    const running = new TileView({
      videos: [first.current, second.current],
      cameraId,
      stream: wanted.current,
      onFigures: figures => {
        write(root.current, age.current, overlay.current, figures)
        setShows(before => (isSame(before, figures.shows) ? before : figures.shows))
      },
    })
    view.current = running
    return () => {
      view.current = null
      running[Symbol.dispose]()
      setShows(null)
    }
  }, [cameraId, isInSight])
  return { root, videos: [first, second], age, figures: overlay, shows }
}
