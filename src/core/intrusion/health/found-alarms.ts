import type { IncidentKind } from '../../../shared/domain/incident.ts'
import type { PanelStatus, ZoneKind, ZoneState } from '../../../shared/domain/intrusion.ts'
import type { Actor } from '../../../shared/domain/person.ts'
import type { Panel, Zone } from '../../../shared/site.ts'
import type { IntrusionContext } from '../context.ts'
import type { IntrusionPicture } from '../picture.ts'
import { placeOfZone } from '../places.ts'

const kindOfZone: Readonly<Record<ZoneKind, IncidentKind>> = {
  intrusion: 'intrusion',
  perimeter: 'perimeter',
  panic: 'panic',
  fire: 'fire',
  tamper: 'tamper',
}

/** An alarm that stands in the panel and that nobody heard. */
export interface FoundAlarm {
  readonly zone: Zone
  readonly kind: IncidentKind
  /** It was seen to begin: another one than what may be on the desk already. */
  readonly isNew: boolean
}

/** Which alarm a state of a zone is; null when it is none. */
export function alarmIn(zone: Zone, state: ZoneState): IncidentKind | null {
  if (state === 'tamper') return 'tamper'
  return state === 'alarm' ? kindOfZone[zone.kind] : null
}

/**
 * Which zones the first reading after a start or a loss finds in alarm; call it before the reading is taken over. A
 * fence host is left out: its driver tells active conditions of a first reading as signals.
 */
export function foundAlarms(picture: IntrusionPicture, panel: Panel, status: PanelStatus): FoundAlarm[] {
  if (panel.driver === 'modbus' || picture.panels.get(panel.id)?.line === 'lost') return []
  return status.zones.flatMap(({ number, state }) => {
    const zone = panel.zones.find(candidate => candidate.number === number)
    const kind = zone === undefined ? null : alarmIn(zone, state)
    if (zone === undefined || kind === null) return []
    return picture.zoneReport(zone.id)?.state === 'unknown' ? [{ zone, kind, isNew: false }] : []
  })
}

/** In a transaction: one that is on the desk already is not told again, unless it was seen to begin. */
export function raiseFound(
  { context, picture }: { readonly context: IntrusionContext; readonly picture: IntrusionPicture },
  panel: Panel,
  { zone, kind, isNew }: FoundAlarm,
): void {
  const { incidents, journal, clock } = context
  if (!isNew && context.isOnDesk?.(zone.id) === true) return
  const actor: Actor = { kind: 'device', id: panel.id }
  const place = placeOfZone(panel, zone, context.camerasOf(zone.id))
  journal.append({ actor, kind: 'intrusion.found', subject: zone.id, body: { zone: zone.name, kind } })
  incidents.occur({ kind, place, actor, code: 'found', deviceAtMs: null, receivedAtMs: clock.now() })
  // It was over before anybody was told.
  if (picture.zoneReport(zone.id)?.state === 'normal') incidents.restored(place.key, actor, 'found')
}
