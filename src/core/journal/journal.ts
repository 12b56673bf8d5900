import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { Actor } from '../../shared/domain/person.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { canonicalJson } from './canonical.ts'
import {
  ChainReader,
  chainHash,
  firstBadRow,
  sha256,
  type BadRow,
  type ChainedRow,
  type Head,
} from './chain.ts'
import { rowRules } from './row-rules.ts'
import { journalTable, type End, type EntryRow } from './table.ts'

/** Rows that are verified between two turns of the loop: some five milliseconds. */
const rowsAtATime = 500

/** How long a long reading leaves the machine to others after a turn of so many ms; 0: goes on at once. */
export type Rest = (turnMs: number) => number

/** Half of one processor: for what nobody waits for. */
export const restAsLong: Rest = turnMs => turnMs

/** What is to be written. `kind` says what happened (`feature.past-participle`), `subject` to what or whom. */
export interface NewEntry {
  readonly actor: Actor
  readonly kind: string
  readonly subject: string
  readonly body: object
}

/** What was written. */
export interface Entry {
  readonly seq: number
  readonly atMs: number
  readonly actor: Actor
  readonly kind: string
  readonly subject: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface Verification {
  readonly entries: number
  readonly head: Head
  readonly bad: BadRow | null
}

/**
 * The truth of record: append-only, each entry bound to the one before by its hash. A change of state and its
 * entry belong into one `transaction`; there is no other way to change a record of duty.
 */
export class Journal {
  readonly #db: Db
  readonly #clock: Clock
  readonly #table: ReturnType<typeof journalTable>
  readonly #run: (work: () => unknown) => unknown
  readonly #afterCommit = new Set<() => void>()
  /** Where the chain ended when this process last wrote to it; the database says whether that is still so. */
  #end: End | null = null

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.#table = journalTable(db)
    // Made once: making it costs a tenth of an append.
    const transaction = db.transaction((work: () => unknown) => work())
    this.#run = work => transaction.immediate(work)
  }

