import {
  isUnacknowledged,
  nothingDone,
  priorityOf,
  stepIncident,
  type Incident,
  type IncidentAction,
  type IncidentKind,
} from '../../shared/domain/incident.ts'
import { station, type Actor, type UserActor } from '../../shared/domain/person.ts'
import type { IncidentPicture } from '../../shared/domain/snapshot.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { Emitter } from '../platform/emitter.ts'
import { byUrgency, joined } from './rules.ts'
import { incidentTable } from './table.ts'

/** Where something happened and which cameras look there. */
export interface IncidentPlace {
  /** Same key = same place: signals join the open incident. */
  readonly key: string
  readonly name: string
  readonly panelId: string | null
  readonly zoneId: string | null
  readonly cameraIds: readonly string[]
}

export interface Occurrence {
  readonly kind: IncidentKind
  readonly place: IncidentPlace
  readonly actor: Actor
  readonly code: string
  readonly deviceAtMs: number | null
  readonly receivedAtMs: number
  /** What a person said about it; absent where a device told. */
  readonly text?: string
}

/** What a guard saw: in the picture of a camera, or elsewhere; then `text` says where. */
export interface Observation {
  readonly camera: { readonly id: string; readonly name: string } | null
  readonly text: string
}

/** The journal kind that each action of a guard becomes. */
const entryKindOf: Readonly<Record<IncidentAction['type'], string>> = {
  locate: 'incident.located',
  dispatch: 'incident.dispatched',
  arrive: 'incident.arrived',
  verify: 'incident.verified',
  handle: 'incident.handled',
  report: 'incident.reported',
  record: 'incident.recorded',
  reset: 'incident.reset',
  close: 'incident.closed',
}

/** The words for the body of an entry; no field where nobody said any. */
const textOf = ({ text }: Occurrence): { text?: string } => (text === undefined ? {} : { text })

/** Raises incidents, lets signals join them, and takes the guard through the six steps (A-10.d). */
export class IncidentService {
  /** The open incidents, most urgent first. */
  readonly changed = new Emitter<Incident[]>()
  readonly #table: ReturnType<typeof incidentTable>
  readonly #journal: Journal
  readonly #clock: Clock

  constructor(options: { db: Db; journal: Journal; clock: Clock }) {
    this.#table = incidentTable(options.db)
    this.#journal = options.journal
    this.#clock = options.clock
  }

  open(): Incident[] {
    return this.#table.open().toSorted(byUrgency)
  }

  byId(id: number): Incident | null {
    return this.#table.byId(id)
  }

