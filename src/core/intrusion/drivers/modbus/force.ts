/** When force on the wire of a fence is an intrusion. */
export interface ForceRule {
  /** Tension above the resting one that counts as force, newtons. */
  readonly newtons: number
  /** How long it must last, ms; a branch in the wind lets go before. */
  readonly holdMs: number
}

/** What is known of one segment's tension. */
export interface ForceWatch {
  /** Tension at rest, newtons; follows the weather slowly. */
  readonly restingNewtons: number
  readonly readAtMs: number
  /** Since when there is force without a break; null while there is none. */
  readonly sinceMs: number | null
  readonly isForced: boolean
}

/** Time in which the resting value follows a lasting change by about two thirds: sun on the wire, not a climber. */
const followMs = 10 * 60_000
/** Force that lasts longer is no climber: the wire was re-tensioned, and this is how it rests from now on. */
const newRestAfterMs = 10 * 60_000

/**
 * One reading of a segment. Only more tension than at rest is force: less is a slack or cut wire, which the host tells
 * itself.
 * @param watch null at the first reading, which is taken for rest
 * @param nowMs monotonic
 */
export function stepForce(
  watch: ForceWatch | null,
  newtons: number,
  nowMs: number,
  rule: ForceRule,
): ForceWatch {
  const atRest = { restingNewtons: newtons, readAtMs: nowMs, sinceMs: null, isForced: false }
  if (watch === null) return atRest
  const { restingNewtons } = watch
  if (newtons - restingNewtons < rule.newtons) {
    const share = Math.min(1, (nowMs - watch.readAtMs) / followMs)
    return { ...atRest, restingNewtons: restingNewtons + (newtons - restingNewtons) * share }
  }
  const sinceMs = watch.sinceMs ?? nowMs
  if (nowMs - sinceMs >= newRestAfterMs) return atRest
  return { restingNewtons, readAtMs: nowMs, sinceMs, isForced: nowMs - sinceMs >= rule.holdMs }
}
