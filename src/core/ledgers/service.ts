import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DayClosing } from '../../shared/contract/books.ts'
import type {
  LedgerColumn,
  LedgerId,
  LedgerKey,
  LedgerPage,
  LedgerQuery,
  LedgerRow,
  LedgerSheet,
} from '../../shared/domain/ledger.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Matters } from '../search/matters.ts'
import { alarmLedger } from './alarm-ledger.ts'
import { archivesLedger } from './archives-ledger.ts'
import { armingLedger } from './arming-ledger.ts'
import { closingsLedger } from './closings-ledger.ts'
import { dailyWatchLedger } from './daily-watch-ledger.ts'
import { bookLedgers } from './books/book-ledger.ts'
import { withCorrections } from './corrections.ts'
import { columnsOf, type LedgerDefinition } from './definition.ts'
import { dutyLedger } from './duty-ledger.ts'
import { writeCsv, writeXlsx } from './files.ts'
import { figuresLedger } from './figures-ledger.ts'
import { formHtml, rowsHtml } from './form.ts'
import { keepingLedger } from './keeping-ledger.ts'
import { isIn, readPage, readWhole } from './page.ts'
import { panelHealthLedger } from './panel-health-ledger.ts'
import { peopleLedger } from './people-ledger.ts'
import { videoAccessLedger } from './video-access-ledger.ts'
import { walkTestLedger } from './walk-test-ledger.ts'
import { byTime, startingKinds } from './walk.ts'
import { wordsIn, type Words } from './words.ts'

/** Every ledger of the station. A new one is a new line here and nothing else. */
export const ledgers: readonly LedgerDefinition[] = [
  dutyLedger,
  armingLedger,
  alarmLedger,
  dailyWatchLedger,
  videoAccessLedger,
  keepingLedger,
  figuresLedger,
  walkTestLedger,
  panelHealthLedger,
  archivesLedger,
  closingsLedger,
  peopleLedger,
  ...bookLedgers,
]

/** Where so many times more entries may begin rows than are copied at most, nobody begins to read. */
const hopeless = 2

/** Reads the ledgers out of the journal; never writes anything but the note that somebody took a copy. */
export class LedgerService {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #school: string
  readonly #exportDir: string
  readonly #cameraName: (id: string) => string
  readonly #matters: Pick<Matters, 'since'> | null
  readonly #mostCopied: number

  constructor(options: {
    journal: Journal
    clock: Clock
    school: string
    dataDir: string
    /** The name of a camera as it is now; its id where it is gone. */
    cameraName?: (id: string) => string
    /** Finds the later entries of a row; without it, all that came since is read. */
    matters?: Pick<Matters, 'since'>
    /** More rows than this do not go onto one form or into one file; a shorter period is asked for. */
    mostCopied?: number
  }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#school = options.school
    this.#cameraName = options.cameraName ?? (id => id)
    this.#matters = options.matters ?? null
    this.#mostCopied = options.mostCopied ?? 100_000
    this.#exportDir = join(options.dataDir, 'exports')
  }

  /** The ledgers that entries of a kind feed; a correction stands in the one that it is about. */
  ledgersOf(kind: string, subject = ''): LedgerId[] {
    if (kind === 'ledger.corrected')
      return ledgers.map(({ id }) => id).filter(id => subject.startsWith(`${id}:`))
    return ledgers.filter(({ kinds }) => kinds.includes(kind)).map(({ id }) => id)
  }

  /** The words of the row that an entry makes by itself; null for one that only belongs to a row, or to none. */
  cellsOf(entry: Entry, locale: LedgerQuery['locale']): readonly string[] | null {
    for (const { kinds, rows, opensRow } of ledgers) {
      // Where more follows, the first entry alone would say that the matter is open.
      const isWhole = opensRow === undefined || opensRow === 'book.entered'
      const [row] = isWhole && kinds.includes(entry.kind) ? rows([entry], wordsIn(locale)) : []
      if (row !== undefined) return row.cells
    }
    return null
  }

