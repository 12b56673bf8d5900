import { z } from 'zod'
import type { ClosingState, OpenDay } from '../../shared/contract/books.ts'
import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import { beijingDay } from '../../shared/domain/daily-check.ts'
import type { Person } from '../../shared/domain/duty.ts'
import type { LedgerId, LedgerRow } from '../../shared/domain/ledger.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import { canonicalJson } from '../journal/canonical.ts'
import { sha256 } from '../journal/chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'

/** 监看及巡查, 故障报修及修复, 布防和撤防: kept day by day (A-N3.7.a). */
const dailyLedgers: readonly LedgerId[] = ['daily-watch', 'faults', 'arming']
const dayMs = 86_400_000
/** Open days further back are not asked for any more. */
const lookBackDays = 60

const Closed = z.object({ day: z.string() })
const SignedInspection = z.object({ book: z.string(), column: z.string() })

export interface ClosingsOptions {
  readonly journal: Journal
  readonly clock: Clock
  /** The rows of a ledger in a period, oldest first. */
  readonly rowsOf: (ledger: LedgerId, fromMs: number, toMs: number) => readonly LedgerRow[]
  readonly prove: (userId: string, pin: string) => Promise<Person>
}

/** The daily close: 保安班长 looks over what was written on a day and says so. Days that nobody closed are shown. */
export class Closings {
  readonly #options: ClosingsOptions

  constructor(options: ClosingsOptions) {
    this.#options = options
  }

  state(): ClosingState {
    const nowMs = this.#options.clock.now()
    return {
      openDays: this.#openDays(nowMs).map(day => this.#described(day)),
      inspection: this.#inspection(nowMs),
    }
  }

  /**
   * Closes a day that is over; what was written is bound by its hash, so that a later entry for the day is seen as later.
   * @throws Refusal `closings.not-open` for a day that is not over, or closed already; `duty.wrong-pin`, `duty.locked`,
   *   `duty.forbidden`
   */
  async close({
    day,
    userId,
    pin,
    note,
  }: {
    day: string
    userId: string
    pin: string
    note: string
  }): Promise<void> {
    const { journal, clock, prove } = this.#options
    const person = await prove(userId, pin)
    if (!rightsOf(person.roles).has('ledgers.close')) throw new Refusal('duty.forbidden')
    journal.transaction(() => {
      if (!this.#openDays(clock.now()).includes(day)) throw new Refusal('closings.not-open', { day })
      journal.append({
        actor: { kind: 'user', id: person.id, name: person.name, shiftId: null },
        kind: 'ledger.day-closed',
        subject: day,
        body: {
          day,
          note,
          ledgers: dailyLedgers.map(ledger => {
            const rows = this.#rows(ledger, day)
            const said = rows.map(({ seqs, cells }) => ({ seqs, cells }))
            return { ledger, rows: rows.length, contentHash: sha256(canonicalJson({ said })).toString('hex') }
          }),
        },
      })
    })
  }

  /** Days of Beijing time that are over, since the station was first started, and not closed. */
  #openDays(nowMs: number): string[] {
    const { journal } = this.#options
    const firstMs = Math.max(nowMs - lookBackDays * dayMs, journal.entry(1)?.atMs ?? nowMs)
    const closed = new Set(
      journal
        .between(['ledger.day-closed'], firstMs, Number.MAX_SAFE_INTEGER)
        .map(({ body }) => Closed.parse(body).day),
    )
    const days: string[] = []
    for (let atMs = startOf(beijingDay(firstMs)); atMs + dayMs <= nowMs; atMs += dayMs)
      days.push(beijingDay(atMs))
    return days.filter(day => !closed.has(day))
  }

  #described(day: string): OpenDay {
    return { day, ledgers: dailyLedgers.map(ledger => ({ ledger, rows: this.#rows(ledger, day).length })) }
  }

  #rows(ledger: LedgerId, day: string): readonly LedgerRow[] {
    const fromMs = startOf(day)
    return this.#options.rowsOf(ledger, fromMs, fromMs + dayMs)
  }

  #inspection(nowMs: number): ClosingState['inspection'] {
    const weekFromMs = weekStartMs(nowMs)
    const isDone = this.#options.journal
      .between(['book.signed'], weekFromMs, Number.MAX_SAFE_INTEGER)
      .some(({ body }) => {
        const { book, column } = SignedInspection.parse(body)
        return book === 'inspection' && column === 'rep'
      })
    return { weekFromMs, isDone }
  }
}

const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** Monday 00:00 of Beijing time before a moment. */
export function weekStartMs(atMs: number): number {
  const day = Math.floor((atMs + beijingOffsetMs) / dayMs)
  // 1970-01-01 was a Thursday.
  return (day - ((day + 3) % 7)) * dayMs - beijingOffsetMs
}