  /** Runs `work` and all that it appends as one step: on disk together or not at all. May be nested. */
  transaction<T>(work: () => T): T {
    if (this.#db.inTransaction) return work()
    let news: (() => void)[] = []
    try {
      const result = this.#run(work) as T
      news = [...this.#afterCommit]
      return result
    } finally {
      this.#afterCommit.clear()
      for (const tell of news) tell()
    }
  }

  /**
   * Runs `tell` once when what is being written is on disk, or at once outside a transaction: nobody is told what a
   * failed commit takes back. The same function asked for twice runs once.
   */
  afterCommit(tell: () => void): void {
    if (this.#db.inTransaction) this.#afterCommit.add(tell)
    else tell()
  }

  /** Writes one entry; on disk when the outermost transaction returns, or at once outside of any. */
  append(entry: NewEntry): Entry {
    const canonical = canonicalOf(entry, Math.round(this.#clock.now()))
    const row = this.#chained(canonical, this.#end ?? this.#table.end())
    if (this.#isWritten(row)) return written(entry, row)
    // The first entry of all; or another process wrote meanwhile, or a transaction was taken back.
    return this.transaction(() => {
      this.#table.beginHead()
      const late = this.#chained(canonical, this.#table.end())
      if (!this.#isWritten(late)) throw new Error('the head of the journal moved under an open transaction')
      return written(entry, late)
    })
  }

  #chained(entry: CanonicalEntry, { head, nextSeq }: End): ChainedRow {
    const unchained = { ...entry, seq: nextSeq, prevHash: head.hash }
    return { ...unchained, hash: chainHash(head.hash, unchained) }
  }

  #isWritten(row: ChainedRow): boolean {
    this.#end = null
    if (!this.#table.continue(row)) return false
    this.#end = { head: { seq: row.seq, hash: row.hash }, nextSeq: row.seq + 1 }
    return true
  }

  /** Entries of these kinds in `[fromMs, toMs)`, in their order. */
  between(kinds: readonly string[], fromMs: number, toMs: number): Entry[] {
    return this.#table.between(kinds, fromMs, toMs).map(toEntry)
  }

  /** What entries of these kinds in `[fromMs, toMs)` are about, each once. */
  subjects(kinds: readonly string[], fromMs: number, toMs: number): string[] {
    return this.#table.subjects(kinds, fromMs, toMs)
  }

  /**
   * Since when there are some `count` entries of these kinds before `toMs`: exactly so many of the kind that has most,
   * at most as many of each other. `fromMs` where there are fewer since then. Reads no entry.
   */
  startOfNewest(kinds: readonly string[], fromMs: number, toMs: number, count: number): number {
    return this.#table.nthNewest(kinds, fromMs, toMs, count) ?? fromMs
  }

  /** How many entries of these kinds there are in `[fromMs, toMs)`, their bodies kept or not. Reads no entry. */
  count(kinds: readonly string[], fromMs: number, toMs: number): number {
    return this.#table.count(kinds, fromMs, toMs)
  }

  /** Whether there is an entry of these kinds in `[fromMs, toMs)`, its body kept or not. Reads no entry. */
  hasAny(kinds: readonly string[], fromMs: number, toMs: number): boolean {
    return this.#table.nthNewest(kinds, fromMs, toMs, 1) !== null
  }

  /** The newest entry of one of these kinds. */
  lastOf(kinds: readonly string[]): Entry | null {
    const row = this.#table.lastOf(kinds)
    return row === undefined ? null : toEntry(row)
  }

  /** The entry of a number, from 1; null when there is none. */
  entry(seq: number): Entry | null {
    const row = this.#table.bySeq(seq)
    return row === undefined ? null : toEntry(row)
  }

  /** The entries of these numbers whose bodies are kept, in their order. */
  entries(seqs: readonly number[]): Entry[] {
    return this.#table.bySeqs(seqs).map(toEntry)
  }

  head(): { seq: number; hash: string } {
    const head = this.#table.head()
    return { seq: head.seq, hash: head.hash.toString('hex') }
  }

  /**
   * Reads the whole chain as it is now, some thousand rows at a time, so that the watch goes on meanwhile. What is
   * written after the call is left to the next.
   * @param rest how it leaves time to others; without it, it is as quick as it can be
   */
  async verifyByAndBy(signal?: AbortSignal, rest?: Rest): Promise<Verification | null> {
    const head = this.#table.head()
    const reader = new ChainReader(head, {
      // A purge may be going on: what it took since the last look is looked up.
      isPurged: row => rules.isPurged(row) || (rules = rowRules(this.#table.ofRules())).isPurged(row),
      isSealTrue: row => rules.isSealTrue(row),
    })
    let rules = rowRules(this.#table.ofRules())
    let turnedAtMs = performance.now()
    // From below zero: the station numbers from 1, somebody else need not.
    for (let seq = Number.MIN_SAFE_INTEGER; seq < head.seq;) {
      const rows = this.#table.stretch(seq, rowsAtATime).filter(row => row.seq <= head.seq)
      for (const row of rows) {
        const bad = reader.next(row)
        if (bad !== null) return { entries: head.seq, head, bad }
      }
      if (rows.length === 0) break
      seq = rows.at(-1)?.seq ?? head.seq
      const restMs = seq >= head.seq ? 0 : (rest?.(performance.now() - turnedAtMs) ?? 0)
      await (restMs > 0 ? sleep(restMs) : nextTurn())
      turnedAtMs = performance.now()
      if (signal?.aborted === true) return null
    }
    return { entries: head.seq, head, bad: reader.end() ?? this.#beyond(head) }
  }

  /** A row that no append of this station wrote: beyond a head that did not move. */
  #beyond(head: Head): BadRow | null {
    if (this.#table.head().seq !== head.seq) return null
    const [row] = this.#table.stretch(head.seq, 1)
    return row === undefined ? null : { seq: row.seq, why: 'inserted' }
  }

  /** Reads the whole chain. Seconds for millions of entries. */
  verify(): Verification {
    return this.#db.transaction(() => {
      const head = this.#table.head()
      return {
        entries: head.seq,
        head,
        bad: firstBadRow(this.#table.all(), head, rowRules(this.#table.ofRules())),
      }
    })()
  }
}

type CanonicalEntry = Omit<ChainedRow, 'seq' | 'prevHash' | 'hash'>

function canonicalOf({ actor, kind, subject, body: value }: NewEntry, atMs: number): CanonicalEntry {
  const body = canonicalJson(value)
  // Half a character is no UTF-8: the database would give another one back than the hash was made over.
  return {
    atMs,
    actor: canonicalJson(actor),
    kind,
    subject: subject.toWellFormed(),
    body,
    bodyHash: sha256(body),
  }
}

/** What was written; its body is read back only by who asks for it. */
function written(entry: NewEntry, row: Pick<ChainedRow, 'seq' | 'atMs' | 'body'>): Entry {
  return {
    seq: row.seq,
    atMs: row.atMs,
    actor: entry.actor,
    kind: entry.kind,
    subject: entry.subject,
    get body() {
      return JSON.parse(row.body) as Entry['body']
    },
  }
}

/** Few write most entries: those met last, by their words. */
const actors = new Map<string, Actor>()
const mostActors = 256

function actorOf(words: string): Actor {
  const known = actors.get(words)
  if (known !== undefined) return known
  const actor = Object.freeze(Actor.parse(JSON.parse(words)))
  if (actors.size >= mostActors) actors.clear()
  actors.set(words, actor)
  return actor
}

function toEntry(row: EntryRow): Entry {
  return {
    seq: row.seq,
    atMs: row.atMs,
    actor: actorOf(row.actor),
    kind: row.kind,
    subject: row.subject,
    body: JSON.parse(row.body) as Entry['body'],
  }
}
