/** One cell row of a CSV, with the line of the file it began on. */
export interface CsvLine {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Reads CSV as Excel writes it (RFC 4180): quotes, doubled quotes, line breaks inside quotes; comma, semicolon or tab,
 * whichever the first line uses. Empty lines are left out.
 */
export function parseCsv(text: string): CsvLine[] {
  const source = text.replace(/^\u{FEFF}/u, '')
  const separator = separatorOf(source)
  const lines: CsvLine[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let begunAt = 1
  const endLine = (): void => {
    cells.push(cell.trim())
    if (cells.some(value => value !== '')) lines.push({ line: begunAt, cells })
    cells = []
    cell = ''
    begunAt = line
  }
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    if (character === '\n') line++
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (source[at + 1] === '"') {
        cell += '"'
        at++
      } else isQuoted = false
    } else if (character === '"' && cell.trim() === '') {
      cell = ''
      isQuoted = true
    } else if (character === separator) {
      cells.push(cell.trim())
      cell = ''
    } else if (character === '\n') endLine()
    else if (character !== '\r') cell += character
  }
  endLine()
  return lines
}

function separatorOf(source: string): string {
  const first = source.split('\n', 1)[0] ?? ''
  const count = (separator: string): number => first.split(separator).length
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ','
}