  /** Something happened: joins the open incident of the place, or raises one. Stored with its entry in one step. */
  occur(occurrence: Occurrence): Incident {
    const incident = this.#journal.transaction(() => {
      const present = this.#table.openAt(occurrence.place.key)
      return present === null ? this.#raise(occurrence) : this.#join(present, occurrence)
    })
    this.#tell()
    return incident
  }

  /**
   * A guard saw an unlawful or dangerous act. He knows where it is, so the incident is located by him at once
   * and nothing rings. The same camera seen again joins its open incident.
   * @throws Refusal when neither a camera nor words say where.
   */
  observe({ camera, text }: Observation, actor: UserActor): Incident {
    if (camera === null && text === '') throw new Refusal('incidents.text-required')
    return this.#journal.transaction(() => {
      const nowMs = this.#clock.now()
      const incident = this.occur({
        kind: 'observed',
        place: {
          // Two places that only words name are never taken for one: the number of the entry tells them apart.
          key: camera === null ? `observed:${this.#journal.head().seq + 1}` : `camera:${camera.id}`,
          name: camera?.name ?? text,
          panelId: null,
          zoneId: null,
          cameraIds: camera === null ? [] : [camera.id],
        },
        actor,
        code: '',
        deviceAtMs: null,
        receivedAtMs: nowMs,
        ...(camera === null || text === '' ? {} : { text }),
      })
      return isUnacknowledged(incident) ? this.act(incident.id, { type: 'locate' }, actor) : incident
    })
  }

  /** The condition at a place ended. The incident stays open: only the guard closes it. */
  restored(placeKey: string, actor: Actor, code: string): void {
    const present = this.#table.openAt(placeKey)
    if (present === null || present.signalState === 'restored') return
    this.#journal.transaction(() => {
      this.#table.save({ ...present, signalState: 'restored' })
      this.#write(actor, 'incident.restored', present.id, { code })
    })
    this.#tell()
  }

  /** One step of the guard. @throws Refusal when it is not possible now; the refusal changes nothing. */
  act(id: number, action: IncidentAction, actor: UserActor): Incident {
    const present = this.#table.byId(id)
    if (present === null) throw new Refusal('incidents.unknown')
    const outcome = stepIncident(present, action, actor, this.#clock.now())
    if (!outcome.ok)
      throw new Refusal(outcome.code, outcome.missing === undefined ? {} : { step: outcome.missing })
    this.#journal.transaction(() => {
      this.#table.save(outcome.incident)
      const { type, ...body } = action
      this.#write(actor, entryKindOf[type], id, body)
    })
    this.#tell()
    return outcome.incident
  }

  /** A picture was taken for an incident; it belongs to its record from now on. @throws Refusal `incidents.unknown` */
  addPicture(id: number, picture: IncidentPicture, actor: Actor): void {
    this.#journal.transaction(() => {
      const present = this.#table.byId(id)
      if (present === null) throw new Refusal('incidents.unknown')
      const pictures = [...present.pictures, picture].toSorted((a, b) => a.takenAtMs - b.takenAtMs)
      this.#table.save({ ...present, pictures })
      this.#write(actor, 'incident.picture', id, { ...picture, takenAtMs: Math.round(picture.takenAtMs) })
    })
    this.#tell()
  }

  /** A screen painted the pop-up; the first one counts. */
  shown(id: number): void {
    const present = this.#table.byId(id)
    if (present === null || present.shownAfterMs !== null) return
    const shownAfterMs = Math.max(0, this.#clock.now() - present.raisedAtMs)
    this.#journal.transaction(() => {
      this.#table.save({ ...present, shownAfterMs })
      this.#write(station, 'incident.shown', id, { shownAfterMs: Math.round(shownAfterMs) })
    })
    this.#tell()
  }

  #raise(occurrence: Occurrence): Incident {
    const { place, kind } = occurrence
    const incident = this.#table.create(place.key, occurrence.receivedAtMs, id => ({
      id,
      kind,
      priority: priorityOf[kind],
      panelId: place.panelId,
      zoneId: place.zoneId,
      cameraIds: [...place.cameraIds],
      placeName: place.name,
      raisedAtMs: occurrence.receivedAtMs,
      deviceAtMs: occurrence.deviceAtMs,
      lastSignalAtMs: occurrence.receivedAtMs,
      signalCount: 1,
      signalState: 'active',
      shownAfterMs: null,
      progress: nothingDone,
      pictures: [],
    }))
    this.#write(occurrence.actor, 'incident.raised', incident.id, {
      kind,
      place: place.name,
      zoneId: place.zoneId,
      panelId: place.panelId,
      code: occurrence.code,
      deviceAtMs: occurrence.deviceAtMs,
      ...textOf(occurrence),
    })
    return incident
  }

  #join(present: Incident, occurrence: Occurrence): Incident {
    const incident = joined(present, occurrence.kind, occurrence.receivedAtMs)
    this.#table.save(incident)
    this.#write(occurrence.actor, 'incident.joined', incident.id, {
      kind: incident.kind,
      signalKind: occurrence.kind,
      code: occurrence.code,
      signalCount: incident.signalCount,
      ...textOf(occurrence),
    })
    return incident
  }

  #write(actor: Actor, kind: string, id: number, body: object): void {
    this.#journal.append({ actor, kind, subject: `incident:${id}`, body })
  }

  readonly #tellOpen = (): void => this.changed.emit(this.open())

  #tell(): void {
    this.#journal.afterCommit(this.#tellOpen)
  }
}
