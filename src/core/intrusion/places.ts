import type { Signal, SignalKind } from '../../shared/domain/intrusion.ts'
import type { Panel, Zone } from '../../shared/site.ts'
import type { IncidentPlace } from '../incidents/occurrence.ts'
import { placeOfDuress } from './arming/reported.ts'
import { partOf, placeOfPart } from './health/panel-parts.ts'

export function placeOfZone(panel: Panel, zone: Zone, cameraIds: readonly string[]): IncidentPlace {
  return {
    key: `zone:${zone.id}`,
    name: zone.name,
    panelId: panel.id,
    zoneId: zone.id,
    cameraIds: [...cameraIds],
  }
}

export function placeOfPanel(panel: Panel): IncidentPlace {
  return { key: `panel:${panel.id}`, name: panel.name, panelId: panel.id, zoneId: null, cameraIds: [] }
}

/** Which alarms of a panel itself have a place of their own: no lost line and no fault of it may hide them. */
const ownPlaceOf: Readonly<Partial<Record<SignalKind, string>>> = {
  'alarm.fire': 'fire',
  'alarm.intrusion': 'intrusion',
  'alarm.perimeter': 'perimeter',
  'alarm.cut': 'perimeter',
}

function placeOfPanelSignal(panel: Panel, signal: Signal): IncidentPlace {
  if (signal.kind === 'alarm.panic') return placeOfDuress(panel, signal)
  const part = ownPlaceOf[signal.kind]
  const place = placeOfPanel(panel)
  return part === undefined ? place : { ...place, key: `${place.key}:${part}` }
}

/** A zone that the site file does not know still alarms: under the panel's name and the number the device gave. */
export function placeOfUnknownZone(panel: Panel, signal: Signal): IncidentPlace {
  const part = partOf(signal)
  if (part !== null) return placeOfPart(panel, part)
  if (signal.zoneNumber === null) return placeOfPanelSignal(panel, signal)
  const number = String(signal.zoneNumber)
  return { ...placeOfPanel(panel), key: `panel:${panel.id}:zone:${number}`, name: `${panel.name} #${number}` }
}
