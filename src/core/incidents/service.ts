import { noCare } from '../../shared/domain/incident-care.ts'
import {
  acknowledgement,
  isUnacknowledged,
  nothingDone,
  priorityOf,
  type Incident,
  type IncidentAction,
  type IncidentKind,
} from '../../shared/domain/incident.ts'
import { isNewCase } from '../../shared/domain/incident-signal.ts'
import { stepIncident, type IncidentEvent } from '../../shared/domain/incident-step.ts'
import { station, type Actor, type UserActor } from '../../shared/domain/person.ts'
import type { IncidentPicture } from '../../shared/domain/snapshot.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { Emitter } from '../platform/emitter.ts'
import { Tickets } from '../maintenance/tickets.ts'
import { Drills } from './drill/service.ts'
import { eventOf, procedureFor } from './guard-actions.ts'
import { Procedures } from './procedures/service.ts'
import { byUrgency } from './rules.ts'
import { drillKey, drillKeysOf, textOf, type Observation, type Occurrence } from './occurrence.ts'
import { incidentTable } from './table.ts'

export interface IncidentServiceOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  /** Cameras that linkage rules call up beside those of the place. */
  readonly linkedCameras?: (kind: IncidentKind, zoneId: string | null) => readonly string[]
}

/** Raises incidents, lets signals join them, and takes the guard through the six steps (A-10.d). */
export class IncidentService {
  /** The open incidents, most urgent first. */
  readonly changed = new Emitter<Incident[]>()
  /** Each incident after it was raised, became another kind or rang again, and is on disk. */
  readonly raised = new Emitter<Incident>()
  readonly procedures: Procedures
  readonly drills: Drills
  readonly tickets: Tickets
  readonly #table: ReturnType<typeof incidentTable>
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #linkedCameras: NonNullable<IncidentServiceOptions['linkedCameras']>

  constructor(options: IncidentServiceOptions) {
    this.procedures = new Procedures(options)
    this.drills = new Drills(options)
    this.tickets = new Tickets(options)
    this.#table = incidentTable(options.db)
    this.#journal = options.journal
    this.#clock = options.clock
    this.#linkedCameras = options.linkedCameras ?? (() => [])
  }

  open(): Incident[] {
    return this.#table.open().toSorted(byUrgency)
  }

  byId(id: number): Incident | null {
    return this.#table.byId(id)
  }

