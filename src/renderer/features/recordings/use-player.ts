import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Grant } from '../../../shared/domain/recording.ts'
import { call, openStream } from '../../link/stores.ts'
import { beforeFinish } from './finish-grant.ts'
import { PlaybackPlayer, type TileElements } from './playback-player.ts'
import type { PlaybackState, SkippedGap, Speed } from './playback-state.ts'

export interface PlayerHandle {
  readonly state: PlaybackState
  /** The gap just skipped; shown for some seconds. */
  readonly gap: SkippedGap | null
  readonly play: () => void
  readonly pause: () => void
  readonly seek: (atMs: number) => void
  readonly setRate: (rate: Speed) => void
  readonly stepFrame: (direction: 1 | -1) => void
  /** Gives a camera its elements; the function returned takes them away. */
  readonly attach: (cameraId: string, elements: TileElements) => () => void
}

const gapShownMs = 8_000

/** One player for a grant, for as long as the component lives. */
export function usePlayer(grant: Grant, startMs: number): PlayerHandle {
  const player = useRef<PlaybackPlayer | null>(null)
  const [state, setState] = useState<PlaybackState>({
    phase: 'loading',
    wantsToPlay: true,
    positionMs: startMs,
    rate: 1,
    tiles: {},
  })
  const [gap, setGap] = useState<SkippedGap | null>(null)
  const begin = useCallback(
    () =>
      (player.current ??= new PlaybackPlayer({
        grantId: grant.id,
        span: grant.span,
        atMs: startMs,
        open: openStream,
        onState: setState,
        onGap: setGap,
        onWatched: (cameraId, stretch) => {
          // A report that does not arrive is the station's to notice: it sent the bytes.
          call('recordings.watched', { grantId: grant.id, cameraId, ...stretch }).catch(() => {})
        },
      })),
    [grant, startMs],
  )
  useEffect(() => {
    const reporting = beforeFinish(grant.id, () => player.current?.report())
    return () => reporting[Symbol.dispose]()
  }, [grant.id])
  useEffect(
    () => () => {
      player.current?.[Symbol.dispose]()
      player.current = null
    },
    [],
  )
  useEffect(() => {
    if (gap === null) return
    const timer = setTimeout(() => setGap(null), gapShownMs)
    return () => clearTimeout(timer)
  }, [gap])
  const controls = useMemo(
    () => ({
      play: () => player.current?.play(),
      pause: () => player.current?.pause(),
      seek: (atMs: number) => player.current?.seek(atMs),
      setRate: (rate: Speed) => player.current?.setRate(rate),
      stepFrame: (direction: 1 | -1) => player.current?.stepFrame(direction),
      attach: (cameraId: string, elements: TileElements) => {
        begin().add(cameraId, elements)
        return () => player.current?.remove(cameraId)
      },
    }),
    [begin],
  )
  return { state, gap, ...controls }
}
