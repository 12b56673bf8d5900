import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Scan } from '../../shared/domain/approval.ts'
import { Actor } from '../../shared/domain/person.ts'
import type { ChainedRow } from '../journal/chain.ts'
import type { Entry } from '../journal/journal.ts'
import { withCorrections } from '../ledgers/corrections.ts'
import type { LedgerDefinition } from '../ledgers/definition.ts'
import type { Words } from '../ledgers/words.ts'
import type { ManifestLedger } from './format.ts'
import { LedgerFiles, type LedgerFacts } from './ledger-files.ts'
import type { RowIndex } from './row-index.ts'
import { scansIn } from './scans.ts'

/** Rows of many entries are made for so many subjects at a time. */
const subjectsAtATime = 100
/** Entries of a ledger whose rows are made at one go, at least and at most. */
const fewestEntries = 300
const mostEntries = 1_000
/** Entries further apart than this know nothing of each other (an arming that was read and then reported). */
const apartMs = 300_000

/** Makes the rows of every ledger out of the entries as they are read, without ever holding all of them. */
export class LedgerRows implements AsyncDisposable {
  readonly #options: LedgerRowsOptions
  readonly #files: readonly LedgerFiles[]
  readonly #waiting: Entry[][]
  /** Ledgers by the kinds that feed them: those with a row for many entries, and the others. */
  readonly #gathered: ReadonlyMap<string, readonly number[]>
  readonly #single: ReadonlyMap<string, readonly number[]>

  private constructor(options: LedgerRowsOptions, files: readonly LedgerFiles[]) {
    this.#options = options
    this.#files = files
    this.#waiting = options.ledgers.map(() => [])
    this.#gathered = byKind(options.ledgers, ({ opensRow }) => opensRow !== undefined)
    this.#single = byKind(options.ledgers, ({ opensRow }) => opensRow === undefined)
  }

  static async create(options: LedgerRowsOptions): Promise<LedgerRows> {
    const files: LedgerFiles[] = []
    for (const definition of options.ledgers) files.push(await LedgerFiles.create(definition, options.facts))
    return new LedgerRows(options, files)
  }

  /** The next stretch of the journal. */
  async take(rows: readonly ChainedRow[]): Promise<void> {
    const { index, lastSeq } = this.#options
    const whole = rows.filter(({ body }) => body !== '')
    index.all(() => {
      for (const { seq, kind, subject } of whole)
        for (const at of this.#gathered.get(kind) ?? []) index.add(at, subject, seq, seq <= lastSeq)
    })
    for (const row of whole) {
      const of = row.seq <= lastSeq ? (this.#single.get(row.kind) ?? []) : []
      if (of.length === 0) continue
      const entry = entryOf(row)
      for (const at of of) await this.#put(at, entry)
    }
  }

  /** What is left, and the rows of many entries. */
  async finish(progress: (fraction: number) => void, signal: AbortSignal): Promise<ManifestLedger[]> {
    const { ledgers } = this.#options
    const made: ManifestLedger[] = []
    for (const [at, files] of this.#files.entries()) {
      await this.#write(at, this.#waiting[at]?.splice(0) ?? [])
      if (ledgers[at]?.opensRow !== undefined) await this.#gather(at, signal)
      made.push(await files.finish())
      progress((at + 1) / this.#files.length)
      signal.throwIfAborted()
    }
    return made
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const files of this.#files) await files[Symbol.asyncDispose]()
  }

  async #put(at: number, entry: Entry): Promise<void> {
    const waiting = this.#waiting[at] ?? []
    const isApart = entry.atMs - (waiting.at(-1)?.atMs ?? entry.atMs) > apartMs
    if (waiting.length >= mostEntries || (waiting.length >= fewestEntries && isApart))
      await this.#write(at, waiting.splice(0))
    waiting.push(entry)
  }

  /** Subject by subject, in the order in which they began. */
  async #gather(at: number, signal: AbortSignal): Promise<void> {
    const { index, entry } = this.#options
    for (let after = 0; ;) {
      const openings = index.openings(at, after, subjectsAtATime)
      if (openings.length === 0) return
      const seqs = openings.flatMap(({ subject }) => index.seqsOf(at, subject)).toSorted((a, b) => a - b)
      await this.#write(
        at,
        seqs.map(seq => entry(seq)).filter(found => found !== null),
      )
      after = openings.at(-1)?.seq ?? Infinity
      await nextTurn()
      signal.throwIfAborted()
    }
  }

  async #write(at: number, entries: readonly Entry[]): Promise<void> {
    const { ledgers, facts, words, corrections, addScan } = this.#options
    const definition = ledgers[at]
    if (definition === undefined || entries.length === 0) return
    const { fromMs, toMs } = facts.period
    const found = definition.rows(entries, words)
    const rows = withCorrections(found, corrections, definition.id, words).filter(
      ({ atMs }) => atMs >= fromMs && atMs < toMs,
    )
    const scans = new Map(entries.map(({ seq, body }) => [seq, scansIn(body)]))
    for (const scan of rows.flatMap(row => [
      ...(row.line?.attachments ?? []),
      ...row.seqs.flatMap(seq => scans.get(seq) ?? []),
    ]))
      addScan(scan)
    await this.#files[at]?.add(rows, seqs => seqs.flatMap(seq => scans.get(seq) ?? []))
  }
}

export interface LedgerRowsOptions {
  readonly ledgers: readonly LedgerDefinition[]
  readonly facts: LedgerFacts
  readonly words: Words
  /** The last entry of the period. */
  readonly lastSeq: number
  readonly index: RowIndex
  /** An entry by its number; null when its body is purged. */
  readonly entry: (seq: number) => Entry | null
  /** Every correction that was written about rows since the period began. */
  readonly corrections: readonly Entry[]
  /** A paper that a row names. */
  readonly addScan: (scan: Scan) => void
}

function byKind(
  ledgers: readonly LedgerDefinition[],
  isMeant: (definition: LedgerDefinition) => boolean,
): ReadonlyMap<string, readonly number[]> {
  const of = new Map<string, number[]>()
  for (const [at, definition] of ledgers.entries())
    for (const kind of isMeant(definition) ? definition.kinds : [])
      of.set(kind, [...(of.get(kind) ?? []), at])
  return of
}

function entryOf({ seq, atMs, actor, kind, subject, body }: ChainedRow): Entry {
  return {
    seq,
    atMs,
    actor: Actor.parse(JSON.parse(actor)),
    kind,
    subject,
    body: JSON.parse(body) as Entry['body'],
  }
}
