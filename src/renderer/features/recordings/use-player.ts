import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Grant } from '../../../shared/domain/recording.ts'
import { call, openStream } from '../../link/stores.ts'
import { PlaybackPlayer, type PlaybackState, type SkippedGap } from './playback-player.ts'

export interface PlayerHandle {
  readonly state: PlaybackState
  /** The gap just skipped; shown for some seconds. */
  readonly gap: SkippedGap | null
  readonly play: () => void
  readonly pause: () => void
  readonly seek: (atMs: number) => void
  readonly setRate: (rate: number) => void
}

const gapShownMs = 8_000

/** One player for the camera in view, and the element it plays into. Changing the camera keeps time and speed. */
export function usePlayer(
  grant: Grant,
  cameraId: string,
  startMs: number,
): [RefObject<HTMLVideoElement | null>, PlayerHandle] {
  const video = useRef<HTMLVideoElement>(null)
  const player = useRef<PlaybackPlayer | null>(null)
  const [state, setState] = useState<PlaybackState>({
    phase: 'loading',
    positionMs: startMs,
    rate: 1,
    failure: null,
  })
  const [gap, setGap] = useState<SkippedGap | null>(null)
  const last = useRef(state)
  useEffect(() => {
    if (video.current === null) return
    const running = new PlaybackPlayer({
      video: video.current,
      grantId: grant.id,
      cameraId,
      atMs: last.current.positionMs,
      open: openStream,
      onState: next => {
        last.current = next
        setState(next)
      },
      onGap: setGap,
      onWatched: stretch => {
        // A report that does not arrive is the station's to notice: it sent the bytes.
        call('recordings.watched', { grantId: grant.id, cameraId, ...stretch }).catch(() => {})
      },
    })
    running.setRate(last.current.rate)
    if (last.current.phase === 'paused') running.pause()
    player.current = running
    return () => {
      player.current = null
      running[Symbol.dispose]()
    }
  }, [grant.id, cameraId])
  useEffect(() => {
    if (gap === null) return
    const timer = setTimeout(() => setGap(null), gapShownMs)
    return () => clearTimeout(timer)
  }, [gap])
  const handle: PlayerHandle = {
    state,
    gap,
    play: () => player.current?.play(),
    pause: () => player.current?.pause(),
    seek: atMs => player.current?.seek(Math.min(grant.span.toMs, Math.max(grant.span.fromMs, atMs))),
    setRate: rate => player.current?.setRate(rate),
  }
  return [video, handle]
}
