import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import { Actor } from '../../shared/domain/person.ts'
import type { Entry } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { searchableOf } from './fields.ts'
import { GramMemory } from './gram-memory.ts'
import { anyLedger, fieldWord } from './grams.ts'
import { digestTable, type DigestRow } from './table.ts'

/** Entries read into the index in one transaction: some ten milliseconds, so that nobody waits for it. */
const batchEntries = 200
/** Between two batches while there is a backlog, and when there is none, ms. */
const betweenBatchesMs = 30
const idleMs = 1_000
const afterFailureMs = 10_000
/** A question waits for at most this many entries to be read in; older backlog is said in the answer. */
const mostBeforeAnswer = 2_000

/** Days of Beijing time since 1970. */
export const dayOf = (atMs: number): number => Math.floor((atMs + beijingOffsetMs) / 86_400_000)

/**
 * Keeps the words, days and sizes of the journal behind the journal: never in the transaction of an entry, so an index
 * that fails can never be the reason that an entry is not written. How far it came lies in the same transaction as what
 * it wrote; after a crash it goes on from there.
 */
export class IndexKeeper {
  readonly #db: Db
  readonly #table: ReturnType<typeof digestTable>
  readonly #ledgersOf: (kind: string, subject: string) => readonly string[]
  readonly #groupedKinds: ReadonlySet<string>
  readonly #grams = new GramMemory()

  constructor(options: {
    db: Db
    ledgersOf: (kind: string, subject: string) => readonly string[]
    /** Kinds of which many entries make one row of a ledger. */
    groupedKinds?: ReadonlySet<string>
  }) {
    this.#db = options.db
    this.#table = digestTable(options.db)
    this.#ledgersOf = options.ledgersOf
    this.#groupedKinds = options.groupedKinds ?? new Set()
  }

  /** The newest entry that can be found. */
  through(): number {
    return this.#table.through()
  }

  /** Reads the next entries in; gives how many there were. */
  step(limit = batchEntries): number {
    return this.#db
      .transaction(() => {
        const rows = this.#table.after(this.#table.through(), limit)
        if (rows.length === 0) return 0
        for (const row of rows) {
          this.#table.putWords(row.seq, this.#wordsOf(row))
          if (this.#groupedKinds.has(row.kind)) this.#table.putMatter(row.subject, row.seq)
        }
        this.#putDays(rows)
        this.#putSizes(rows)
        this.#table.setThrough(rows.at(-1)?.seq ?? 0)
        return rows.length
      })
      .immediate()
  }

  /** Reads in what was written just now, so that it is found. */
  catchUp(): void {
    for (let done = 0; done < mostBeforeAnswer; done += batchEntries) if (this.step() < batchEntries) return
  }

  /** Works until the station stops. */
  async keep({ clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal }): Promise<void> {
    while (!signal.aborted) {
      let waitMs = idleMs
      try {
        if (this.step() === batchEntries) waitMs = betweenBatchesMs
      } catch (error) {
        log.error({ err: error }, 'the index of the journal could not be continued')
        waitMs = afterFailureMs
      }
      await clock.sleep(waitMs, signal)
    }
  }

  #wordsOf(row: DigestRow): string {
    // A purged body has no words any more; its number stays in the index all the same.
    const body = row.body === '' ? {} : (JSON.parse(row.body) as Entry['body'])
    const actor = Actor.parse(JSON.parse(row.actor))
    const { pieces, fields } = searchableOf({ actor, kind: row.kind, body })
    const holding = this.#ledgersOf(row.kind, row.subject)
    const ledgers = [...holding, ...(holding.length > 0 ? [anyLedger] : [])].map(ledger =>
      fieldWord('ledger', ledger),
    )
    const words = new Set<string>(fields)
    for (const piece of pieces) for (const gram of this.#grams.of(piece)) words.add(gram)
    for (const ledger of ledgers) words.add(ledger)
    return [...words].join(' ')
  }

  #putDays(rows: readonly DigestRow[]): void {
    for (const [day, group] of Map.groupBy(rows, row => dayOf(row.atMs)))
      this.#table.putDay(day, group[0]?.seq ?? 0, group.at(-1)?.seq ?? 0)
  }

  #putSizes(rows: readonly DigestRow[]): void {
    for (const [kind, ofKind] of Map.groupBy(rows, row => row.kind))
      for (const [day, group] of Map.groupBy(ofKind, row => dayOf(row.atMs)))
        this.#table.putSize(
          kind,
          day,
          group.filter(row => row.body !== '').length,
          group.reduce((bytes, row) => bytes + Buffer.byteLength(row.body), 0),
        )
  }
}