  /** Kinds of which many entries make one row. */
  groupedKinds(): ReadonlySet<string> {
    return new Set(ledgers.filter(({ opensRow }) => opensRow !== undefined).flatMap(({ kinds }) => kinds))
  }

  /** The kind that opens a row where many entries make one; null where each entry is a row. */
  opensRow(id: LedgerId): string | null {
    return definitionOf(id).opensRow ?? null
  }

  /** The place of the row with this entry among the rows of a period, the newest first; null when there is none. */
  indexOf(query: LedgerQuery, seq: number): number | null {
    const index = this.sheet(query)
      .rows.toReversed()
      .findIndex(row => row.seqs.includes(seq))
    return index < 0 ? null : index
  }

  list(locale: LedgerQuery['locale'] = 'zh-CN'): { id: LedgerId; title: string; columns: LedgerColumn[] }[] {
    const words = wordsIn(locale)
    return ledgers.map(definition => ({
      id: definition.id,
      title: words.text(`ledger.${definition.id}.title`),
      columns: columnsOf(definition, words),
    }))
  }

  /**
   * The newest rows first, and where the next page begins. Whatever the period and however rare what is looked for, no
   * more than some thousand entries are read; then the page is shorter, and the next goes on from there.
   * @param before where an earlier page said that the next begins; the newest row without it
   */
  page(query: LedgerQuery, offset: number, limit: number, before: LedgerKey | null = null): LedgerPage {
    const definition = definitionOf(query.ledger)
    const words = wordsIn(query.locale)
    const ground = { journal: this.#journal, matters: this.#matters, words }
    return { ...headOf(definition, words), ...readPage(definition, query, { before, offset, limit }, ground) }
  }

  /** The rows of a period as the record has them, oldest first. */
  rowsOf(ledger: LedgerId, fromMs: number, toMs: number): readonly LedgerRow[] {
    return this.sheet({ ledger, fromMs, toMs, text: '', cameraId: '', locale: 'zh-CN' }).rows
  }

  /** Whether a ledger may have rows in a period: asked of the index alone, whatever the period. */
  hasRows(ledger: LedgerId, fromMs: number, toMs: number): boolean {
    const definition = definitionOf(ledger)
    if (definition.opensRow === 'book.entered')
      return this.#journal
        .subjects(['book.entered'], fromMs, toMs)
        .some(each => each.startsWith(`${ledger}:`))
    return this.#journal.hasAny(startingKinds(definition), fromMs, toMs)
  }

  /** The row that an entry made; undefined when it made none in this ledger. */
  rowOf(ledger: LedgerId, seq: number): LedgerRow | undefined {
    const atMs = this.#journal.entry(seq)?.atMs
    return atMs === undefined
      ? undefined
      : this.rowsOf(ledger, atMs, atMs + 1).find(({ seqs }) => seqs.includes(seq))
  }

  /**
   * The form for print and PDF, oldest row first as in a book. The journal notes who had it made.
   * @param closings of the days of the period, the oldest first, for a ledger that is kept by day
   */
  async form(
    query: LedgerQuery,
    actor: UserActor,
    closings: readonly DayClosing[] = [],
  ): Promise<{ html: string; fileName: string }> {
    const page = await this.#readForExport(query)
    const rows = await rowsHtml(page.rows)
    this.#note('ledger.printed', query, page.total, actor)
    const facts = {
      school: this.#school,
      printedBy: actor.name,
      printedAtMs: this.#clock.now(),
      camera: query.cameraId === '' ? '' : this.#cameraName(query.cameraId),
      head: this.#journal.head(),
      closings,
    }
    const html = formHtml(definitionOf(query.ledger), page, query, facts, wordsIn(query.locale), rows)
    return { html, fileName: `${this.#baseName(page, query)}.pdf` }
  }

  /** Writes the rows, oldest first, into the station's export folder; returns the file's name there. */
  async export(
    query: LedgerQuery & { format: 'xlsx' | 'csv' },
    actor: UserActor,
  ): Promise<{ fileName: string }> {
    const page = await this.#readForExport(query)
    mkdirSync(this.#exportDir, { recursive: true, mode: 0o700 })
    const fileName = `${this.#baseName(page, query)}.${query.format}`
    const path = join(this.#exportDir, fileName)
    await (query.format === 'xlsx' ? writeXlsx(path, page) : writeCsv(path, page))
    this.#note('ledger.exported', query, page.total, actor)
    return { fileName }
  }

  #note(kind: string, query: LedgerQuery & { format?: string }, rows: number, actor: UserActor): void {
    const { ledger, fromMs, toMs, text, cameraId, format } = query
    this.#journal.append({
      actor,
      kind,
      subject: ledger,
      body: { fromMs, toMs, text, cameraId, rows, format },
    })
  }

