import type { Entry } from '../journal/journal.ts'
import type { Words } from '../ledgers/words.ts'
import { normalised } from './grams.ts'

const excerptLength = 160
/** What the program calls things by: ids and values of choices, which nobody reads. */
const isCode = /^[\w./:@+-]*$/
const isIsoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/**
 * What an entry says in one line, as a person reads it: what kind it is, then the words of its row in the ledger, or
 * where it makes no row of its own, what was written in it. Where it is too long, the part around what was looked for.
 * @param cells the row that it makes; null for none
 * @param pieces all that can be found in it
 * @param who is shown beside it already
 * @param wanted what was looked for, each normalised; empty for nothing
 */
export function excerptOf(
  entry: Pick<Entry, 'kind' | 'atMs'>,
  { cells, pieces, who }: { cells: readonly string[] | null; pieces: readonly string[]; who: string },
  wanted: readonly string[],
  words: Words,
): string {
  const time = words.dateTime(entry.atMs)
  const said = (cells ?? pieces.map(piece => readable(piece, words))).filter(
    part => part !== '' && part !== who && part !== time,
  )
  const kind = kindName(entry.kind, words)
  const parts = [...new Set(said.includes(kind) ? said : [kind, ...said])]
  // What was found may stand in no column of the form.
  const shown = normalised(parts.join(' '))
  const hidden = wanted.filter(phrase => !shown.includes(phrase))
  parts.push(...pieces.filter(piece => hidden.some(phrase => normalised(piece).includes(phrase))))
  return cutAround(parts.join(' · ').replaceAll(/\s+/g, ' '), wanted[0] ?? '')
}

/** A text as people read it; empty for what only the program reads. */
function readable(piece: string, words: Words): string {
  if (isIsoTime.test(piece)) return words.dateTime(Date.parse(piece))
  return isCode.test(piece) ? (wordOfCode(piece, words) ?? '') : piece
}

/** Choices that the forms have words for. */
const choices = ['incident.kind.', 'incident.verdict.', 'shift.', 'daily.finding.', 'daily.report.']

function wordOfCode(code: string, words: Words): string | null {
  const keys = choices.map(choice => choice + code)
  return (
    keys.map(key => (words.text(key) === key ? null : words.text(key))).find(word => word !== null) ?? null
  )
}

/** What a kind of entries is called. */
function kindName(kind: string, words: Words): string {
  const name = words.text(`kind.${kind}`)
  return name === `kind.${kind}` ? words.text(`ledger.event.${kind}`) : name
}

function cutAround(line: string, wanted: string): string {
  if (line.length <= excerptLength) return line
  const [first = ''] = wanted.split(' ')
  const at = Math.max(0, line.toLowerCase().indexOf(first) - excerptLength / 4)
  return `${at === 0 ? '' : '…'}${line.slice(at, at + excerptLength)}${at + excerptLength < line.length ? '…' : ''}`
}
