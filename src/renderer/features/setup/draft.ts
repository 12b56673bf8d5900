import type {
  CameraMeaning,
  CameraNetwork,
  CameraSetup,
  GivenCredentials,
  SetupOverview,
} from '../../../shared/contract/setup.ts'
import type { FoundCamera, FoundProfile } from '../../../shared/domain/setup.ts'
import type { PlaceType, ViewPurpose } from '../../../shared/site.ts'
import type { TextKey } from '../../../shared/text/text.ts'

/** What somebody is filling in of a camera; not all of it is there yet. */
export interface MeaningDraft {
  readonly name: string
  /** Id of a place; `new` = the fields below; empty = not chosen yet. */
  readonly placeId: string
  readonly newPlace: { readonly name: string; readonly type: PlaceType; readonly keyArea: boolean }
  readonly viewPurposes: readonly ViewPurpose[]
  readonly record: CameraMeaning['record']
  readonly retentionDays: number
  readonly enabled: boolean
  readonly planId: string
  readonly at: readonly [number, number] | null
  readonly directionDegrees: number
  readonly fieldOfViewDegrees: number
  readonly rangeUnits: number
}

/** A camera on its way into the site. */
export interface CameraDraft {
  readonly isTaken: boolean
  readonly profiles: readonly FoundProfile[]
  readonly known: FoundCamera['known']
  readonly network: CameraNetwork
  readonly meaning: MeaningDraft
}

export function emptyMeaning(name: string, planId: string): MeaningDraft {
  return {
    name: name.slice(0, 40),
    placeId: '',
    newPlace: { name: '', type: 'other', keyArea: false },
    viewPurposes: [],
    record: 'main',
    retentionDays: 30,
    enabled: true,
    planId,
    at: null,
    directionDegrees: 0,
    fieldOfViewDegrees: 70,
    rangeUnits: 60,
  }
}

export function meaningOf({ position, placeId, ...camera }: CameraSetup): MeaningDraft {
  const { name, viewPurposes, record, retentionDays, enabled } = camera
  const { plan, at, ...look } = position
  return {
    ...emptyMeaning(name, plan),
    placeId,
    viewPurposes,
    record,
    retentionDays,
    enabled,
    at,
    ...look,
  }
}

/** What is not filled in yet, as text keys. */
export function missingOf(draft: MeaningDraft): TextKey[] {
  const missing: TextKey[] = []
  if (draft.name.trim() === '') missing.push('setup.name')
  if (draft.placeId === '') missing.push('setup.place')
  if (draft.placeId === 'new' && draft.newPlace.name.trim() === '') missing.push('setup.place.name')
  if (draft.at === null) missing.push('setup.position')
  return missing
}

/** @throws Error when something is missing; ask `missingOf` before */
export function finished(draft: MeaningDraft): CameraMeaning {
  const { name, placeId, newPlace, viewPurposes, record, retentionDays, enabled, planId, at } = draft
  if (at === null) throw new Error('a camera without a position')
  const { directionDegrees, fieldOfViewDegrees, rangeUnits } = draft
  return {
    name: name.trim(),
    place:
      placeId === 'new'
        ? { kind: 'new', ...newPlace, name: newPlace.name.trim() }
        : { kind: 'existing', id: placeId },
    viewPurposes: [...viewPurposes],
    record,
    retentionDays,
    enabled,
    position: { plan: planId, at: [at[0], at[1]], directionDegrees, fieldOfViewDegrees, rangeUnits },
  }
}

/** Whether the recordings of this place are to be kept for 90 days (B-4.4.1.d). */
export function isKeyArea({ placeId, newPlace }: MeaningDraft, overview: SetupOverview): boolean {
  if (placeId === 'new') return newPlace.keyArea
  return overview.places.find(({ id }) => id === placeId)?.keyArea ?? false
}

/** Place, purpose, recording and position as of the camera before; the name stays. */
export function copied(draft: MeaningDraft, from: MeaningDraft): MeaningDraft {
  return { ...from, name: draft.name }
}

/** The channels of a device as drafts, streams as core suggests them. Those that are there already are not taken. */
export function draftsOf(channels: readonly FoundCamera[], onvifUrl: string, planId: string): CameraDraft[] {
  return channels.flatMap(({ name, profiles, mainToken, subToken, known }) => {
    const url = (token: string | null) => profiles.find(profile => profile.token === token)?.url ?? null
    const mainUrl = url(mainToken)
    if (mainUrl === null) return []
    return [
      {
        isTaken: known.length === 0,
        profiles,
        known,
        network: { mainUrl, subUrl: url(subToken), transport: 'tcp' as const, onvifUrl },
        meaning: emptyMeaning(channels.length > 1 ? name : '', planId),
      },
    ]
  })
}

/** `rtsp://…` without user and password; empty is none. */
export function isRtsp(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hostname } = new URL(text)
  return /^rtsps?:$/.test(protocol) && username === '' && password === '' && hostname !== ''
}

/** The credentials as they can be given to core; null while they are not complete. */
export function completeCredentials(given: GivenCredentials): GivenCredentials | null {
  if (given.kind === 'stored') return given.name === '' ? null : given
  return given.kind === 'typed' && given.user === '' ? null : given
}
