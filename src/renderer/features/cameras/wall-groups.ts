import type { SiteView } from '../../../shared/site-view.ts'
import type { PlaceType } from '../../../shared/site.ts'
import type { Translate } from '../../link/use-text.ts'

/** Cameras that belong together; the id is what a saved view names. */
export interface CameraGroup {
  readonly id: string
  readonly kind: 'all' | 'department' | 'place' | 'building'
  readonly cameraIds: readonly string[]
}

/** Who looks after which places: 阳光厨房 is the canteen's, gates are the guards'. */
const departments: Readonly<Record<string, readonly PlaceType[]>> = {
  kitchen: ['canteen-kitchen', 'canteen-store', 'canteen-dining'],
  gates: ['main-gate', 'side-gate', 'outside-25m', 'guard-room'],
}

type GroupedSite = Pick<SiteView, 'cameras' | 'places'>

/** All groups that have a camera: everything, departments, kinds of place, buildings and their floors. */
export function groupsOf({ cameras, places }: GroupedSite): CameraGroup[] {
  const placeOf = new Map(places.map(place => [place.id, place]))
  const groups = new Map<string, { id: string; kind: CameraGroup['kind']; cameraIds: string[] }>()
  const add = (kind: CameraGroup['kind'], id: string, cameraId: string) => {
    const group = groups.get(id) ?? { id, kind, cameraIds: [] }
    group.cameraIds.push(cameraId)
    groups.set(id, group)
  }
  for (const { id, placeId } of cameras) {
    add('all', 'all', id)
    const place = placeOf.get(placeId)
    if (place === undefined) continue
    for (const [department, types] of Object.entries(departments))
      if (types.includes(place.type)) add('department', `department:${department}`, id)
    if (place.keyArea) add('department', 'department:key-areas', id)
    add('place', `place:${place.type}`, id)
    if (place.building === '') continue
    add('building', `building:${place.building}`, id)
    if (place.floor !== '') add('building', `building:${place.building}/${place.floor}`, id)
  }
  return [...groups.values()]
    .filter(group => !isWholeBuilding(group, groups))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** A floor that holds all cameras of its building says nothing more than the building. */
function isWholeBuilding({ id, cameraIds }: CameraGroup, groups: ReadonlyMap<string, CameraGroup>): boolean {
  const building = id.startsWith('building:') && id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : null
  return building !== null && groups.get(building)?.cameraIds.length === cameraIds.length
}

const order: readonly CameraGroup['kind'][] = ['all', 'department', 'place', 'building']

/** The name of a group, also of one that has no camera any more. */
export function nameOfGroup(id: string, t: Translate): string {
  const colon = id.indexOf(':')
  const kind = id.slice(0, Math.max(0, colon))
  const rest = id.slice(colon + 1)
  if (kind === 'department') return t.dynamic(`wall.group.${rest}`)
  if (kind === 'place') return t.dynamic(`place-type.${rest}`)
  if (kind !== 'building') return t('wall.group.all')
  const slash = rest.lastIndexOf('/')
  if (slash === -1) return rest
  return t('wall.group.floor', { building: rest.slice(0, slash), floor: rest.slice(slash + 1) })
}

/** Whether a camera is meant by what was typed: any part of its name, its id, its place or building. */
export function matches(typed: string, camera: { id: string; name: string }, placeWords: string): boolean {
  const words = typed.trim().toLowerCase()
  return `${camera.name} ${camera.id} ${placeWords}`.toLowerCase().includes(words)
}
