import type { GapCause, Span } from '../../../shared/domain/recording.ts'
import type { SinkError } from '../../media/mse-sink.ts'

/** Why a track shows nothing more. */
export type PlaybackFailure = SinkError | { readonly kind: 'closed'; readonly detail: string }

/** What a track can show of a moment. */
export type TrackState =
  | { readonly kind: 'ready' | 'loading' | 'ended' }
  /** Nothing recorded here; `untilMs` is where the next picture is. Short holes between files are silent. */
  | {
      readonly kind: 'gap'
      readonly untilMs: number
      readonly cause: GapCause | null
      readonly isSilent: boolean
    }
  | { readonly kind: 'failed'; readonly failure: PlaybackFailure }

export const speeds = [0.25, 0.5, 1, 2, 4, 8, 16] as const
export type Speed = (typeof speeds)[number]

type TileState =
  | { readonly kind: 'ready' | 'loading' | 'ended' }
  | { readonly kind: 'gap'; readonly cause: GapCause | null }
  | { readonly kind: 'failed'; readonly failure: PlaybackFailure }

export interface PlaybackState {
  /** `edge`: the newest picture is shown, and more is being recorded. */
  readonly phase: 'loading' | 'playing' | 'paused' | 'ended' | 'edge' | 'failed'
  /** What the guard asked for; while a picture is fetched the phase alone does not tell. */
  readonly wantsToPlay: boolean
  /** Recorded time on the screen, ms UTC: the same for all cameras. */
  readonly positionMs: number
  readonly rate: Speed
  readonly tiles: Readonly<Record<string, TileState & { readonly isTranscoded: boolean }>>
}

export interface SkippedGap extends Span {
  /** Null when nothing told why. */
  readonly cause: GapCause | null
}
