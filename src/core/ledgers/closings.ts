import { z } from 'zod'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClosingState, DayClosing, OpenDay } from '../../shared/contract/books.ts'
import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import { beijingDay } from '../../shared/domain/daily-check.ts'
import type { Person } from '../../shared/domain/duty.ts'
import type { LedgerId, LedgerRow } from '../../shared/domain/ledger.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import { canonicalJson } from '../journal/canonical.ts'
import { sha256 } from '../journal/chain.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { LedgerService } from './service.ts'
import { personOf } from './words.ts'

/** 监看及巡查, 故障报修及修复, 布防和撤防: kept day by day (A-N3.7.a). */
const dailyLedgers: readonly LedgerId[] = ['daily-watch', 'faults', 'arming']
const dayMs = 86_400_000
/** A day further back is asked for only when something was recorded on it. */
const lookBackDays = 60

const Closed = z.object({
  day: z.string(),
  note: z.string(),
  ledgers: z.array(z.object({ ledger: z.string(), rows: z.number(), contentHash: z.string() })),
})
const Corrected = z.object({ ledger: z.string(), seq: z.number() })
const SignedInspection = z.object({ book: z.string(), column: z.string() })

export interface ClosingsOptions {
  readonly journal: Journal
  readonly clock: Clock
  readonly ledgers: Pick<LedgerService, 'rowsOf' | 'hasRows'>
  readonly prove: (userId: string, pin: string) => Promise<Person>
}

/** The daily close: 保安班长 looks over what was written on a day and says so. Days that nobody closed are shown. */
export class Closings {
  readonly #options: ClosingsOptions
  /** Days that are over, and whether anything was recorded on them: that does not change any more. */
  readonly #hasRows = new Map<string, boolean>()

  constructor(options: ClosingsOptions) {
    this.#options = options
  }

  state(): ClosingState {
    const nowMs = this.#options.clock.now()
    const openDays = this.#openDays(nowMs)
    const [oldest] = openDays
    return {
      openDays,
      oldest: oldest === undefined ? null : this.#described(oldest),
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
            return { ledger, rows: rows.length, contentHash: contentHashOf(rows) }
          }),
        },
      })
    })
  }

  /**
   * The closes of a ledger's days in a period, the newest first, each compared with what the ledger says now. Day by
   * day, so that the watch goes on meanwhile.
   */
  async of(
    ledger: LedgerId,
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
    most = Infinity,
  ): Promise<DayClosing[]> {
    if (!dailyLedgers.includes(ledger)) return []
    const { journal } = this.#options
    const found = journal
      .between(['ledger.day-closed'], fromMs, Number.MAX_SAFE_INTEGER)
      .filter(({ subject }) => startOf(subject) < toMs && startOf(subject) + dayMs > fromMs)
      .toSorted((a, b) => b.subject.localeCompare(a.subject))
      .slice(0, most)
    const corrections = journal.between(['ledger.corrected'], fromMs, Number.MAX_SAFE_INTEGER)
    const closings: DayClosing[] = []
    for (const entry of found) {
      const { day, note } = Closed.parse(entry.body)
      const since = this.#since(entry, ledger, corrections)
      closings.push({ day, atMs: entry.atMs, byName: personOf(entry), note, since })
      await nextTurn()
    }
    return closings
  }

  #since(closing: Entry, ledger: LedgerId, corrections: readonly Entry[]): DayClosing['since'] {
    const { day, ledgers } = Closed.parse(closing.body)
    const then = ledgers.find(each => each.ledger === ledger)
    const rows = this.#rows(ledger, day)
    // Nothing is ever taken out of a ledger but by a purge.
    if (then === undefined || rows.length < then.rows) return 'purged'
    if (contentHashOf(rows) !== then.contentHash) return 'changed'
    const seqs = new Set(rows.flatMap(row => row.seqs))
    // A correction of a row that the station wrote stands under the row, whose words stay.
    const isCorrected = corrections.some(({ seq, body }) => {
      const of = Corrected.parse(body)
      return seq > closing.seq && of.ledger === ledger && seqs.has(of.seq)
    })
    return isCorrected ? 'changed' : 'same'
  }

  /** Days of Beijing time that are over, since the station was first started, and not closed. */
  #openDays(nowMs: number): string[] {
    const { journal } = this.#options
    const firstMs = journal.entry(1)?.atMs ?? nowMs
    const closed = new Set(journal.subjects(['ledger.day-closed'], 0, Number.MAX_SAFE_INTEGER))
    const days: string[] = []
    for (let atMs = startOf(beijingDay(firstMs)); atMs + dayMs <= nowMs; atMs += dayMs) {
      const day = beijingDay(atMs)
      if (!closed.has(day) && (atMs > nowMs - lookBackDays * dayMs || this.#isRecorded(day))) days.push(day)
    }
    return days
  }

  #isRecorded(day: string): boolean {
    const fromMs = startOf(day)
    const known = this.#hasRows.get(day)
    if (known !== undefined) return known
    const isRecorded = dailyLedgers.some(each => this.#options.ledgers.hasRows(each, fromMs, fromMs + dayMs))
    this.#hasRows.set(day, isRecorded)
    return isRecorded
  }

  #described(day: string): OpenDay {
    return { day, ledgers: dailyLedgers.map(ledger => ({ ledger, rows: this.#rows(ledger, day).length })) }
  }

  #rows(ledger: LedgerId, day: string): readonly LedgerRow[] {
    const fromMs = startOf(day)
    return this.#options.ledgers.rowsOf(ledger, fromMs, fromMs + dayMs)
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

/** What a close is bound to. */
const contentHashOf = (rows: readonly LedgerRow[]): string =>
  sha256(canonicalJson({ said: rows.map(({ seqs, cells }) => ({ seqs, cells })) })).toString('hex')

const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** Monday 00:00 of Beijing time before a moment. */
export function weekStartMs(atMs: number): number {
  const day = Math.floor((atMs + beijingOffsetMs) / dayMs)
  // 1970-01-01 was a Thursday.
  return (day - ((day + 3) % 7)) * dayMs - beijingOffsetMs
}
