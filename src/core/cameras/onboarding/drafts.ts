import type { CameraMeaning, CameraNetwork } from '../../../shared/contract/setup.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { SiteDraft } from '../../station/site-store.ts'

// Edits of the site file. Each changes the draft it is given; `SiteStore.change` checks what comes out.

type CameraDraft = SiteDraft['cameras'][number]

/** Adds a camera at the end. `credentials` is the name of stored ones. */
export function addCamera(
  draft: SiteDraft,
  id: string,
  camera: { meaning: CameraMeaning; network: CameraNetwork; credentials: string | null },
): void {
  const place = placeOf(draft, camera.meaning.place)
  draft.cameras.push({
    id,
    ...settingsOf(camera.meaning, place),
    ...networkOf(camera.network, camera.credentials),
  })
}

/** @throws Refusal `cameras.unknown` */
export function changeMeaning(draft: SiteDraft, id: string, meaning: CameraMeaning): void {
  const place = placeOf(draft, meaning.place)
  replace(draft, id, camera => ({ ...camera, ...settingsOf(meaning, place) }))
}

/** @throws Refusal `cameras.unknown` */
export function changeNetwork(
  draft: SiteDraft,
  id: string,
  network: CameraNetwork,
  credentials: string | null,
): void {
  replace(draft, id, ({ onvif: _onvif, credentials: _credentials, ...camera }) => ({
    ...camera,
    ...networkOf(network, credentials),
  }))
}

/** Out of service, and off the lists of linked cameras. @throws Refusal `cameras.unknown` */
export function retireCamera(draft: SiteDraft, id: string): void {
  replace(draft, id, camera => ({ ...camera, retired: true }))
  for (const zone of draft.panels.flatMap(panel => panel.zones))
    if (zone.cameras?.includes(id) === true) zone.cameras = zone.cameras.filter(linked => linked !== id)
}

/** @throws Refusal `cameras.unknown` */
export function returnCamera(draft: SiteDraft, id: string): void {
  replace(draft, id, ({ retired: _retired, ...camera }) => camera)
}

/** The next free `cam-N`; ids of retired cameras are never given again, for recordings bear them. */
export function nextCameraId(draft: SiteDraft): string {
  const numbers = draft.cameras.map(({ id }) => Number(/^cam-(\d+)$/.exec(id)?.[1] ?? 0))
  const taken = takenIds(draft)
  let number = Math.max(0, ...numbers) + 1
  while (taken.has(`cam-${number}`)) number++
  return `cam-${number}`
}

function settingsOf(meaning: CameraMeaning, place: string) {
  const { name, viewPurposes, record, retentionDays, enabled, position } = meaning
  return { name, place, viewPurposes, record, retentionDays, enabled, position }
}

function networkOf(network: CameraNetwork, credentials: string | null) {
  const { mainUrl, subUrl, transport, onvifUrl } = network
  return {
    streams: { main: { url: mainUrl }, ...(subUrl !== null && { sub: { url: subUrl } }) },
    transport,
    ...(onvifUrl !== null && { onvif: { url: onvifUrl } }),
    ...(credentials !== null && { credentials }),
  }
}

/** The id of the place; a new one is added. One of the same name is taken, not doubled. */
export function placeOf(draft: SiteDraft, place: CameraMeaning['place']): string {
  if (place.kind === 'existing') return place.id
  const same = draft.places.find(({ name }) => name === place.name)
  if (same !== undefined) return same.id
  const taken = takenIds(draft)
  let number = draft.places.length + 1
  while (taken.has(`place-${number}`)) number++
  const { name, type, keyArea } = place
  draft.places.push({ id: `place-${number}`, name, type, ...(keyArea && { keyArea }) })
  return `place-${number}`
}

/** Every id that stands for something, also for what is out of service. */
export function takenIds(draft: SiteDraft): Set<string> {
  const panels = [...draft.panels, ...(draft.retiredPanels ?? [])]
  const zones = panels.flatMap(panel => [...panel.zones, ...panel.partitions, panel])
  return new Set([...draft.cameras, ...draft.places, ...zones, ...draft.users].map(({ id }) => id))
}

function replace(draft: SiteDraft, id: string, edit: (camera: CameraDraft) => CameraDraft): void {
  const index = draft.cameras.findIndex(camera => camera.id === id)
  const camera = draft.cameras[index]
  if (camera === undefined) throw new Refusal('cameras.unknown', { camera: id })
  draft.cameras[index] = edit(camera)
}
