import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { station, type Actor, type UserActor } from '../../../shared/domain/person.ts'
import {
  shelvingRefusal,
  stepShelf,
  type Shelf,
  type ShelfEvent,
  type ShelfStep,
  type StandingAlarm,
} from '../../../shared/domain/shelving.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Panel, Zone } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { Occurrence } from '../occurrence.ts'
import type { IncidentService } from '../service.ts'
import { incidentTable } from '../table.ts'
import { shelfTable } from './table.ts'

/** What devices tell of alarms: the part of `IncidentService` that they need, with shelved alarms held back. */
export interface Raising {
  /** Null when it was only counted, because its zone is shelved. */
  occur(occurrence: Occurrence): Incident | null
  restored(placeKey: string, actor: Actor, code: string): void
}

export interface ShelvingOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly incidents: Pick<IncidentService, 'occur' | 'restored'>
  /** Panels as the site file says now. */
  readonly panels: () => readonly Panel[]
}

/** 搁置: keeps which zones do not ring until when, counts what they report, and brings back what still stands. */
export class Shelving {
  /** The shelves that hold now. */
  readonly changed = new Emitter<Shelf[]>()
  readonly #options: ShelvingOptions
  readonly #table: ReturnType<typeof shelfTable>
  readonly #incidents: ReturnType<typeof incidentTable>

  constructor(options: ShelvingOptions) {
    this.#options = options
    this.#table = shelfTable(options.db)
    this.#incidents = incidentTable(options.db)
  }

  /** The shelves that hold now, the one that ends first in front. */
  list(): Shelf[] {
    return this.#table.active().toSorted((a, b) => a.untilMs - b.untilMs || a.id - b.id)
  }

  /** Shelves a zone. @throws Refusal `shelving.*`, which changes nothing */
  shelve(request: { zoneId: string; reason: string; untilMs: number }, by: UserActor): Shelf {
    this.checkDue()
    const { panel, zone } = this.#find(request.zoneId)
    const nowMs = this.#options.clock.now()
    const refusal = shelvingRefusal(zone?.kind ?? null, request, nowMs)
    if (refusal !== null || panel === undefined || zone === undefined)
      throw new Refusal(refusal ?? 'shelving.unknown-zone')
    if (this.#of(zone.id) !== null) throw new Refusal('shelving.already')
    const shelf = this.#options.journal.transaction(() => {
      const created = this.#table.create(zone.id, id => ({
        id,
        zoneId: zone.id,
        zoneName: zone.name,
        panelId: panel.id,
        reason: request.reason,
        by: { id: by.id, name: by.name },
        fromMs: nowMs,
        untilMs: request.untilMs,
        heldCount: 0,
        lastHeldAtMs: null,
        standing: [],
        ended: null,
      }))
      this.#write(by, 'shelving.shelved', created, { reason: created.reason, untilMs: created.untilMs })
      return created
    })
    this.#tell()
    return shelf
  }

  /** Ends a shelf before its time. @throws Refusal `shelving.unknown` when it does not hold */
  lift(id: number, by: UserActor): Shelf {
    const shelf = this.#table.byId(id)
    if (shelf === null || shelf.ended !== null) throw new Refusal('shelving.unknown')
    return this.#take(shelf, { type: 'lift', by }, by).shelf
  }

  /** Ends what is due; to be called once a second. */
  checkDue(): void {
    const nowMs = this.#options.clock.now()
    for (const shelf of this.#table.active())
      if (nowMs >= shelf.untilMs) this.#take(shelf, { type: 'tick' }, station)
  }

  /** Raises incidents as `IncidentService` does, but for what is shelved. */
  readonly raising: Raising = {
    occur: occurrence => (this.#hold(occurrence) ? null : this.#options.incidents.occur(occurrence)),
    restored: (placeKey, actor, code) => {
      const shelf = this.#table
        .active()
        .find(({ standing }) => standing.some(alarm => alarm.placeKey === placeKey))
      if (shelf !== undefined) this.#take(shelf, { type: 'restored', placeKey }, actor)
      this.#options.incidents.restored(placeKey, actor, code)
    },
  }

  /**
   * True when the alarm was counted on a shelf. What joins an incident that rings is not held: somebody comes to it. One
   * that was acknowledged would ring again, which is what shelving is there to keep away.
   */
  #hold(occurrence: Occurrence): boolean {
    const { place, kind, code, deviceAtMs, actor } = occurrence
    const open = this.#incidents.openAt(place.key)
    if (place.zoneId === null || (open !== null && isUnacknowledged(open))) return false
    const shelf = this.#of(place.zoneId)
    if (shelf === null) return false
    const alarm = { kind, code, deviceAtMs, placeKey: place.key, cameraIds: [...place.cameraIds] }
    return this.#take(shelf, { type: 'alarm', alarm }, actor).isHeld
  }

  #take(shelf: Shelf, event: ShelfEvent, actor: Actor): ShelfStep {
    const step = this.#options.journal.transaction(() => {
      const taken = stepShelf(shelf, event, this.#options.clock.now())
      if (taken.shelf === shelf) return taken
      this.#table.save(taken.shelf)
      this.#note(taken, event, actor)
      for (const alarm of taken.raise) this.#bringBack(taken.shelf, alarm)
      return taken
    })
    if (step.shelf !== shelf) this.#tell()
    return step
  }

  #note({ shelf, isHeld }: ShelfStep, event: ShelfEvent, actor: Actor): void {
    if (shelf.ended !== null) {
      const kind = shelf.ended.by === null ? 'shelving.expired' : 'shelving.lifted'
      this.#write(shelf.ended.by === null ? station : actor, kind, shelf, { heldCount: shelf.heldCount })
    } else if (isHeld && event.type === 'alarm')
      this.#write(actor, 'shelving.held', shelf, {
        kind: event.alarm.kind,
        code: event.alarm.code,
        deviceAtMs: event.alarm.deviceAtMs,
        heldCount: shelf.heldCount,
      })
    else this.#write(actor, 'shelving.restored', shelf, {})
  }

  /** The shelf is over and the device has not restored its alarm: now it rings. */
  #bringBack(shelf: Shelf, { kind, code, deviceAtMs, placeKey, cameraIds }: StandingAlarm) {
    this.#options.incidents.occur({
      kind,
      place: { key: placeKey, name: shelf.zoneName, panelId: shelf.panelId, zoneId: shelf.zoneId, cameraIds },
      actor: { kind: 'device', id: shelf.panelId },
      code,
      deviceAtMs,
      receivedAtMs: this.#options.clock.now(),
    })
  }

  #write(actor: Actor, kind: string, shelf: Shelf, body: object): void {
    this.#options.journal.append({
      actor,
      kind,
      subject: `shelf:${shelf.id}`,
      body: { zoneId: shelf.zoneId, zone: shelf.zoneName, ...body },
    })
  }

  #of(zoneId: string): Shelf | null {
    return this.#table.active().find(shelf => shelf.zoneId === zoneId) ?? null
  }

  #find(zoneId: string): { panel?: Panel; zone?: Zone } {
    for (const panel of this.#options.panels()) {
      const zone = panel.zones.find(({ id }) => id === zoneId)
      if (zone !== undefined) return { panel, zone }
    }
    return {}
  }

  readonly #tellAll = (): void => this.changed.emit(this.list())

  #tell(): void {
    this.#options.journal.afterCommit(this.#tellAll)
  }
}
