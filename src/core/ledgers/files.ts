import { writeFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CellType, LedgerSheet, LedgerRow } from '../../shared/domain/ledger.ts'
import { writeSheet, type XlsxCell } from './xlsx.ts'

/** Rows that are put together at one go. */
const rowsAtATime = 1_000

/** What a sheet is made of; its rows may come one by one, from wherever they lie. */
interface SheetRows extends Pick<LedgerSheet, 'title' | 'columns'> {
  readonly rows: Iterable<Pick<LedgerRow, 'cells' | 'remarks'>>
}

/** Writes a ledger as an Excel file: typed cells, headings that stay when the sheet is scrolled. */
export async function writeXlsx(path: string, page: SheetRows): Promise<void> {
  await writeSheet(path, {
    title: page.title,
    columns: page.columns.map(({ title, width, type }) => ({
      title,
      width: type === 'time' ? 20 : Math.max(10, Math.round(width * 1.4)),
    })),
    rows: cellsOf(page),
  })
}

function* cellsOf(page: SheetRows): Generator<XlsxCell[]> {
  for (const row of page.rows)
    yield cellsWithRemarks(row).map((cell, at) => typed(cell, page.columns[at]?.type))
}

/** A cell as what its column says that it is; as words where it is not just that. */
function typed(cell: string, type: CellType | undefined): XlsxCell {
  if (type === undefined) return cell
  if (type === 'time') {
    const said = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)$/.exec(cell)
    // Excel has no time zones: the cell holds Beijing wall time.
    return said === null ? cell : { wallTimeMs: Date.parse(`${said[1]}T${said[2]}Z`) }
  }
  const said = /^(-?\d{1,15}(?:\.\d{1,6})?)(%?)$/.exec(cell)
  if (said === null || (said[2] === '%') !== (type === 'percent')) return cell
  return type === 'percent' ? { share: Number(said[1]) / 100 } : { number: Number(said[1]) }
}

/** Writes a ledger as CSV in UTF-8 with byte order mark, so that Excel opens Chinese right. */
export async function writeCsv(path: string, page: LedgerSheet): Promise<void> {
  await writeFile(path, csvParts(page))
}

async function* csvParts({ columns, rows }: LedgerSheet): AsyncGenerator<string> {
  yield `\u{FEFF}${csvLine(columns.map(column => column.title))}`
  for (let from = 0; from < rows.length; from += rowsAtATime) {
    yield rows
      .slice(from, from + rowsAtATime)
      .map(row => csvLine(cellsWithRemarks(row)))
      .join('')
    await nextTurn()
  }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** What was said about a row later stands in its last cell: a sheet has no rows between rows. */
function cellsWithRemarks({ cells, remarks = [] }: Pick<LedgerRow, 'cells' | 'remarks'>): string[] {
  const last = [cells.at(-1) ?? '', ...remarks].filter(part => part !== '').join('\n')
  return [...cells.slice(0, -1), last]
}

/** Quoted always; a leading `=`, `+`, `-` or `@` gets an apostrophe, so that no cell becomes a formula. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
