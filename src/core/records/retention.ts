import { setImmediate as nextTurn } from 'node:timers/promises'
import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import {
  classOfKind,
  recordClasses,
  type PurgePlan,
  type RecordClass,
  type RecordClassReport,
} from '../../shared/domain/record-class.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import { beijingDay } from '../journal/seals.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { dayOf, type IndexKeeper } from '../search/index-keeper.ts'
import { Matters } from '../search/matters.ts'
import { recordsTable } from './table.ts'

const dayMs = 86_400_000
/** An entry dated further ahead than this was written under another clock. */
const aheadMs = 60_000
/** Days over which the growth is measured. */
const growthDays = 30
/** Bodies that go in one transaction, with one entry about them. */
const bodiesAtATime = 1_000
/** Rows that are looked at between two turns of the loop; a class may be rare. */
const rowsAtATime = 10_000

const midnightOf = (day: number): number => day * dayMs - beijingOffsetMs

/**
 * How long the journal keeps its bodies, by class. A purge is somebody's act with a reason, never earlier than the class
 * allows, and takes bodies only: number, time, actor, kind, subject and hashes stay, so the chain still verifies.
 */
export class Retention {
  readonly #db: Db
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #keeper: Pick<IndexKeeper, 'catchUp'>
  readonly #groupedKinds: () => ReadonlySet<string>
  readonly #openSubjects: () => readonly string[]
  readonly #isWhole: () => boolean
  readonly #isClockProved: () => boolean
  readonly #table: ReturnType<typeof recordsTable>
  readonly #matters: Matters

  constructor(options: {
    db: Db
    journal: Journal
    clock: Clock
    keeper: Pick<IndexKeeper, 'catchUp'>
    /** Kinds of which many entries make one row of a ledger: such a row goes as a whole or not at all. */
    groupedKinds: () => ReadonlySet<string>
    /** What is not over yet, however old. */
    openSubjects: () => readonly string[]
    /** Nothing is taken from a journal that does not verify. */
    isWhole: () => boolean
    /** Nothing is taken by a clock that nobody vouches for: set ahead, it would make everything old. */
    isClockProved: () => boolean
  }) {
    this.#db = options.db
    this.#journal = options.journal
    this.#clock = options.clock
    this.#keeper = options.keeper
    this.#groupedKinds = options.groupedKinds
    this.#openSubjects = options.openSubjects
    this.#isWhole = options.isWhole
    this.#isClockProved = options.isClockProved
    this.#table = recordsTable(options.db)
    this.#matters = new Matters(options.db)
  }

