import type { IncidentKind } from '../../shared/domain/incident.ts'
import type { Actor } from '../../shared/domain/person.ts'

/** Where something happened and which cameras look there. */
export interface IncidentPlace {
  /** Same key = same place: signals join the open incident. */
  readonly key: string
  readonly name: string
  readonly panelId: string | null
  readonly zoneId: string | null
  /** The contact at a camera, as on the map; absent: none. */
  readonly inputId?: string
  readonly cameraIds: readonly string[]
}

export interface Occurrence {
  readonly kind: IncidentKind
  readonly place: IncidentPlace
  readonly actor: Actor
  readonly code: string
  /** More urgent than its kind is, 1 to 4; absent: as urgent as its kind. */
  readonly priority?: number
  readonly deviceAtMs: number | null
  readonly receivedAtMs: number
  /** What a person said about it; absent where a device told. */
  readonly text?: string
}

/** What a guard saw (A-15.1.2): in the picture of a camera, or elsewhere; then `text` says where. */
export interface Observation {
  readonly camera: { readonly id: string; readonly name: string } | null
  readonly text: string
}

/** An incident of a drill has a place of its own beside the real one. */
export const drillKey = (key: string, drill: number): string => `drill:${drill}:${key}`
/** Its places in any drill, as a pattern of SQL's LIKE. */
export const drillKeysOf = (key: string): string =>
  `drill:%:${key.replaceAll(/[\\%_]/g, character => `\\${character}`)}`

/** The words for the body of an entry; no field where nobody said any. */
export const textOf = ({ text }: Occurrence): { text?: string } => (text === undefined ? {} : { text })
