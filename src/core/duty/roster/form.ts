import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import type { RosterPage } from '../../../shared/contract/roster.ts'
import type { PlannedDuty } from '../../../shared/domain/roster.ts'
import { escapeHtml, formStyle } from '../../ledgers/form.ts'
import { wordsIn, type Words } from '../../ledgers/words.ts'
import { writeSheet } from '../../ledgers/xlsx.ts'
import type { Locale } from '../../../shared/text/text.ts'

/** What the sheet says besides the roster. */
export interface RosterFormFacts {
  readonly school: string
  readonly printedBy: string
  readonly printedAtMs: number
  readonly head: { readonly seq: number; readonly hash: string }
}

/** A column of the sheet: a shift at a post, also one that the rules do not know any more. */
interface Column {
  readonly post: string
  readonly shift: string
  readonly title: string
}

const hourMs = 3_600_000

function columnsOf({ rules, duties }: RosterPage): Column[] {
  const columns = new Map<string, Column>()
  const put = (post: string, postName: string, shift: string, shiftName: string, times: string): void => {
    const title = [rules.posts.length > 1 ? postName : '', shiftName, times].filter(part => part !== '')
    if (!columns.has(`${post}:${shift}`))
      columns.set(`${post}:${shift}`, { post, shift, title: title.join(' ') })
  }
  for (const post of rules.posts)
    for (const shift of rules.shifts)
      put(post.id, post.name, shift.id, shift.name, `${shift.from}–${shift.to}`)
  for (const { post, postName, shift, shiftName } of duties) put(post, postName, shift, shiftName, '')
  return [...columns.values()]
}

/** Day, weekday, one name a column, and what the day is. */
function rowsOf(page: RosterPage, columns: readonly Column[], words: Words): string[][] {
  const names = new Map(page.duties.map(duty => [cellKey(duty), duty.personName]))
  return page.days.map(({ day, isFree, note }) => [
    day,
    words.text(`roster.weekday.${new Date(`${day}T00:00:00Z`).getUTCDay()}`),
    ...columns.map(column => names.get(cellKey({ ...column, day })) ?? ''),
    note === '' && isFree ? words.text('roster.free') : note,
  ])
}

const cellKey = ({ post, day, shift }: Pick<PlannedDuty, 'post' | 'day' | 'shift'>): string =>
  `${post}:${day}:${shift}`

const headsOf = (columns: readonly Column[], { text }: Words): string[] => [
  text('roster.day'),
  text('roster.weekday'),
  ...columns.map(({ title }) => title),
  text('roster.note'),
]

function titleOf(page: RosterPage, words: Words): string {
  const [first, last] = [page.days[0]?.day ?? '', page.days.at(-1)?.day ?? '']
  return words.text('roster.form.title', { from: first, to: last })
}

/** The roster for the wall of the guard room: A4 upright, a day a row, and how much each guard stands. */
export function rosterForm(
  page: RosterPage,
  facts: RosterFormFacts,
  locale: Locale,
): { html: string; fileName: string } {
  const words = wordsIn(locale)
  const { text } = words
  const columns = columnsOf(page)
  const title = titleOf(page, words)
  const cells = (tag: 'th' | 'td', values: readonly string[]): string =>
    values.map(value => `<${tag}>${escapeHtml(value)}</${tag}>`).join('')
  const free = new Set(page.days.filter(({ isFree }) => isFree).map(({ day }) => day))
  const rows = rowsOf(page, columns, words)
    .map(row => `<tr${free.has(row[0] ?? '') ? ' class="free"' : ''}>${cells('td', row)}</tr>`)
    .join('\n')
  const printed = text('form.printed-by', { name: facts.printedBy, time: words.dateTime(facts.printedAtMs) })
  const head = text('form.head-hash', { seq: facts.head.seq, hash: facts.head.hash })
  const signatures = ['form.signature.made-by', 'form.signature.leader']
    .map(key => `<div>${escapeHtml(text(key))}<i></i></div>`)
    .join('')
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${formStyle}${rosterStyle}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: facts.school }))}</span></p>
<table><thead><tr>${cells('th', headsOf(columns, words))}</tr></thead><tbody>
${rows}
</tbody></table>
<section class="notes">${[...sumsOf(page, words), ...absencesOf(page, words)].map(line => `<p>${escapeHtml(line)}</p>`).join('')}</section>
<section class="signatures">${signatures}</section>
<p class="proof">${escapeHtml(printed)}<br>${escapeHtml(head)}</p>
</body></html>`
  return { html, fileName: `${title}.pdf` }
}

const rosterStyle = `
@page { size: A4 portrait; margin: 12mm 12mm 14mm }
body { font-size: 9.5pt; line-height: 1.3 }
h1 { font-size: 15pt; margin-bottom: 2mm }
th, td { padding: 0.6mm 1.2mm; text-align: center }
.signatures { margin-top: 5mm }
.proof { margin-top: 3mm }
.free td { background: #eee }
`

/** How often and how long each is planned. */
function sumsOf({ duties }: RosterPage, { text }: Words): string[] {
  const people = [...Map.groupBy(duties, ({ personName }) => personName)]
  if (people.length === 0) return []
  const each = people.map(([name, own]) => {
    const hours = own.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / hourMs, 0)
    return text('roster.sum', { name, count: own.length, hours: Math.round(hours) })
  })
  return [text('roster.sums', { sums: each.join('；') })]
}

const absencesOf = ({ absences }: RosterPage, { text }: Words): string[] =>
  absences.map(({ personName, fromDay, toDay, reason }) =>
    text('roster.absence.line', { name: personName, from: fromDay, to: toDay, reason }),
  )

/** Writes the roster as an Excel file into a folder; gives the file's name there. */
export async function writeRoster(folder: string, page: RosterPage, locale: Locale): Promise<string> {
  const words = wordsIn(locale)
  const columns = columnsOf(page)
  const heads = headsOf(columns, words)
  const fileName = `${titleOf(page, words)}.xlsx`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await writeSheet(join(folder, fileName), {
    title: words.text('roster.title'),
    columns: heads.map(title => ({ title, width: Math.max(12, title.length + 6) })),
    rows: rowsOf(page, columns, words),
  })
  return fileName
}
