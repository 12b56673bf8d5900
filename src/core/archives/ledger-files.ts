import { closeSync, openSync, readSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import type { Scan } from '../../shared/domain/approval.ts'
import type { LedgerColumn, LedgerRow } from '../../shared/domain/ledger.ts'
import { columnsOf, type LedgerDefinition } from '../ledgers/definition.ts'
import { writeXlsx } from '../ledgers/files.ts'
import { formHtml, type FormFacts } from '../ledgers/form.ts'
import type { Words } from '../ledgers/words.ts'
import type { ManifestLedger, RowLine } from './format.ts'
import { LineWriter } from './line-writer.ts'

/** Rows of one printed volume: Chromium lays out some hundred pages at a time. */
const rowsPerForm = 2_000
/** Rows of one part of the offline page. */
const rowsPerPart = 500
/** Rows of one sheet; Excel takes 1,048,576. */
const rowsPerSheet = 500_000
const readBytes = 64 * 1024

/** What every file of a ledger says besides its rows. */
export interface LedgerFacts {
  readonly folder: string
  readonly period: { readonly fromMs: number; readonly toMs: number }
  readonly form: FormFacts
  readonly words: Words
}

/** Writes one ledger as its rows come: lines of JSON, printed volumes, parts of the offline page; at the end the sheets. */
export class LedgerFiles implements AsyncDisposable {
  readonly #definition: LedgerDefinition
  readonly #facts: LedgerFacts
  readonly #lines: LineWriter
  readonly #columns: LedgerColumn[]
  readonly #title: string
  readonly #forms: string[] = []
  readonly #parts: string[] = []
  #formRows: LedgerRow[] = []
  #partRows: RowLine[] = []
  #count = 0

  private constructor(definition: LedgerDefinition, facts: LedgerFacts, lines: LineWriter) {
    const { words } = facts
    this.#definition = definition
    this.#facts = facts
    this.#lines = lines
    this.#title = words.text(`ledger.${definition.id}.title`)
    this.#columns = columnsOf(definition, words)
  }

  static async create(definition: LedgerDefinition, facts: LedgerFacts): Promise<LedgerFiles> {
    await mkdir(join(facts.folder, 'ledgers', definition.id), { recursive: true, mode: 0o700 })
    await mkdir(join(facts.folder, 'viewer', definition.id), { recursive: true, mode: 0o700 })
    const lines = await LineWriter.create(join(facts.folder, 'ledgers', definition.id, 'rows.jsonl'))
    return new LedgerFiles(definition, facts, lines)
  }

  /** @param scansOf papers that an entry names */
  async add(
    rows: readonly LedgerRow[],
    scansOf: (seqs: readonly number[]) => readonly Scan[],
  ): Promise<void> {
    for (const row of rows) {
      const line = lineOf(row, [...(row.line?.attachments ?? []), ...scansOf(row.seqs)], this.#facts.words)
      await this.#lines.line(JSON.stringify(line))
      this.#partRows.push(line)
      this.#formRows.push(row)
      this.#count++
      if (this.#partRows.length >= rowsPerPart) await this.#endPart()
      if (this.#formRows.length >= rowsPerForm) await this.#endForm()
    }
  }

  /** Writes what is left; forms are HTML until somebody makes PDFs of them. */
  async finish(): Promise<ManifestLedger> {
    await this.#lines.finish()
    if (this.#partRows.length > 0) await this.#endPart()
    if (this.#formRows.length > 0) await this.#endForm()
    const { id } = this.#definition
    return {
      id,
      title: this.#title,
      columns: this.#columns.map(column => ({ id: column.id, title: column.title })),
      rows: this.#count,
      files: {
        rows: `ledgers/${id}/rows.jsonl`,
        // An empty ledger has its empty list of lines, which says so; a printed page of nothing says no more.
        xlsx: this.#count === 0 ? [] : await this.#writeSheets(),
        forms: this.#forms,
        viewer: this.#parts,
      },
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#lines[Symbol.asyncDispose]()
  }

  async #endPart(): Promise<void> {
    const name = `viewer/${this.#definition.id}/${this.#parts.length + 1}.js`
    this.#parts.push(name)
    const rows = this.#partRows
    this.#partRows = []
    // A script, not JSON: a page from the disk may not read other files in any other way.
    await writeFile(join(this.#facts.folder, name), `zhishouPart(${JSON.stringify(rows)})\n`, { mode: 0o600 })
  }

  async #endForm(): Promise<void> {
    const { folder, period, form, words } = this.#facts
    const { id } = this.#definition
    const number = this.#forms.length + 1
    const name = `ledgers/${id}/${id}-${number}.html`
    this.#forms.push(name)
    const rows = this.#formRows
    this.#formRows = []
    const title = number === 1 ? this.#title : words.text('archives.volume', { title: this.#title, number })
    const page = { ledger: id, title, columns: this.#columns, rows, total: rows.length }
    const query = { ledger: id, ...period, text: '', cameraId: '', locale: words.locale }
    await writeFile(join(folder, name), formHtml(this.#definition, page, query, form, words), { mode: 0o600 })
  }

  async #writeSheets(): Promise<string[]> {
    const { folder } = this.#facts
    const { id } = this.#definition
    const names: string[] = []
    // From the file: memory does not hold the rows of a term.
    const lines = rowsFrom(join(folder, 'ledgers', id, 'rows.jsonl'))
    let next = lines.next()
    do {
      const name = `ledgers/${id}/${id}-${names.length + 1}.xlsx`
      names.push(name)
      const rows = function* () {
        for (let count = 0; count < rowsPerSheet && next.done !== true; count++) {
          yield next.value
          next = lines.next()
        }
      }
      await writeXlsx(join(folder, name), { title: this.#title, columns: this.#columns, rows: rows() })
    } while (next.done !== true)
    return names
  }
}

function lineOf(row: LedgerRow, scans: readonly Scan[], words: Words): RowLine {
  const attachments = [...new Map(scans.map(scan => [scan.hash, scan])).values()]
  return {
    seqs: row.seqs,
    time: words.dateTime(row.atMs),
    cells: row.cells,
    ...(row.struck === true && { struck: true }),
    ...(row.remarks !== undefined && row.remarks.length > 0 && { remarks: row.remarks }),
    ...(attachments.length > 0 && { attachments }),
  }
}

/** The rows of a file of lines, read piece by piece. */
function* rowsFrom(path: string): Generator<Pick<LedgerRow, 'cells' | 'remarks'>, undefined> {
  const handle = openSync(path, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    const buffer = Buffer.alloc(readBytes)
    let rest = ''
    for (;;) {
      const bytes = readSync(handle, buffer)
      if (bytes === 0) return undefined
      const lines = (rest + decoder.write(buffer.subarray(0, bytes))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const { cells, remarks } = JSON.parse(line) as RowLine
        yield { cells: [...cells], remarks: [...(remarks ?? [])] }
      }
    }
  } finally {
    closeSync(handle)
  }
}
