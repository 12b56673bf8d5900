import type { Span } from '../../../shared/domain/recording.ts'

/** What to ask a recorder for. */
export interface ReplayRequest {
  /** RTSP address at the recorder, without user and password. */
  readonly url: string
  readonly credentials: { readonly user: string; readonly password: string } | null
  /** What to play, by the recorder's clock. `in-address`: the address already says it. */
  readonly range:
    | { readonly kind: 'clock'; readonly span: Span; readonly beginsMs: number | null }
    | { readonly kind: 'in-address' }
}
