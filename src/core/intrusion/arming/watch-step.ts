import type { PartitionState } from '../../../shared/domain/intrusion.ts'
import type { ArmingWatch } from '../../../shared/contract/arming.ts'
import type { Due } from './schedule.ts'

/** How a partition stands against its schedule at one moment. */
export interface Look {
  /** The change that should have been made last; null when there is none. */
  readonly last: Due | null
  /** The next change; null when there is none. */
  readonly next: Due | null
  readonly state: PartitionState
  /** The station has only just started and the device has not been read yet. */
  readonly isSettling: boolean
  /** How long before a change somebody is reminded; 0 = not at all. */
  readonly remindMs: number
  readonly escalateMs: number
  /** How long it may be out of the wanted state between two changes. */
  readonly graceMs: number
}

export type WatchEvent =
  | { readonly type: 'look'; readonly look: Look }
  /** Somebody put the arming off, with a reason; `untilMs` in the future. */
  | { readonly type: 'hold'; readonly untilMs: number; readonly reason: string; readonly byName: string }

/** What is to be told: each once for each time it becomes so. `met-late` ends what `missed` began. */
export type Told = 'remind' | 'missed' | 'escalate' | 'met-late' | 'superseded'

export interface WatchOutcome {
  readonly watch: ArmingWatch | null
  readonly told: readonly Told[]
}

/** How long a command that is under way at the due time may still take. */
const movingMs = 120_000
/** A change that lies further back than this when the watch first looks is not held against anybody at once. */
const freshMs = 60_000

/**
 * The watch over one partition's schedule (A-15.2.1.a, A-N3.5.b): reminder before, alarm at the time, escalation after.
 * Pure; whoever keeps the watch on disk tells nothing twice, also over a restart. A partition whose state is unknown is
 * not armed.
 */
export function stepWatch(before: ArmingWatch | null, event: WatchEvent, nowMs: number): WatchOutcome {
  if (event.type === 'hold') return held(before, event, nowMs)
  const { look } = event
  const { watch, told } = ofPresentDue(before, look, nowMs)
  const present = watch === null ? { watch, told: [] } : stepDue(watch, look, nowMs)
  const after = reminded(present.watch, look, nowMs)
  return { watch: after.watch, told: [...told, ...present.told, ...after.told] }
}

/** The watch that belongs to what is due now; what it was before is over. */
function ofPresentDue(before: ArmingWatch | null, { last, next, state }: Look, nowMs: number): WatchOutcome {
  const isUpcoming = before !== null && before.dueAtMs > nowMs && before.dueAtMs === next?.atMs
  if (isUpcoming || last === null)
    return { watch: isUpcoming ? before : null, told: endOf(isUpcoming ? null : before) }
  if (before !== null && before.dueAtMs === last.atMs && before.to === last.to)
    return { watch: before, told: [] }
  const fresh = { dueAtMs: last.atMs, to: last.to, stageAtMs: nowMs, missedAtMs: null, hold: null }
  const isFollowed = before !== null || nowMs - last.atMs <= freshMs
  const stage = state === last.to ? 'met' : isFollowed ? 'due' : 'departed'
  // A perimeter that is armed again has no plan any more: what was due is done, not overtaken.
  const isDone = before?.to === last.to && state === last.to
  return {
    watch: { ...fresh, stage },
    told: endOf(before).map(told => (isDone ? 'met-late' : told)),
  }
}

/** A missed change that another one has overtaken is not open any more. */
const endOf = (watch: ArmingWatch | null): Told[] => (watch?.missedAtMs == null ? [] : ['superseded'])

function stepDue(watch: ArmingWatch, look: Look, nowMs: number): WatchOutcome {
  const to = (stage: ArmingWatch['stage'], told: Told[], more: Partial<ArmingWatch> = {}): WatchOutcome => ({
    watch: { ...watch, stage, stageAtMs: nowMs, ...more },
    told,
  })
  const unchanged = { watch, told: [] }
  if (watch.dueAtMs > nowMs) return unchanged
  if (look.state === watch.to && watch.stage !== 'met')
    return to('met', watch.missedAtMs === null ? [] : ['met-late'], { missedAtMs: null, hold: null })
  const isHeld = watch.hold !== null && nowMs < watch.hold.untilMs
  if (isHeld || look.isSettling) return unchanged
  const missed = (): WatchOutcome =>
    // Put off after its alarm: what was open then is over, this one rings anew.
    to('missed', [...endOf(watch), 'missed'], { missedAtMs: nowMs })
  switch (watch.stage) {
    case 'met':
      // Armed before its time is nobody's fault; disarmed at a time when it should be armed is somebody's.
      return watch.to === 'armed' && look.state === 'disarmed' ? to('departed', []) : unchanged
    case 'reminded':
    case 'due': {
      const isMoving = look.state === (watch.to === 'armed' ? 'arming' : 'disarming')
      return isMoving && nowMs < watch.dueAtMs + movingMs ? unchanged : missed()
    }
    case 'departed':
      // Where armed is the norm and nobody planned otherwise, a device that is not heard of is its own fault to tell.
      if (look.graceMs === 0 && look.state === 'unknown') return unchanged
      return nowMs >= watch.stageAtMs + look.graceMs ? missed() : unchanged
    case 'missed':
      if (watch.hold !== null && watch.hold.untilMs > watch.stageAtMs) return missed()
      return nowMs >= watch.stageAtMs + look.escalateMs ? to('escalated', ['escalate']) : unchanged
    case 'escalated':
      return watch.hold !== null && watch.hold.untilMs > watch.stageAtMs ? missed() : unchanged
  }
}

/** Reminds of the next change, when nothing of the last one is left to do. */
function reminded(watch: ArmingWatch | null, look: Look, nowMs: number): WatchOutcome {
  const { next, state, remindMs } = look
  const isNear = next !== null && remindMs > 0 && nowMs >= next.atMs - remindMs && nowMs < next.atMs
  const isFree = watch === null || watch.stage === 'met'
  if (!isNear || !isFree || look.isSettling || state === next.to) return { watch, told: [] }
  const upcoming = { dueAtMs: next.atMs, to: next.to, stageAtMs: nowMs, missedAtMs: null, hold: null }
  return { watch: { ...upcoming, stage: 'reminded' }, told: ['remind'] }
}

function held(
  before: ArmingWatch | null,
  { untilMs, reason, byName }: Extract<WatchEvent, { type: 'hold' }>,
  nowMs: number,
): WatchOutcome {
  if (before === null || before.stage === 'met' || untilMs <= nowMs) return { watch: before, told: [] }
  return { watch: { ...before, hold: { untilMs, reason, byName } }, told: [] }
}
