import { ZipWriter } from '../platform/zip-stream.ts'

/** A cell: words, a time as wall time (ms as if it were UTC, since Excel has no time zones), a number, or a share of 1. */
export type XlsxCell =
  string | { readonly wallTimeMs: number } | { readonly number: number } | { readonly share: number }

export interface XlsxSheet {
  readonly title: string
  readonly columns: readonly { readonly title: string; readonly width: number }[]
  readonly rows: Iterable<readonly XlsxCell[]>
}

/** Bytes of the sheet that are put together before they are packed. */
const chunkLength = 64 * 1024
const maxCellLength = 32_767
const dayMs = 86_400_000
/** Day 0 of Excel before 1970-01-01. */
const excelEpochDays = 25_569

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * Writes one sheet as an Excel file (ECMA-376) row by row: typed times, headings that stay when it is scrolled. Memory
 * does not grow with the rows.
 */
export async function writeSheet(path: string, sheet: XlsxSheet): Promise<void> {
  await using zip = await ZipWriter.create(path)
  await zip.add('[Content_Types].xml', text(contentTypes))
  await zip.add('_rels/.rels', text(relations('officeDocument', 'xl/workbook.xml')))
  await zip.add('xl/workbook.xml', text(workbook(sheet.title)))
  await zip.add(
    'xl/_rels/workbook.xml.rels',
    text(relations('worksheet', 'worksheets/sheet1.xml', 'styles', 'styles.xml')),
  )
  await zip.add('xl/styles.xml', text(styles))
  await zip.add('xl/worksheets/sheet1.xml', chunks(sheetParts(sheet)))
  await zip.finish()
}

const text = (xml: string): Buffer[] => [Buffer.from(declaration + xml)]

function* chunks(parts: Iterable<string>): Generator<Buffer> {
  let waiting = declaration
  for (const part of parts) {
    waiting += part
    if (waiting.length < chunkLength) continue
    yield Buffer.from(waiting)
    waiting = ''
  }
  yield Buffer.from(waiting)
}

function* sheetParts({ columns, rows }: XlsxSheet): Generator<string> {
  const widths = columns
    .map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
    .join('')
  yield `<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`
  yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  yield `<cols>${widths}</cols><sheetData>`
  yield `<row>${columns.map(({ title }) => words(title, 1)).join('')}</row>`
  for (const row of rows) yield `<row>${row.map(cell).join('')}</row>`
  yield '</sheetData><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
}

function cell(value: XlsxCell): string {
  if (typeof value === 'string') return words(value, 3)
  if ('number' in value) return `<c s="4"><v>${value.number}</v></c>`
  if ('share' in value) return `<c s="5"><v>${value.share}</v></c>`
  return `<c s="2"><v>${value.wallTimeMs / dayMs + excelEpochDays}</v></c>`
}

const words = (value: string, style: number): string =>
  value === ''
    ? `<c s="${style}"/>`
    : `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value.slice(0, maxCellLength))}</t></is></c>`

/** What XML cannot hold at all (control characters, lone surrogates) becomes U+FFFD. */
function escapeXml(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A sheet's name has at most 31 characters and none of these. */
const workbook = (title: string): string =>
  `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escapeXml(
    title.replaceAll(/[\\/?*[\]:]/g, '-').slice(0, 31),
  )}" sheetId="1" r:id="rId1"/></sheets></workbook>`

function relations(...pairs: readonly string[]): string {
  let items = ''
  for (let at = 0; at < pairs.length; at += 2)
    items += `<Relationship Id="rId${at / 2 + 1}" Type="${office}/${pairs[at]}" Target="${pairs[at + 1]}"/>`
  return `<Relationships xmlns="${packageRelations}">${items}</Relationships>`
}

const contentTypes =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`

/** 0 plain, 1 heading, 2 time, 3 words, 4 number, 5 share as percent. */
const styles =
  `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFDFE7F3"/></patternFill></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/>' +
  '<xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment wrapText="1"/></xf>' +
  '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>' +
  '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
  '<xf applyAlignment="1"><alignment vertical="top"/></xf>' +
  '<xf numFmtId="165" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>'
