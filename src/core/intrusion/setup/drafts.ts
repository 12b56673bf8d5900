import type { PanelMeaning, PartitionMeaning, ZoneMeaning } from '../../../shared/contract/panel-setup.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { placeOf, takenIds } from '../../cameras/onboarding/drafts.ts'
import type { SiteDraft } from '../../station/site-store.ts'

// Edits of the site file. Each changes the draft it is given; `SiteStore.change` checks what comes out.

type PanelDraft = SiteDraft['panels'][number]
type PartitionDraft = PanelDraft['partitions'][number]
type ZoneDraft = PanelDraft['zones'][number]
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/** What of a panel says how it is reached. */
export type ConnectionDraft = DistributiveOmit<
  PanelDraft,
  'id' | 'name' | 'place' | 'position' | 'partitions' | 'zones' | 'keypadUsers'
>

/** The next free `PREFIX-N`; an id is never given again, for the journal names things by it. */
export function nextId(draft: SiteDraft, prefix: 'panel' | 'part' | 'zone'): string {
  const taken = takenIds(draft)
  let number = 1
  while (taken.has(`${prefix}-${number}`)) number++
  return `${prefix}-${number}`
}

/** Adds a panel without partitions and zones. */
export function addPanel(
  draft: SiteDraft,
  id: string,
  meaning: PanelMeaning,
  connection: ConnectionDraft,
): void {
  const place = placeOf(draft, meaning.place)
  draft.panels.push({ ...connection, id, name: meaning.name, place, partitions: [], zones: [] })
}

/** @throws Refusal `panels.unknown` */
export function changePanel(draft: SiteDraft, id: string, meaning: PanelMeaning): void {
  const panel = panelOf(draft, id)
  panel.place = placeOf(draft, meaning.place)
  panel.name = meaning.name
}

/** What the same driver has besides stays as it is. @throws Refusal `panels.unknown` */
export function changeConnection(draft: SiteDraft, id: string, connection: ConnectionDraft): void {
  const panel = panelOf(draft, id)
  const { name, place, position, partitions, zones, keypadUsers } = panel
  const own = {
    id,
    name,
    place,
    partitions,
    zones,
    ...(position !== undefined && { position }),
    ...(keypadUsers !== undefined && { keypadUsers }),
  }
  const kept = panel.driver === connection.driver ? withoutOptional(panel) : {}
  draft.panels[draft.panels.indexOf(panel)] = { ...kept, ...own, ...connection }
}

/** What may be left out must not stay behind when it is: a key, a command line, an interval. */
function withoutOptional(panel: PanelDraft): object {
  if (panel.driver === 'dc09') {
    const { encryptionKey: _key, isapi: _isapi, ...rest } = panel
    return rest
  }
  if (panel.driver !== 'http-push') return panel
  const { supervisionSeconds: _interval, ...rest } = panel
  return rest
}

/** Out of service. @throws Refusal `panels.unknown` */
export function retirePanel(draft: SiteDraft, id: string): void {
  const panel = panelOf(draft, id)
  draft.panels = draft.panels.filter(other => other !== panel)
  unlinkZones(draft, new Set(panel.zones.map(zone => zone.id)))
  draft.retiredPanels = [...(draft.retiredPanels ?? []), panel]
}

/** Back in service. @throws Refusal `panels.unknown` */
export function returnPanel(draft: SiteDraft, id: string): void {
  const panel = (draft.retiredPanels ?? []).find(retired => retired.id === id)
  if (panel === undefined) throw new Refusal('panels.unknown')
  draft.retiredPanels = (draft.retiredPanels ?? []).filter(other => other !== panel)
  draft.panels.push(panel)
}

/** Adds or changes a partition; its schedule and checklist stay. @throws Refusal `panels.unknown` */
export function putPartition(draft: SiteDraft, panelId: string, id: string, meaning: PartitionMeaning): void {
  const panel = panelOf(draft, panelId)
  put(panel.partitions, { ...panel.partitions.find(other => other.id === id), id, ...meaning })
}

/** @throws Refusal `panels.unknown`, `panels.partition-in-use` */
export function removePartition(draft: SiteDraft, panelId: string, id: string): void {
  const panel = panelOf(draft, panelId)
  const zones = panel.zones.filter(zone => zone.partition === id).map(({ name }) => name)
  if (zones.length > 0) throw new Refusal('panels.partition-in-use', { zones })
  panel.partitions = panel.partitions.filter(partition => partition.id !== id)
}

/** Adds or changes a zone. @throws Refusal `panels.unknown`, `panels.position-required` */
export function putZone(draft: SiteDraft, panelId: string, id: string, meaning: ZoneMeaning): void {
  const panel = panelOf(draft, panelId)
  const present = panel.zones.find(zone => zone.id === id)
  const { name, number, kind, detector, partitionId, position, cameraIds } = meaning
  put(panel.zones, {
    id,
    name,
    number,
    kind,
    detector,
    place: placeOf(draft, meaning.place),
    cameras: cameraIds,
    ...(partitionId !== null && { partition: partitionId }),
    ...placed(position, present),
  })
}

function placed(position: ZoneMeaning['position'], present: ZoneDraft | undefined) {
  if (position !== null) return position
  if (present === undefined) throw new Refusal('panels.position-required')
  const { plan, at, line, area } = present
  return {
    plan,
    ...(at !== undefined && { at }),
    ...(line !== undefined && { line }),
    ...(area !== undefined && { area }),
  }
}

/** @throws Refusal `panels.unknown` */
export function removeZone(draft: SiteDraft, panelId: string, id: string): void {
  const panel = panelOf(draft, panelId)
  panel.zones = panel.zones.filter(zone => zone.id !== id)
  unlinkZones(draft, new Set([id]))
}

/** Takes zones out of the linkage rules. A rule that was for these alone is switched off: without any it would fit all. */
function unlinkZones(draft: SiteDraft, gone: ReadonlySet<string>): void {
  for (const rule of draft.response?.linkage ?? []) {
    const { when } = rule
    const zones = when.zones ?? []
    if (!zones.some(zone => gone.has(zone))) continue
    when.zones = zones.filter(zone => !gone.has(zone))
    if (when.zones.length === 0) rule.enabled = false
  }
}

function put<T extends PartitionDraft | ZoneDraft>(list: T[], item: T): void {
  const index = list.findIndex(({ id }) => id === item.id)
  if (index === -1) list.push(item)
  else list[index] = item
}

function panelOf(draft: SiteDraft, id: string): PanelDraft {
  const panel = draft.panels.find(candidate => candidate.id === id)
  if (panel === undefined) throw new Refusal('panels.unknown')
  return panel
}
