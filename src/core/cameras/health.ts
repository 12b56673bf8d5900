import type { Condition } from './condition.ts'

/** A loss shorter than this shows on the tile but not in the journal, so that a flapping line does not flood it. */
const recordedAfterMs = 10_000

/** What the record knows of a camera. Deadlines are stored; whoever ticks cannot corrupt them. */
export type Health =
  | { readonly kind: 'fine' }
  | { readonly kind: 'failing'; readonly sinceMs: number; readonly reason: string; readonly state: string }
  | { readonly kind: 'lost'; readonly sinceMs: number }

export type HealthEntry =
  | {
      readonly kind: 'camera.lost'
      readonly sinceMs: number
      readonly reason: string
      readonly state: string
    }
  | { readonly kind: 'camera.live'; readonly lostSinceMs: number; readonly lostForMs: number }

const bad = new Set(['stalled', 'lost', 'unauthorised', 'unsupported'])

/**
 * Looks at the wanted streams of one camera: lost when none lives and one fails. A camera nobody asks for keeps what
 * was last known of it; unknown is not the same as well.
 */
export function observe(
  health: Health,
  wanted: readonly Condition[],
  nowMs: number,
): { health: Health; entry: HealthEntry | null } {
  if (wanted.some(({ state }) => state === 'live')) {
    const entry =
      health.kind === 'lost'
        ? ({ kind: 'camera.live', lostSinceMs: health.sinceMs, lostForMs: nowMs - health.sinceMs } as const)
        : null
    return { health: { kind: 'fine' }, entry }
  }
  const failing = wanted.find(({ state }) => bad.has(state))
  if (failing === undefined || health.kind === 'lost') return { health, entry: null }
  const { state, reason } = failing
  const sinceMs = health.kind === 'failing' ? health.sinceMs : failing.sinceMs
  if (nowMs - sinceMs < recordedAfterMs)
    return { health: { kind: 'failing', sinceMs, reason, state }, entry: null }
  return { health: { kind: 'lost', sinceMs }, entry: { kind: 'camera.lost', sinceMs, reason, state } }
}
