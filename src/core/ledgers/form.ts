import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DayClosing } from '../../shared/contract/books.ts'
import type { LedgerSheet, LedgerQuery } from '../../shared/domain/ledger.ts'
import type { LedgerDefinition } from './definition.ts'
import type { Words } from './words.ts'

/** Rows that are put into HTML at one go. */
const rowsAtATime = 1_000

/** What the form says besides its rows. */
export interface FormFacts {
  readonly school: string
  readonly printedBy: string
  readonly printedAtMs: number
  /** Name of the camera that the rows are about; empty for all. */
  readonly camera: string
  readonly head: { readonly seq: number; readonly hash: string }
  /** Of the days of a ledger that is kept by day, the oldest first. */
  readonly closings?: readonly DayClosing[]
}

/**
 * The form as it goes to paper: one HTML document without script or outside address. Printing and PDF both come from
 * it (A4, page numbers are put in by the printer), so paper and screen say the same.
 * @param rows of the page as HTML, where they were made before (see `rowsHtml`)
 */
export function formHtml(
  definition: LedgerDefinition,
  page: LedgerSheet,
  query: LedgerQuery,
  facts: FormFacts,
  words: Words,
  rows: string = page.rows.map(row => rowHtml(row)).join('\n'),
): string {
  const { text } = words
  const heads = page.columns
    .map(column => `<th style="width:${column.width}%">${escapeHtml(column.title)}</th>`)
    .join('')
  const empty = `<tr><td class="empty" colspan="${page.columns.length}">${escapeHtml(text('form.empty'))}</td></tr>`
  const period = text('form.period', { from: words.dateTime(query.fromMs), to: words.dateTime(query.toMs) })
  const filter =
    (query.text === '' ? '' : ` · ${text('form.filter', { text: query.text })}`) +
    (facts.camera === '' ? '' : ` · ${text('form.camera', { name: facts.camera })}`)
  const notes = (definition.notes ?? []).map(key => `<p>${escapeHtml(text(key))}</p>`).join('')
  const closed = (facts.closings ?? [])
    .map(closing => `<p>${escapeHtml(closingWords(closing, words))}</p>`)
    .join('')
  const signatures = definition.signatures
    .map(
      key =>
        `<div>${escapeHtml(text(key))}<i></i>${escapeHtml(text('form.signature.date'))}<i class="short"></i></div>`,
    )
    .join('')
  const printed = text('form.printed-by', { name: facts.printedBy, time: words.dateTime(facts.printedAtMs) })
  const head = text('form.head-hash', { seq: facts.head.seq, hash: facts.head.hash })
  return `<!doctype html>
<html lang="${words.locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(page.title)}</title><style>${formStyle}</style></head>
<body${page.columns.length > 10 ? ' class="dense"' : ''}>
<h1>${escapeHtml(page.title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: facts.school }))}</span><span>${escapeHtml(period + filter)}</span><span>${escapeHtml(text('form.rows', { count: page.total }))}</span></p>
<table><thead><tr>${heads}</tr></thead><tbody>
${page.rows.length === 0 ? empty : rows}
</tbody></table>
${notes + closed === '' ? '' : `<section class="notes">${notes}${closed}</section>\n`}<section class="signatures">${signatures}</section>
<p class="proof">${escapeHtml(printed)}<br>${escapeHtml(head)}</p>
</body></html>`
}

/** The rows of a form, some thousand between two turns of the loop. */
export async function rowsHtml(rows: LedgerSheet['rows']): Promise<string> {
  const parts: string[] = []
  for (let from = 0; from < rows.length; from += rowsAtATime) {
    parts.push(
      rows
        .slice(from, from + rowsAtATime)
        .map(row => rowHtml(row))
        .join('\n'),
    )
    await nextTurn()
  }
  return parts.join('\n')
}

/** A row, and under it what was said about it later; struck through where it does not hold any more. */
function rowHtml({ cells, struck, remarks = [] }: LedgerSheet['rows'][number]): string {
  const own = `<tr${struck === true ? ' class="struck"' : ''}>${cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
  if (remarks.length === 0) return own
  return `${own}\n<tr class="remark"><td colspan="${cells.length}">${escapeHtml(remarks.join('\n'))}</td></tr>`
}

/** Who closed the day, when, and whether the ledger still says what was looked over. */
function closingWords({ day, byName, atMs, note, since }: DayClosing, { text, dateTime }: Words): string {
  return [
    text('closings.closed', { day, name: byName, time: dateTime(atMs) }),
    note === '' ? '' : text('closings.closed.note', { note }),
    since === 'same' ? '' : ` · ${text(`closings.since.${since}`)}`,
  ].join('')
}

/** How every form looks on paper; A4. */
export const formStyle = `
@page { size: A4 landscape; margin: 14mm 12mm 16mm }
body { font: 10.5pt/1.45 "Noto Sans CJK SC", "Microsoft YaHei", "SimSun", sans-serif; color: #000; margin: 0 }
h1 { font-size: 18pt; text-align: center; margin: 0 0 4mm }
.facts { display: flex; justify-content: space-between; gap: 8mm; margin: 0 0 2mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 0.3mm solid #000; padding: 1.2mm 1.5mm; text-align: left; vertical-align: top; white-space: pre-line; overflow-wrap: anywhere }
th { text-align: center; font-weight: 600; text-wrap: balance }
.dense table { font-size: 7.5pt; line-height: 1.35 }
.dense th, .dense td { padding: 0.8mm 0.9mm }
.struck td { text-decoration: line-through; color: #444 }
.remark td { font-size: 9pt; background: #f2f2f2 }
.notes { margin-top: 3mm; font-size: 9.5pt; break-inside: avoid }
.notes p { margin: 0 0 1mm }
.empty { text-align: center; padding: 6mm }
.signatures { display: flex; gap: 10mm; margin-top: 8mm; break-inside: avoid }
.signatures div { white-space: nowrap }
.signatures i { display: inline-block; width: 38mm; border-bottom: 0.3mm solid #000; margin: 0 2mm }
.signatures i.short { width: 24mm }
.proof { margin-top: 6mm; font-size: 8pt; color: #333; overflow-wrap: anywhere; break-inside: avoid }
`

/** Text as it may stand in HTML, also inside an attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
