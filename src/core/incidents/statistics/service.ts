import { setImmediate as othersAreServed } from 'node:timers/promises'
import type { AlarmFigures } from '../../../shared/domain/alarm-figures.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { figureTable } from './figure-table.ts'
import { FigureCount, type HeldByZone, type Period } from './figures.ts'

/** So many alarms are read at once: an ACK that is due meanwhile waits for no more than some milliseconds. */
const rowsAtOnce = 2_000

/** What the alarms of a period say about the load of the desk and the quality of the detectors. */
export class AlarmStatistics {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #table: ReturnType<typeof figureTable>

  constructor({ db, journal, clock }: { db: Db; journal: Journal; clock: Clock }) {
    this.#journal = journal
    this.#clock = clock
    this.#table = figureTable(db)
  }

  /** Reads in pieces, and lets the rest of the station work in between. */
  async figures(period: Period): Promise<AlarmFigures> {
    const count = new FigureCount(period)
    let after = { atMs: period.fromMs - 1, id: Number.MAX_SAFE_INTEGER }
    for (;;) {
      const rows = this.#table.page(after, period.toMs, rowsAtOnce)
      for (const row of rows) count.add(row)
      const last = rows.at(-1)
      if (last === undefined || rows.length < rowsAtOnce) break
      after = { atMs: last.raisedAtMs, id: last.id }
      await othersAreServed()
    }
    const nowMs = this.#clock.now()
    return count.figures(this.#held(period), this.#table.staleNow(nowMs), nowMs)
  }

  /** Writes the figures as they are now into the journal: what the printed sheet says can be proved by it. */
  async write(period: Period, actor: UserActor): Promise<void> {
    const figures = await this.figures(period)
    this.#journal.append({ actor, kind: 'statistics.written', subject: 'incidents', body: figures })
  }

  #held({ fromMs, toMs }: Period): HeldByZone {
    const held = new Map<string, { name: string; count: number }>()
    for (const { body } of this.#journal.between(['shelving.held'], fromMs, toMs)) {
      const zoneId = String(body['zoneId'])
      const known = held.get(zoneId)
      held.set(zoneId, { name: String(body['zone']), count: (known?.count ?? 0) + 1 })
    }
    return held
  }
}
