import type { IncidentKind } from '../../../shared/domain/incident.ts'
import type { PanelStatus, ZoneKind } from '../../../shared/domain/intrusion.ts'
import type { Panel, Zone } from '../../../shared/site.ts'
import type { IntrusionPicture } from '../picture.ts'

const kindOfZone: Readonly<Record<ZoneKind, IncidentKind>> = {
  intrusion: 'intrusion',
  perimeter: 'perimeter',
  panic: 'panic',
  fire: 'fire',
  tamper: 'tamper',
}

/** An alarm that stood in the panel when it was read for the first time: it happened while nobody heard it. */
export interface FoundAlarm {
  readonly zone: Zone
  readonly kind: IncidentKind
}

/**
 * Which zones the first reading after a start or a loss finds in alarm; call it before the reading is taken over. A
 * fence host is left out: its driver tells active conditions of a first reading as signals.
 */
export function foundAlarms(picture: IntrusionPicture, panel: Panel, status: PanelStatus): FoundAlarm[] {
  if (panel.driver === 'modbus' || picture.panels.get(panel.id)?.line === 'lost') return []
  return status.zones.flatMap(({ number, state }) => {
    const zone = panel.zones.find(candidate => candidate.number === number)
    if (zone === undefined || (state !== 'alarm' && state !== 'tamper')) return []
    if (picture.zoneReport(zone.id)?.state !== 'unknown') return []
    return [{ zone, kind: state === 'tamper' ? 'tamper' : kindOfZone[zone.kind] }]
  })
}
