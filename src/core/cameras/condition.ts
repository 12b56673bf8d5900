import type { StreamCode, StreamState } from '../../shared/domain/camera.ts'

/** How a stream is, as far as the station can prove it. */
export interface Condition {
  readonly state: StreamState
  /** Since when, ms UTC. */
  readonly sinceMs: number
  /** Why it is not live; `none` when it is. */
  readonly code: StreamCode
  /** The same in ffmpeg's words; empty when it is live. */
  readonly reason: string
  /** Dials since the last frame. */
  readonly attempts: number
  readonly lastFrameAtMs: number | null
}

export type StreamEvent =
  | { readonly type: 'wanted' }
  | { readonly type: 'unwanted' }
  | { readonly type: 'dialled' }
  | { readonly type: 'frame' }
  /** Frames come, but no decoder can begin with them. */
  | { readonly type: 'no-key-frame' }
  /** The connection stands but media time does not advance. */
  | { readonly type: 'silence'; readonly reason: string }
  | { readonly type: 'ended'; readonly end: AttemptEnd }

/** Why an attempt is over. */
export interface AttemptEnd {
  readonly cause: 'lost' | 'unauthorised' | 'unsupported'
  readonly code: StreamCode
  readonly reason: string
}

export const idle = (nowMs: number): Condition => ({
  state: 'idle',
  sinceMs: nowMs,
  code: 'none',
  reason: '',
  attempts: 0,
  lastFrameAtMs: null,
})

/**
 * The next condition of a stream. A lost stream stays lost through its dials until a frame proves the contrary, so the
 * tile does not flicker between two bad words. Only the first dial after somebody wanted it is `connecting`.
 */
export function step(condition: Condition, event: StreamEvent, nowMs: number): Condition {
  const become = (state: StreamState, code: StreamCode = 'none', reason = ''): Condition => ({
    ...condition,
    state,
    code,
    reason,
    sinceMs: state === condition.state ? condition.sinceMs : nowMs,
  })
  switch (event.type) {
    case 'wanted':
      return condition.state === 'idle' ? { ...become('connecting'), attempts: 0 } : condition
    case 'unwanted':
      return condition.state === 'off' ? condition : { ...become('idle'), attempts: 0 }
    case 'dialled':
      return { ...condition, attempts: condition.attempts + 1 }
    case 'frame':
      return { ...become('live'), attempts: 0, lastFrameAtMs: nowMs }
    case 'no-key-frame':
      return become(condition.state, 'no-key-frame')
    case 'silence':
      return condition.state === 'live' ? become('stalled', 'silent', event.reason) : condition
    case 'ended':
      return become(event.end.cause, event.end.code, event.end.reason)
  }
}