  /** Stretch by stretch, so that an alarm is answered meanwhile; what cannot go onto one form is not read at all. */
  async #readForExport(query: LedgerQuery): Promise<LedgerSheet> {
    const definition = definitionOf(query.ledger)
    const words = wordsIn(query.locale)
    const kinds = startingKinds(definition)
    const most = this.#mostCopied
    // Lines of all books are of one kind: their number says nothing about one of them.
    const isCounted = definition.opensRow !== 'book.entered'
    if (isCounted && this.#journal.count(kinds, query.fromMs, query.toMs) > hopeless * most)
      throw new Refusal('ledgers.too-many', { limit: most })
    const ground = { journal: this.#journal, matters: this.#matters, words }
    const rows = await readWhole(definition, query, most, ground)
    return { ...headOf(definition, words), rows, total: rows.length }
  }

  /** All rows of a period as the record has them, oldest first. Takes as long as the period is. */
  sheet(query: LedgerQuery): LedgerSheet {
    const definition = definitionOf(query.ledger)
    const words = wordsIn(query.locale)
    const found = definition.rows(this.#entriesOf(definition, query), words)
    const corrections = this.#journal.between(['ledger.corrected'], query.fromMs, Number.MAX_SAFE_INTEGER)
    const isMeant = isIn(query)
    const rows = withCorrections(byTime(found), corrections, definition.id, words).filter(
      row => row.atMs < query.toMs && isMeant(row),
    )
    return { ...headOf(definition, words), rows, total: rows.length }
  }

  /** The entries of the period, and the later ones of the rows that opened in it. */
  #entriesOf({ kinds, opensRow }: LedgerDefinition, { fromMs, toMs }: LedgerQuery): Entry[] {
    if (opensRow === undefined) return this.#journal.between(kinds, fromMs, toMs)
    if (this.#matters === null) return this.#journal.between(kinds, fromMs, Number.MAX_SAFE_INTEGER)
    const within = this.#journal.between(kinds, fromMs, toMs)
    const subjects = new Set(within.map(({ subject }) => subject))
    const later = this.#journal.entries(this.#matters.since(subjects, kinds, toMs))
    return [...within, ...later].toSorted((a, b) => a.seq - b.seq)
  }

  #baseName(page: LedgerSheet, query: LedgerQuery): string {
    const words = wordsIn(query.locale)
    const day = (atMs: number): string => words.dateTime(atMs).slice(0, 10)
    const stamp = words.dateTime(this.#clock.now()).replaceAll(/[-: ]/g, '').slice(8)
    return `${page.title}_${day(query.fromMs)}_${day(query.toMs - 1)}_${stamp}`.replaceAll(
      /[\\/:*?"<>|]/g,
      '-',
    )
  }
}

function definitionOf(id: LedgerId): LedgerDefinition {
  const definition = ledgers.find(candidate => candidate.id === id)
  if (definition === undefined) throw new Refusal('ledgers.unknown')
  return definition
}

const headOf = (
  definition: LedgerDefinition,
  words: Words,
): Pick<LedgerSheet, 'ledger' | 'title' | 'columns'> => ({
  ledger: definition.id,
  title: words.text(`ledger.${definition.id}.title`),
  columns: columnsOf(definition, words),
})
