import { priorityOf, type Incident, type IncidentKind } from '../../shared/domain/incident.ts'
import type { SignalKind } from '../../shared/domain/intrusion.ts'

/** Which incident a signal raises; null when it is only written down. */
export function incidentKindOf(kind: SignalKind): IncidentKind | null {
  switch (kind) {
    case 'alarm.panic':
      return 'panic'
    case 'alarm.fire':
      return 'fire'
    case 'alarm.cut':
      return 'perimeter-cut'
    case 'alarm.perimeter':
      return 'perimeter'
    case 'alarm.intrusion':
      return 'intrusion'
    case 'tamper':
      return 'tamper'
    case 'fault.power':
      return 'power-failure'
    case 'fault.slack':
    case 'fault.zone':
    case 'fault.battery':
    case 'fault.line':
      return 'device-fault'
    case 'zone.open':
    case 'armed':
    case 'disarmed':
    case 'bypass':
    case 'test':
    case 'unclassified':
      return null
  }
}

/** The queue of the desk: most urgent first, then the oldest, because it has waited longest. */
export function byUrgency(a: Incident, b: Incident): number {
  return a.priority - b.priority || a.raisedAtMs - b.raisedAtMs || a.id - b.id
}

/** A further signal of the same place joins the open incident; a more urgent kind takes it over, never a lesser one. */
export function joined(incident: Incident, kind: IncidentKind, atMs: number): Incident {
  const isMoreUrgent =
    priorityOf[kind] < incident.priority || (kind === 'perimeter-cut' && incident.kind === 'perimeter')
  return {
    ...incident,
    kind: isMoreUrgent ? kind : incident.kind,
    priority: isMoreUrgent ? priorityOf[kind] : incident.priority,
    signalCount: incident.signalCount + 1,
    signalState: 'active',
    lastSignalAtMs: atMs,
  }
}
