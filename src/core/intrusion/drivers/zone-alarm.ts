import type { SignalKind, ZoneKind } from '../../../shared/domain/intrusion.ts'

/** What the site says of the zones of a device that does not say itself what they are for. */
export interface ZoneWords {
  /** Null for a number that is no zone. */
  kindOf(zoneNumber: number): ZoneKind | null
  /** Number of the zone of that name on the device; null when there is none. */
  numberOf(zoneName: string): number | null
}

const alarmOf: Readonly<Record<ZoneKind, SignalKind>> = {
  intrusion: 'alarm.intrusion',
  perimeter: 'alarm.perimeter',
  panic: 'alarm.panic',
  fire: 'alarm.fire',
  tamper: 'tamper',
}

/** What an alarm of a zone is: by what the zone is for; of one that nobody knows an intrusion, never nothing. */
export function alarmOfZone(zones: ZoneWords, zoneNumber: number | null): SignalKind {
  const kind = zoneNumber === null ? null : zones.kindOf(zoneNumber)
  return kind === null ? 'alarm.intrusion' : alarmOf[kind]
}
