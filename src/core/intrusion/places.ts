import type { Signal } from '../../shared/domain/intrusion.ts'
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

/** A zone that the site file does not know still alarms: under the panel's name and the number the device gave. */
export function placeOfUnknownZone(panel: Panel, signal: Signal): IncidentPlace {
  const part = partOf(signal)
  if (part !== null) return placeOfPart(panel, part)
  if (signal.zoneNumber === null)
    return signal.kind === 'alarm.panic' ? placeOfDuress(panel, signal) : placeOfPanel(panel)
  const number = String(signal.zoneNumber)
  return { ...placeOfPanel(panel), key: `panel:${panel.id}:zone:${number}`, name: `${panel.name} #${number}` }
}
