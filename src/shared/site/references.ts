import type { z } from 'zod'
import type { Camera } from './cameras.ts'
import type { Plan } from './map.ts'
import { checkPanels, type Panel } from './panels.ts'
import type { SiteUser } from './people.ts'
import type { Place } from './places.ts'
import { unknownInRules, type AlarmResponse } from './response.ts'
import type { RecordingVolume } from './storage.ts'

/** Every id that is named must exist, and no id may stand for two things. */
export function checkReferences(file: SiteFileShape, context: z.RefinementCtx): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  const places = new Set(file.places.map(place => place.id))
  const plans = new Set(file.plans.map(plan => plan.id))
  const cameras = new Set(file.cameras.map(camera => camera.id))
  const seen = new Map<string, string>()
  const unique = (kind: string, value: string, path: (string | number)[]) => {
    if (seen.has(value)) complain(path, `id "${value}" is already used by a ${seen.get(value)}`)
    seen.set(value, kind)
  }
  file.cameras.forEach((camera, index) => {
    unique('camera', camera.id, ['cameras', index, 'id'])
    if (!places.has(camera.place)) complain(['cameras', index, 'place'], `no place "${camera.place}"`)
    for (const [input, { position }] of (camera.inputs ?? []).entries())
      if (position !== undefined && !plans.has(position.plan))
        complain(['cameras', index, 'inputs', input, 'position', 'plan'], `no plan "${position.plan}"`)
    if (!plans.has(camera.position.plan))
      complain(['cameras', index, 'position', 'plan'], `no plan "${camera.position.plan}"`)
  })
  file.panels.forEach((panel, panelIndex) => {
    unique('panel', panel.id, ['panels', panelIndex, 'id'])
    if (panel.position !== undefined && !plans.has(panel.position.plan))
      complain(['panels', panelIndex, 'position', 'plan'], `no plan "${panel.position.plan}"`)
    const partitions = new Set(panel.partitions.map(partition => partition.id))
    panel.partitions.forEach((partition, index) => {
      const path = ['panels', panelIndex, 'partitions', index]
      unique('partition', partition.id, [...path, 'id'])
      if (partition.kind === 'perimeter' && partition.schedule !== undefined)
        complain([...path, 'schedule'], 'a perimeter is armed as the norm and has no schedule')
    })
    panel.zones.forEach((zone, index) => {
      const path = ['panels', panelIndex, 'zones', index]
      unique('zone', zone.id, [...path, 'id'])
      if (!places.has(zone.place)) complain([...path, 'place'], `no place "${zone.place}"`)
      if (!plans.has(zone.plan)) complain([...path, 'plan'], `no plan "${zone.plan}"`)
      if (zone.partition !== undefined && !partitions.has(zone.partition))
        complain([...path, 'partition'], `no partition "${zone.partition}" on this panel`)
      if ((zone.kind === 'intrusion' || zone.kind === 'perimeter') !== (zone.partition !== undefined))
        complain(
          [...path, 'partition'],
          'intrusion and perimeter zones need a partition, all others must have none',
        )
      if (zone.at === undefined && zone.line === undefined && zone.area === undefined)
        complain(path, 'a zone needs a position "at", a course "line" or an "area"')
      zone.cameras.forEach((camera, cameraIndex) => {
        if (!cameras.has(camera)) complain([...path, 'cameras', cameraIndex], `no camera "${camera}"`)
      })
    })
  })
  checkPanels(file.panels, file.retiredPanels, context)
  const zones = new Set(file.panels.flatMap(panel => panel.zones.map(zone => zone.id)))
  for (const { path, id: named } of unknownInRules(file.response, { cameras, zones, places }))
    complain(path, `no "${named}"`)
  file.storage.forEach((volume, index) => unique('volume', volume.id, ['storage', index, 'id']))
  file.users.forEach((user, index) => unique('user', user.id, ['users', index, 'id']))
}

interface SiteFileShape {
  places: Place[]
  plans: Plan[]
  cameras: Camera[]
  panels: Panel[]
  retiredPanels: Panel[]
  storage: RecordingVolume[]
  users: SiteUser[]
  response: AlarmResponse
}