  report(): RecordClassReport[] {
    this.#keeper.catchUp()
    const today = dayOf(this.#clock.now())
    const byClass = Map.groupBy(this.#table.sizes(today - growthDays), ({ kind }) => classOfKind(kind))
    return Object.entries(recordClasses).map(([name, days]) => {
      const id = name as RecordClass
      const sizes = byClass.get(id) ?? []
      const oldest = sizes.length === 0 ? null : Math.min(...sizes.map(size => size.oldestDay))
      const measuredDays = oldest === null ? 1 : Math.max(1, Math.min(growthDays, today - oldest + 1))
      const bytesPerDay = Math.round(sumOf(sizes, 'recentBytes') / measuredDays)
      const bytes = sumOf(sizes, 'bytes')
      return {
        id,
        days,
        entries: sumOf(sizes, 'entries'),
        bytes,
        oldestDay: oldest === null ? null : beijingDay(midnightOf(oldest)),
        bytesPerDay,
        forecastBytes: days === null ? bytes + bytesPerDay * 365 : bytesPerDay * days,
      }
    })
  }

  /** What a purge would take at most. @throws Refusal `records.too-early`, `records.never` */
  plan(id: RecordClass, beforeMs: number): PurgePlan {
    this.#keeper.catchUp()
    const day = this.#allowedDay(id, beforeMs)
    return { id, beforeMs: midnightOf(day), ...this.#table.before(this.#kindsOf(id), day) }
  }

  /**
   * Removes the bodies of a class before a Beijing midnight, some at a time, each time with an entry that names the
   * range. @throws Refusal `records.too-early`, `records.never`, `records.journal-broken`, `records.plan-changed`,
   *   `records.clock-unproved`
   */
  async purge(
    wish: { id: RecordClass; beforeMs: number; entries: number; reason: string },
    actor: UserActor,
  ): Promise<{ entries: number; bytes: number }> {
    if (!this.#isWhole()) throw new Refusal('records.journal-broken')
    if (!this.#isClockProved() || this.#isBehind()) throw new Refusal('records.clock-unproved')
    const plan = this.plan(wish.id, wish.beforeMs)
    if (plan.entries !== wish.entries) throw new Refusal('records.plan-changed')
    const kinds = this.#kindsOf(wish.id)
    const throughSeq = this.#table.lastSeqBefore(dayOf(plan.beforeMs))
    const total = { entries: 0, bytes: 0 }
    for (let afterSeq = 0; afterSeq < throughSeq;) {
      const toSeq = Math.min(throughSeq, afterSeq + rowsAtATime)
      const due = this.#table.due(kinds, plan.beforeMs, afterSeq, toSeq, bodiesAtATime)
      const held = this.#heldSubjects(due, kinds, plan.beforeMs)
      const taken = this.#take(plan, kinds, due, held, wish.reason, actor)
      total.entries += taken.entries
      total.bytes += taken.bytes
      // A full hand may have left something of the stretch.
      afterSeq = due.length < bodiesAtATime ? toSeq : (due.at(-1)?.seq ?? toSeq)
      await nextTurn()
    }
    return total
  }

  /** The newest entry lies in the future: the clock was wrong then, or is now. */
  #isBehind(): boolean {
    return (this.#journal.entry(this.#journal.head().seq)?.atMs ?? 0) > this.#clock.now() + aheadMs
  }

  #take(
    { id, beforeMs }: PurgePlan,
    kinds: readonly string[],
    due: ReturnType<ReturnType<typeof recordsTable>['due']>,
    held: ReadonlySet<string>,
    reason: string,
    actor: UserActor,
  ): { entries: number; bytes: number } {
    const grouped = this.#groupedKinds()
    const rows = due.filter(row => !(grouped.has(row.kind) && held.has(row.subject)))
    const first = rows[0]
    const last = rows.at(-1)
    if (first === undefined || last === undefined) return { entries: 0, bytes: 0 }
    const taken = new Set(rows.map(({ seq }) => seq))
    const bytes = sumOf(rows, 'bytes')
    this.#db.pragma('secure_delete = ON')
    this.#journal.transaction(() => {
      this.#table.empty([...taken], kinds, beforeMs)
      for (const [kind, ofKind] of Map.groupBy(rows, row => row.kind))
        for (const [day, group] of Map.groupBy(ofKind, row => dayOf(row.atMs)))
          this.#table.shrink(kind, day, group.length, sumOf(group, 'bytes'))
      const kept = due.filter(({ seq }) => !taken.has(seq)).map(({ seq }) => seq)
      this.#journal.append({
        actor,
        kind: 'journal.purged',
        subject: `class:${id}`,
        body: {
          class: id,
          kinds: [...new Set(rows.map(({ kind }) => kind))],
          beforeMs,
          fromSeq: first.seq,
          throughSeq: last.seq,
          kept: kept.filter(seq => seq > first.seq && seq < last.seq),
          entries: rows.length,
          bytes,
          reason,
        },
      })
    })
    this.#db.pragma('secure_delete = OFF')
    return { entries: rows.length, bytes }
  }

  /** Of the matters in hand those that go on after the day, or are not over. */
  #heldSubjects(
    due: readonly { readonly kind: string; readonly subject: string }[],
    kinds: readonly string[],
    beforeMs: number,
  ): ReadonlySet<string> {
    const grouped = this.#groupedKinds()
    const together = kinds.filter(kind => grouped.has(kind))
    const subjects = new Set(due.filter(({ kind }) => grouped.has(kind)).map(({ subject }) => subject))
    return new Set([...this.#matters.younger(subjects, together, beforeMs), ...this.#openSubjects()])
  }

  #kindsOf(id: RecordClass): string[] {
    return this.#table
      .sizes(0)
      .map(({ kind }) => kind)
      .filter(kind => classOfKind(kind) === id)
  }

  #allowedDay(id: RecordClass, beforeMs: number): number {
    const days = recordClasses[id]
    if (days === null) throw new Refusal('records.never')
    const day = dayOf(beforeMs)
    const latest = dayOf(this.#clock.now()) - days
    if (day > latest) throw new Refusal('records.too-early', { days, day: beijingDay(midnightOf(latest)) })
    return day
  }
}

function sumOf<K extends string>(list: readonly Readonly<Record<K, number>>[], field: K): number {
  return list.reduce((sum, item) => sum + item[field], 0)
}
