import type { CellType, LedgerColumn, LedgerId, LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import type { Words } from './words.ts'

/**
 * A ledger is a definition: which journal entries feed it and how they become rows. The table on the screen, the
 * Excel and CSV files and the printed form all come from this one.
 */
export interface LedgerDefinition {
  readonly id: LedgerId
  /** Columns as the form prints them; widths in percent of the paper. */
  readonly columns: readonly { readonly id: string; readonly width: number; readonly type?: CellType }[]
  /** Journal kinds that feed it. */
  readonly kinds: readonly string[]
  /**
   * For a ledger with one row for many entries (an incident, a viewing): the kind that opens a row. Its later entries
   * belong to the row even when they fall behind the period.
   */
  readonly opensRow?: string
  /** In such a ledger, the kinds that a row may begin with; without it, `opensRow` alone. */
  readonly startsRow?: readonly string[]
  /** In such a ledger, the kinds whose entries are each a row by themselves, whatever they are about. */
  readonly alone?: readonly string[]
  /** How much later than an entry another may be that takes its row away, ms. */
  readonly looksAheadMs?: number
  /** Turns the entries, oldest first, into rows, oldest first. */
  readonly rows: (entries: readonly Entry[], words: Words) => LedgerRow[]
  /** Who signs the printed form; text keys. */
  readonly signatures: readonly string[]
  /** What the form prints under its table; text keys. */
  readonly notes?: readonly string[]
  /** Least time it is kept (A-15.3.1.b: 30 days for alarms and arming). */
  readonly retentionDays: number
}

/** The columns with their headings. */
export function columnsOf({ id: ledger, columns }: LedgerDefinition, words: Words): LedgerColumn[] {
  return columns.map(column => ({ ...column, title: words.text(`ledger.${ledger}.column.${column.id}`) }))
}

/** One row for one entry. */
export function rowOf(entry: Entry, cells: readonly string[]): LedgerRow {
  return { seqs: [entry.seq], atMs: entry.atMs, cells: [...cells] }
}

/** Puts entries of one subject together, in the order in which the subjects first appear. */
export function bySubject(entries: readonly Entry[]): Entry[][] {
  return [...Map.groupBy(entries, entry => entry.subject).values()]
}
