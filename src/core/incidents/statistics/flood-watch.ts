import {
  calm,
  Flood,
  floodWindowMs,
  stepFlood,
  type FloodStep,
  type FloodWatch,
} from '../../../shared/domain/flood.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { station } from '../../../shared/domain/person.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import { figureTable } from './figure-table.ts'

/** Says when alarms come faster than one person can handle, and when that is over; both are written down. */
export class FloodAlert {
  /** The flood that goes on; null when it is over. */
  readonly changed = new Emitter<Flood | null>()
  readonly #journal: Journal
  readonly #clock: Clock
  #watch: FloodWatch
  #newestId: number

  /** Goes on where the last run ended: a flood that was begun and not ended, and the alarms of the last ten minutes. */
  constructor({ db, journal, clock }: { db: Db; journal: Journal; clock: Clock }) {
    this.#journal = journal
    this.#clock = clock
    const table = figureTable(db)
    const recent = table.timesSince(clock.now() - floodWindowMs)
    this.#newestId = table.newestId()
    const last = journal.lastOf(['flood.began', 'flood.ended'])
    const goesOn = last?.kind === 'flood.began' ? Flood.safeParse(last.body) : null
    this.#watch = { ...calm, recent, flood: goesOn?.success === true ? goesOn.data : null }
    this.check()
  }

  flood(): Flood | null {
    return this.#watch.flood
  }

  /**
   * To be told of each incident when it is on disk; told again, because it became another kind, it counts no more. What a
   * guard saw himself and what belongs to a drill is no load.
   */
  raised({ id, kind, drill, raisedAtMs }: Incident): void {
    if (id <= this.#newestId) return
    this.#newestId = id
    if (kind !== 'observed' && drill === null) this.#take(stepFlood(this.#watch, 'alarm', raisedAtMs))
  }

  /** To be called once a second: a flood ends by itself. */
  check(): void {
    this.#take(stepFlood(this.#watch, 'tick', this.#clock.now()))
  }

  #take({ watch, began, ended }: FloodStep): void {
    const before = this.#watch.flood
    this.#watch = watch
    if (ended !== null) this.#write('flood.ended', ended)
    if (began && watch.flood !== null) this.#write('flood.began', watch.flood)
    if (before !== watch.flood) this.changed.emit(watch.flood)
  }

  #write(kind: string, body: object): void {
    this.#journal.append({ actor: station, kind, subject: 'incidents', body })
  }
}
