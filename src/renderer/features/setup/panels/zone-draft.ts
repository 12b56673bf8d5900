import type { PanelSetup, ZoneMeaning } from '../../../../shared/contract/panel-setup.ts'
import type { MarkShape } from '../../../ui/map/mark.ts'
import { isPlace, type Place } from './place-field.tsx'

/** What somebody is filling in of a zone; not all of it is there yet. */
export interface ZoneDraft extends Omit<ZoneMeaning, 'place' | 'position'> {
  readonly place: Place | null
  readonly plan: string
  readonly at: readonly [number, number] | null
}

export type ZoneSetup = PanelSetup['zones'][number]

export function draftOf(zone: ZoneSetup): ZoneDraft {
  const { name, number, kind, detector, partitionId, place, plan, at, cameras } = zone
  return {
    name,
    number,
    kind,
    detector,
    partitionId,
    place: { kind: 'existing', id: place },
    plan,
    at: at ?? null,
    cameraIds: cameras,
  }
}

/** A new zone in the first partition of its panel. */
export function emptyZone(
  panel: PanelSetup,
  plan: string,
  number: number,
  partitionNumber: number | null,
): ZoneDraft {
  const partition =
    panel.partitions.find(candidate => candidate.number === partitionNumber) ?? panel.partitions[0]
  return {
    name: '',
    number,
    kind: partition?.kind ?? 'panic',
    detector:
      partition === undefined ? 'panic-button' : partition.kind === 'perimeter' ? 'tension-fence' : 'pir',
    partitionId: partition?.id ?? null,
    place: { kind: 'existing', id: panel.placeId },
    plan,
    at: null,
    cameraIds: [],
  }
}

/** Kinds that are armed and disarmed; the others watch for 24 hours and have no partition. */
export const isArmable = (kind: ZoneDraft['kind']): boolean => kind === 'intrusion' || kind === 'perimeter'

/** The zone as core takes it; null as long as something is missing. @param isDrawn it has a place on the plan already */
export function finishedZone(draft: ZoneDraft, isDrawn: boolean): ZoneMeaning | null {
  const { name, number, kind, detector, place, plan, at, cameraIds } = draft
  const partitionId = isArmable(kind) ? draft.partitionId : null
  if (name.trim() === '' || number < 1 || !isPlace(place)) return null
  if (isArmable(kind) && partitionId === null) return null
  if (at === null && !isDrawn) return null
  const position = at === null ? null : { plan, at: [at[0], at[1]] as [number, number] }
  return { name: name.trim(), number, kind, detector, partitionId, place, position, cameraIds }
}

export const shapeOf: Readonly<Record<ZoneDraft['detector'], MarkShape>> = {
  pir: 'detector',
  'panic-button': 'button',
  'tension-fence': 'segment',
  smoke: 'smoke',
  contact: 'contact',
  other: 'detector',
}
