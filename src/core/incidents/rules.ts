import type { Incident, IncidentKind } from '../../shared/domain/incident.ts'
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
