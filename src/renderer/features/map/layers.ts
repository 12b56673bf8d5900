import { isCalling } from '../../ui/map/cluster.ts'
import type { Device } from './devices.ts'

/** What can be shown or put away (B-4.2.3.b): devices by system, then what is no device. */
export const mapLayers = [
  'video',
  'intrusion',
  'perimeter',
  'panic',
  'fire',
  'panels',
  'areas',
  'guards',
  'patrol',
  'evacuation',
  'risk',
] as const
export type MapLayer = (typeof mapLayers)[number]

/** Put away until somebody asks for it: a guard looks for devices first. */
export const hiddenAtFirst: ReadonlySet<MapLayer> = new Set<MapLayer>(['patrol', 'evacuation', 'risk'])

/** The system that a device belongs to. */
export function layerOf({ source }: Device): MapLayer {
  switch (source.kind) {
    case 'camera':
      return 'video'
    case 'panel':
      return 'panels'
    case 'input':
      return source.input.alarm === 'tamper' ? 'intrusion' : source.input.alarm
    case 'zone':
      switch (source.zone.kind) {
        case 'perimeter':
        case 'panic':
        case 'fire':
          return source.zone.kind
        case 'intrusion':
        case 'tamper':
          return 'intrusion'
      }
  }
}

/** Devices of the layers that are shown. What alarms is there whatever was put away. */
export function shownDevices(devices: readonly Device[], hidden: ReadonlySet<MapLayer>): Device[] {
  const shown = devices.filter(device => isCalling(device.mark) || !hidden.has(layerOf(device)))
  if (!hidden.has('areas')) return shown
  return shown.map(device => {
    const { area: _, ...mark } = device.mark
    return isCalling(device.mark) ? device : { ...device, mark }
  })
}
