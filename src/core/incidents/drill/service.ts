import { Drill, runningDrill, stepDrill, type DrillEvent } from '../../../shared/domain/drill.ts'
import { station, type Actor, type UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'

/** 演练: one at a time, by permission, with reason and end (`stepDrill`). It survives a restart and ends by itself. */
export class Drills {
  readonly changed = new Emitter<Drill | null>()
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #table: ReturnType<typeof drillTable>
  #last: Drill | null

  constructor({ db, journal, clock }: { db: Db; journal: Journal; clock: Clock }) {
    this.#journal = journal
    this.#clock = clock
    this.#table = drillTable(db)
    this.#last = this.#table.last()
  }

  /** The drill that runs now. */
  running(): Drill | null {
    return runningDrill(this.#last, this.#clock.now())
  }

  /** The drill that a signal of this zone belongs to; null: the signal is real. */
  idFor(zoneId: string | null): number | null {
    const drill = this.running()
    return drill !== null && zoneId !== null && drill.zoneIds.includes(zoneId) ? drill.id : null
  }

  /** @throws Refusal `drill.running`, `drill.invalid` */
  start(wish: { reason: string; zoneIds: readonly string[]; endsAtMs: number }, actor: UserActor): Drill {
    const id = (this.#last?.id ?? 0) + 1
    const by = { id: actor.id, name: actor.name }
    const drill = this.#step({ type: 'start', ...wish, id, by }, actor, 'drill.started')
    if (drill === null) throw new Error('a drill was started, but there is none')
    return drill
  }

  /** @throws Refusal `drill.none` */
  end(actor: UserActor): void {
    this.#step({ type: 'end', by: { id: actor.id, name: actor.name } }, actor, 'drill.ended')
  }

  /** Ends what is over; called every second. */
  checkDue(): void {
    this.#step({ type: 'tick' }, station, 'drill.ended')
  }

  #step(event: DrillEvent, actor: Actor, kind: string): Drill | null {
    const outcome = stepDrill(this.#last, event, this.#clock.now())
    if (!outcome.ok) throw new Refusal(outcome.code)
    const { drill } = outcome
    if (drill === null || drill === this.#last) return drill
    this.#journal.transaction(() => {
      this.#table.save(drill)
      const { id, reason, zoneIds, endsAtMs } = drill
      const body = { reason, zoneIds, endsAtMs: Math.round(endsAtMs), byTime: drill.ended?.by === null }
      this.#journal.append({ actor, kind, subject: `drill:${id}`, body })
    })
    this.#last = drill
    this.changed.emit(this.running())
    return drill
  }
}

function drillTable(db: Db) {
  const last = db.prepare<[], { state: string }>('SELECT state FROM drill ORDER BY id DESC LIMIT 1')
  const save = db.prepare<[number, string]>(
    'INSERT INTO drill (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
  )
  return {
    last(): Drill | null {
      const row = last.get()
      return row === undefined ? null : Drill.parse(JSON.parse(row.state))
    },
    save: (drill: Drill): void => void save.run(drill.id, JSON.stringify(drill)),
  }
}
