import { writeFile } from 'node:fs/promises'
import writeXlsxFile from 'write-excel-file/node'
import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import type { LedgerPage } from '../../shared/domain/ledger.ts'

/** Columns whose values Excel should know as times, not as text. */
const timeColumns: ReadonlySet<string> = new Set(['time', 'end'])

/** Writes a ledger as an Excel file: typed times, headings that stay when the sheet is scrolled. */
export async function writeXlsx(path: string, page: LedgerPage): Promise<void> {
  const headings = page.columns.map(column => ({
    value: column.title,
    fontWeight: 'bold' as const,
    backgroundColor: '#dfe7f3',
    wrap: true,
  }))
  const rows = page.rows.map(row =>
    cellsWithRemarks(row).map((cell, index) => {
      const column = page.columns[index]?.id ?? ''
      const atMs = timeColumns.has(column) ? Date.parse(`${cell.replace(' ', 'T')}+08:00`) : Number.NaN
      // Excel has no time zones: the cell holds Beijing wall time.
      if (!Number.isNaN(atMs))
        return { type: Date, value: new Date(atMs + beijingOffsetMs), format: 'yyyy-mm-dd hh:mm:ss' }
      return { type: String, value: cell, wrap: true }
    }),
  )
  const columns = page.columns.map(column => ({ width: Math.max(10, Math.round(column.width * 1.4)) }))
  await writeXlsxFile([headings, ...rows], {
    columns: columns.map((column, index) =>
      timeColumns.has(page.columns[index]?.id ?? '') ? { width: 20 } : column,
    ),
    sheet: page.title.slice(0, 31),
    stickyRowsCount: 1,
    orientation: 'landscape',
  }).toFile(path)
}

/** Writes a ledger as CSV in UTF-8 with byte order mark, so that Excel opens Chinese right. */
export async function writeCsv(path: string, page: LedgerPage): Promise<void> {
  const lines = [page.columns.map(column => column.title), ...page.rows.map(cellsWithRemarks)]
  await writeFile(path, `\u{FEFF}${lines.map(cells => cells.map(csvCell).join(',')).join('\r\n')}\r\n`)
}

/** What was said about a row later stands in its last cell: a sheet has no rows between rows. */
function cellsWithRemarks({ cells, remarks = [] }: LedgerPage['rows'][number]): string[] {
  const last = [cells.at(-1) ?? '', ...remarks].filter(part => part !== '').join('\n')
  return [...cells.slice(0, -1), last]
}

/** Quoted always; a leading `=`, `+`, `-` or `@` gets an apostrophe, so that no cell becomes a formula. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
