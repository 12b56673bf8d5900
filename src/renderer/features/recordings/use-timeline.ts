import { useEffect, useMemo, useRef, useState } from 'react'
import type { Span } from '../../../shared/domain/recording.ts'
import type { TimelineTrack } from '../../../shared/domain/timeline.ts'
import { call } from '../../link/stores.ts'
import type { TrackLayer } from './timeline-draw.ts'
import { lengthOf } from './timeline-view.ts'

interface Loaded {
  readonly span: Span
  readonly resolutionMs: number
  readonly tracks: readonly TimelineTrack[]
  /** The count of refreshes it belongs to. */
  readonly beat: number
}

export type TimelineKnown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'known' }

/** How much finer than what a pixel stands for is asked for, so that a little zooming needs nothing new. */
const finer = 4
const pixels = 1_600
/** While the hand still zooms nothing is asked. */
const settleMs = 120
/** What is recorded meanwhile appears after so long. */
const refreshMs = 10_000

/**
 * What the timeline draws: the whole span in what a pixel of it needs, and over it what the view needs. A view is drawn
 * at once from what is here; finer data follow.
 */
export function useTimeline(
  cameraIds: readonly string[],
  whole: Span,
  view: Span,
): {
  known: TimelineKnown
  layersOf: (cameraId: string) => readonly TrackLayer[]
  tracks: readonly TimelineTrack[]
} {
  const [base, setBase] = useState<Loaded | null>(null)
  const [detail, setDetail] = useState<Loaded | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [beat, setBeat] = useState(0)
  const ids = cameraIds.join('\n')
  const asked = useRef(0)
  useEffect(() => {
    if (whole.toMs < Date.now() - refreshMs) return
    const timer = setInterval(() => setBeat(count => count + 1), refreshMs)
    return () => clearInterval(timer)
  }, [whole.toMs])
  useEffect(() => {
    let isCurrent = true
    load(ids, whole, lengthOf(whole) / pixels, beat).then(
      loaded => isCurrent && (setBase(loaded), setError(null)),
      (failure: unknown) => isCurrent && setError(failure),
    )
    return () => {
      isCurrent = false
    }
  }, [ids, whole, beat])
  const neededMs = lengthOf(view) / pixels
  const isFineEnough = base !== null && base.resolutionMs <= neededMs * 1.5
  const isDetailGood =
    detail !== null &&
    detail.span.fromMs <= view.fromMs &&
    detail.span.toMs >= view.toMs &&
    detail.resolutionMs <= neededMs * 1.5
  useEffect(() => {
    if (isFineEnough) return
    if (isDetailGood && detail.beat === beat) return
    const number = ++asked.current
    const marginMs = lengthOf(view)
    const span = {
      fromMs: Math.max(whole.fromMs, view.fromMs - marginMs),
      toMs: Math.min(whole.toMs, view.toMs + marginMs),
    }
    const timer = setTimeout(() => {
      load(ids, span, neededMs / finer, beat).then(
        loaded => number === asked.current && setDetail(loaded),
        // The coarse picture stays; the next look asks again.
        () => {},
      )
    }, settleMs)
    return () => clearTimeout(timer)
    // `view` moves with every wheel turn: what matters is whether what is here still serves it.
  }, [ids, whole, view, neededMs, isFineEnough, isDetailGood, detail, beat])
  return useMemo(() => {
    const layers = [base, detail].flatMap(loaded => (loaded === null ? [] : [loaded]))
    const byCamera = new Map(
      cameraIds.map(id => [
        id,
        layers.flatMap(({ span, tracks }) => {
          const track = tracks.find(each => each.cameraId === id)
          return track === undefined ? [] : [{ span, track }]
        }),
      ]),
    )
    const known: TimelineKnown =
      base !== null ? { kind: 'known' } : error === null ? { kind: 'loading' } : { kind: 'failed', error }
    return {
      known,
      layersOf: id => byCamera.get(id) ?? [],
      tracks: (isDetailGood ? detail : base)?.tracks ?? [],
    }
  }, [base, detail, error, cameraIds, isDetailGood])
}

async function load(ids: string, span: Span, resolutionMs: number, beat: number): Promise<Loaded> {
  const rounded = { fromMs: Math.floor(span.fromMs), toMs: Math.ceil(span.toMs) }
  const stepMs = Math.max(1, resolutionMs)
  const tracks = await call('recordings.timeline', {
    cameraIds: ids.split('\n'),
    span: rounded,
    resolutionMs: stepMs,
  })
  return { span: rounded, resolutionMs: stepMs, tracks, beat }
}
