import { rightsOf } from '../../shared/domain/rights.ts'
import { viewOfInputs } from './inputs-view.ts'
import { modbusModels } from '../intrusion/drivers/modbus/models.ts'
import { hasRecordings } from '../recordings/grant-rules.ts'
import type { SiteView } from '../../shared/site-view.ts'
import type { Panel, SiteFile } from '../../shared/site.ts'

/** What the screen may know of the site: never an address, a credential or a hash. */
export function viewOfSite(site: SiteFile): SiteView {
  const placeName = (id: string): string => site.places.find(place => place.id === id)?.name ?? id
  return {
    id: site.site.id,
    name: site.site.name,
    notice: site.site.notice ?? '',
    plans: site.plans.map(({ id, name, building, floor }) => ({
      id,
      name,
      building: building ?? '',
      floor: floor ?? '',
    })),
    places: site.places.map(({ id, name, type, building, floor, keyArea }) => ({
      id,
      name,
      type,
      building: building ?? '',
      floor: floor ?? '',
      keyArea,
    })),
    cameras: site.cameras
      .filter(camera => !camera.retired)
      .map(camera => ({
        id: camera.id,
        name: camera.name,
        placeId: camera.place,
        hasSub: camera.streams.sub !== undefined,
        recorded: camera.record !== 'off',
        hasRecordings: hasRecordings(camera),
        plan: camera.position.plan,
        at: camera.position.at,
        directionDegrees: camera.position.directionDegrees,
        fieldOfViewDegrees: camera.position.fieldOfViewDegrees,
        rangeUnits: camera.position.rangeUnits,
      })),
    inputs: viewOfInputs(site),
    retiredCameras: site.cameras
      .filter(camera => camera.retired)
      .map(camera => ({
        id: camera.id,
        name: camera.name,
        placeId: camera.place,
        hasRecordings: hasRecordings(camera),
      })),
    panels: site.panels.map(({ id, name, place, position }) => ({
      id,
      name,
      placeName: placeName(place),
      position: position ?? null,
    })),
    partitions: site.panels.flatMap(panel =>
      panel.partitions.map(partition => ({
        id: partition.id,
        name: partition.name,
        panelId: panel.id,
        kind: partition.kind,
        zoneIds: panel.zones.filter(zone => zone.partition === partition.id).map(zone => zone.id),
        canCommand: canCommand(panel),
      })),
    ),
    zones: site.panels.flatMap(panel =>
      panel.zones.map(({ partition, ...zone }) => ({
        ...zone,
        panelId: panel.id,
        partitionId: partition ?? null,
        placeName: placeName(zone.place),
      })),
    ),
    contacts: site.contacts,
    guards: site.users
      .filter(({ roles, retired }) => retired === undefined && rightsOf(roles).has('duty.stand-watch'))
      .map(({ id, name }) => ({ id, name })),
    quickPhrases: site.quickPhrases,
  }
}

/** Whether the panel can be told to arm and confirms it; a DC-09 line alone only reports. */
function canCommand(panel: Panel): boolean {
  switch (panel.driver) {
    case 'dc09':
      return panel.isapi !== undefined
    case 'modbus':
      return modbusModels[panel.model].armedCoils.length > 0
    case 'isapi':
      return true
    case 'http-push':
      return false
  }
}