  /**
   * Something happened: joins the open incident of the place, or raises one, also where the open one has its verdict and
   * this is a new alarm. Stored with its entry in one step.
   */
  occur(occurrence: Occurrence): Incident {
    const incident = this.#journal.transaction(() => {
      const drill = this.drills.idFor(occurrence.place.zoneId)
      const { key } = occurrence.place
      // What is real is never put under the mark of a drill, and nothing of a drill hides what is real.
      const present = this.#table.openAt(key) ?? this.#openInDrill(key, drill)
      const isOwnCase = present === null || isNewCase(present, occurrence.kind, occurrence.receivedAtMs)
      return isOwnCase ? this.#raise(occurrence, drill) : this.#join(present, occurrence)
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
      return isUnacknowledged(incident) ? this.act(incident.id, acknowledgement(incident), actor) : incident
    })
  }

  /** The condition at a place ended. The incident stays open: only the guard closes it. */
  restored(placeKey: string, actor: Actor, code: string): void {
    for (const present of [
      ...this.#table.allOpenAt(placeKey),
      ...this.#table.openLike(drillKeysOf(placeKey)),
    ])
      this.apply(present.id, { type: 'restored' }, actor, { kind: 'incident.restored', body: { code } })
  }

  /**
   * One step of the guard. `more` is said in its entry beside what he did.
   * @throws Refusal when it is not possible now; the refusal changes nothing.
   */
  act(id: number, action: IncidentAction, actor: UserActor, more: object = {}): Incident {
    const present = this.#known(id)
    return this.#journal.transaction(() => {
      const { event, entry } = eventOf(this.procedures, present, action)
      const incident = this.#apply(present, event, actor, {
        kind: entry.kind,
        body: { ...entry.body, ...more },
      })
      const isFault = action.type === 'verify' && action.verdict === 'fault'
      if (!isFault) return incident
      const ticket = this.tickets.open(incident, action.note, actor)
      const about = { kind: 'incident.ticket', body: { number: ticket.number } }
      return this.#apply(incident, { type: 'ticket', number: ticket.number }, actor, about)
    })
  }

  /**
   * What the station itself does to an incident, stored with its entry; an event that changes nothing writes nothing.
   * @throws Refusal `incidents.unknown`, `incidents.closed`
   */
  apply(id: number, event: IncidentEvent, actor: Actor, entry: { kind: string; body: object }): Incident {
    return this.#apply(this.#known(id), event, actor, entry)
  }

  #apply(
    present: Incident,
    event: IncidentEvent,
    actor: Actor,
    entry: { kind: string; body: object },
  ): Incident {
    const who = actor.kind === 'user' ? actor : { id: 'station', name: 'station' }
    const outcome = stepIncident(present, event, who, this.#clock.now())
    if (!outcome.ok) {
      const { code, missing, name } = outcome
      throw new Refusal(code, { ...(missing && { step: missing }), ...(name !== undefined && { name }) })
    }
    if (outcome.incident === present) return present
    this.#journal.transaction(() => {
      this.#table.save(outcome.incident)
      this.#write(actor, entry.kind, present.id, entry.body)
    })
    this.#tell()
    return outcome.incident
  }

  #known(id: number): Incident {
    const present = this.#table.byId(id)
    if (present === null) throw new Refusal('incidents.unknown')
    return present
  }

  #openInDrill(key: string, drill: number | null): Incident | null {
    return drill === null ? null : this.#table.openAt(drillKey(key, drill))
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

  /** Runs changes of many incidents as one step: a disk flushes as slowly for one as for hundreds. */
  together(work: () => void): void {
    this.#journal.transaction(work)
  }

  /** A screen painted these incidents; of each the first time counts. */
  shown(ids: readonly number[]): void {
    const nowMs = this.#clock.now()
    const fresh = ids.flatMap(id => {
      const incident = this.#table.byId(id)
      return incident === null || incident.shownAfterMs !== null ? [] : [incident]
    })
    if (fresh.length === 0) return
    this.#journal.transaction(() => {
      for (const incident of fresh) {
        const shownAfterMs = Math.max(0, nowMs - incident.raisedAtMs)
        this.#table.save({ ...incident, shownAfterMs })
        this.#write(station, 'incident.shown', incident.id, { shownAfterMs: Math.round(shownAfterMs) })
      }
    })
    this.#tell()
  }

  #raise(occurrence: Occurrence, drill: number | null): Incident {
    const { place, kind } = occurrence
    const key = drill === null ? place.key : drillKey(place.key, drill)
    const procedure = procedureFor(this.procedures, kind)
    const incident = this.#table.create(key, occurrence.receivedAtMs, id => ({
      id,
      kind,
      priority: Math.min(priorityOf[kind], occurrence.priority ?? 4),
      panelId: place.panelId,
      zoneId: place.zoneId,
      inputId: place.inputId ?? null,
      cameraIds: [...new Set([...place.cameraIds, ...this.#linkedCameras(kind, place.zoneId)])],
      placeName: place.name,
      raisedAtMs: occurrence.receivedAtMs,
      deviceAtMs: occurrence.deviceAtMs,
      lastSignalAtMs: occurrence.receivedAtMs,
      signalCount: 1,
      signalState: 'active',
      shownAfterMs: null,
      progress: nothingDone,
      pictures: [],
      drill,
      care: { ...noCare, procedure },
    }))
    this.#write(occurrence.actor, 'incident.raised', incident.id, {
      kind,
      place: place.name,
      zoneId: place.zoneId,
      panelId: place.panelId,
      code: occurrence.code,
      deviceAtMs: occurrence.deviceAtMs,
      procedure,
      ...(drill === null ? {} : { drill }),
      ...textOf(occurrence),
    })
    this.#journal.afterCommit(() => this.raised.emit(incident))
    return incident
  }

  #join(present: Incident, occurrence: Occurrence): Incident {
    const { kind, receivedAtMs: atMs } = occurrence
    const joined = this.#stepped(present, { type: 'signal', kind, atMs })
    // Another kind has another procedure; what was done by the one before stays done.
    const procedure = joined.kind === present.kind ? null : procedureFor(this.procedures, joined.kind)
    const stepped = procedure === null ? joined : this.#stepped(joined, { type: 'procedure', procedure })
    const incident = { ...stepped, priority: Math.min(stepped.priority, occurrence.priority ?? 4) }
    const rangAgain = incident.care.rangAgain !== present.care.rangAgain
    this.#table.save(incident)
    this.#write(occurrence.actor, 'incident.joined', incident.id, {
      kind: incident.kind,
      signalKind: occurrence.kind,
      code: occurrence.code,
      signalCount: incident.signalCount,
      ...(rangAgain && { rangAgain }),
      ...(procedure === null ? {} : { procedure }),
      ...textOf(occurrence),
    })
    // As another kind it may call up other rules; as a new alarm all of them again.
    if (rangAgain || incident.kind !== present.kind)
      this.#journal.afterCommit(() => this.raised.emit(incident))
    return incident
  }

  /** An event of the station, which an open incident never refuses. */
  #stepped(present: Incident, event: IncidentEvent): Incident {
    const outcome = stepIncident(present, event, { id: 'station', name: 'station' }, this.#clock.now())
    if (!outcome.ok) throw new Error(`an open incident refused ${event.type}: ${outcome.code}`)
    return outcome.incident
  }

  #write(actor: Actor, kind: string, id: number, body: object): void {
    this.#journal.append({ actor, kind, subject: `incident:${id}`, body })
  }

  readonly #tellOpen = (): void => this.changed.emit(this.open())

  #tell(): void {
    this.#journal.afterCommit(this.#tellOpen)
  }
}
