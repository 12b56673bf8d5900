import { isFaultKind, isUnacknowledged, priorityOf, type Incident, type IncidentKind } from './incident.ts'

/** So long a place has to be quiet until its next signal is a new alarm and none of the one that is known, ms. */
const quietMs = {
  /** A panic button or a fire: somebody presses again. */
  emergency: 30_000,
  /** After the device had told the end. Less, and a detector that flaps would ring all night. */
  restored: 60_000,
  standing: 5 * 60_000,
  /** A fault that comes and goes is one fault. */
  fault: 30 * 60_000,
} as const

function quietMsOf({ signalState }: Incident, kind: IncidentKind): number {
  if (priorityOf[kind] === 1) return quietMs.emergency
  if (isFaultKind(kind)) return quietMs.fault
  return signalState === 'restored' ? quietMs.restored : quietMs.standing
}

function isMoreUrgent(incident: Incident, kind: IncidentKind): boolean {
  return (
    priorityOf[kind] < incident.priority ||
    (kind === 'panic' && incident.kind !== 'panic') ||
    (kind === 'perimeter-cut' && incident.kind === 'perimeter')
  )
}

/** Whether a signal is a new alarm at a place where somebody has already looked: it must be heard. */
function isNewAlarm(incident: Incident, kind: IncidentKind, atMs: number): boolean {
  if (isUnacknowledged(incident)) return false
  return isMoreUrgent(incident, kind) || atMs - incident.lastSignalAtMs >= quietMsOf(incident, kind)
}

/**
 * Whether a signal is a case of its own beside this incident of its place: a new alarm after the verdict, which was
 * about the one before and is never changed.
 * @param atMs when the signal arrived, ms UTC
 */
export function isNewCase(incident: Incident, kind: IncidentKind, atMs: number): boolean {
  return incident.progress.verified !== null && isNewAlarm(incident, kind, atMs)
}

/**
 * A further signal joins; a more urgent kind takes the incident over, never a lesser one. A panic stays one. A new alarm
 * rings again, and is in nobody's hand until somebody takes it up.
 */
export function joined(incident: Incident, kind: IncidentKind, atMs: number, nowMs: number): Incident {
  const more = isMoreUrgent(incident, kind)
  const signalled: Incident = {
    ...incident,
    kind: more ? kind : incident.kind,
    priority: more ? priorityOf[kind] : incident.priority,
    signalCount: incident.signalCount + 1,
    signalState: 'active',
    lastSignalAtMs: Math.max(incident.lastSignalAtMs, atMs),
  }
  if (!isNewAlarm(incident, kind, atMs)) return signalled
  const rangAgain = { atMs, isTaken: false }
  return {
    ...signalled,
    care: { ...incident.care, owner: null, waitingSinceMs: nowMs, escalatedAtMs: null, rangAgain },
  }
}
