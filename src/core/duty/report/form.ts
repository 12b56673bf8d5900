import type { ShiftSummary } from '../../../shared/contract/shifts.ts'
import type { LedgerSheet } from '../../../shared/domain/ledger.ts'
import type { Locale } from '../../../shared/text/text.ts'
import { lengthWords, openWords, planWords, type Handed } from '../../ledgers/duty-words.ts'
import { escapeHtml, formStyle } from '../../ledgers/form.ts'
import { wordsIn, type Words } from '../../ledgers/words.ts'

interface Head {
  readonly seq: number
  readonly hash: string
}

/** All that stands on the sheet of a shift. */
export interface ShiftReport {
  readonly shift: ShiftSummary
  /** Its end, or now while it lasts. */
  readonly untilMs: number
  readonly events: LedgerSheet
  readonly alarms: LedgerSheet
  readonly arming: LedgerSheet
  readonly rounds: LedgerSheet
  /** Null where nobody took over. */
  readonly handover:
    | (Handed & {
        readonly note: string
        readonly signedAtMs: number | null
        readonly atMs: number
        readonly to: string
        readonly head: Head | null
      })
    | null
  readonly school: string
  readonly printedBy: string
  readonly printedAtMs: number
  readonly head: Head
}

/** What of each ledger the sheet shows: the rest is in the ledger itself. */
const columnsShown: Readonly<Record<'events' | 'alarms' | 'arming' | 'rounds', readonly string[]>> = {
  events: ['time', 'person', 'event', 'content'],
  alarms: ['time', 'place', 'kind', 'verified', 'handled', 'reported', 'record'],
  arming: ['time', 'partition', 'action', 'person', 'result'],
  rounds: ['person', 'cameras', 'findings', 'handling'],
}
const wideColumns: ReadonlySet<string> = new Set(['content', 'result', 'findings', 'cameras'])

/** 值班（交接班）记录表: A4 upright, for the folder of the guard room (A-10, A-N4.2). */
export function shiftForm(report: ShiftReport, locale: Locale): { html: string; fileName: string } {
  const words = wordsIn(locale)
  const { text } = words
  const { shift } = report
  const title = text('shift-report.title')
  const printed = text('form.printed-by', {
    name: report.printedBy,
    time: words.dateTime(report.printedAtMs),
  })
  const head = text('form.head-hash', { seq: report.head.seq, hash: report.head.hash })
  const sections = (['events', 'alarms', 'arming', 'rounds'] as const)
    .map((part, index) => section(`${index + 1}`, part, report[part], words))
    .join('\n')
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${formStyle}${reportStyle}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: report.school }))}</span><span>${escapeHtml(text('shift-report.number', { number: shift.id }))}</span></p>
${factsTable(report, words)}
${sections}
${handoverSection(report, words)}
<section class="signatures">${['shift-report.giver', 'shift-report.taker', 'form.signature.leader'].map(key => `<div>${escapeHtml(text(key))}<i></i></div>`).join('')}</section>
<p class="proof">${escapeHtml(printed)}<br>${escapeHtml(head)}</p>
</body></html>`
  const day = words.dateTime(shift.startedAtMs).slice(0, 16).replaceAll(':', '').replace(' ', '_')
  return { html, fileName: `${title}_${day}_${shift.person.name}.pdf` }
}

const reportStyle = `
@page { size: A4 portrait; margin: 12mm 12mm 14mm }
body { font-size: 9.5pt }
h1 { font-size: 16pt }
h2 { font-size: 11pt; margin: 4mm 0 1.5mm; break-after: avoid }
.sheet th { width: 14% }
.none { margin: 0; color: #333 }
`

function factsTable({ shift, untilMs }: ShiftReport, words: Words): string {
  const { text } = words
  const isOpen = shift.endedAtMs === null
  const plan = planWords(shift.plan, words)
  const ended = isOpen ? text('shift-report.still-on') : words.dateTime(untilMs)
  const pairs: readonly (readonly [string, string])[] = [
    [text('shift-report.person'), shift.person.name],
    [
      text('shift-report.shift'),
      shift.plan.kind === 'none' ? text(`shift.${shift.kind}`) : shift.plan.shiftName,
    ],
    [text('shift-report.began'), words.dateTime(shift.startedAtMs)],
    [text('shift-report.ended'), ended],
    [text('shift-report.plan'), plan === '' ? text('shift-report.no-plan') : plan],
    [text('shift-report.length'), lengthWords(untilMs - shift.startedAtMs, words)],
    [
      text('shift-report.unmanned'),
      shift.unmannedBeforeMs === 0 ? text('shift-report.none') : lengthWords(shift.unmannedBeforeMs, words),
    ],
    [
      text('shift-report.end'),
      `${text(`shift-report.end.${shift.end}`)}${shift.to === '' ? '' : ` ${shift.to}`}`,
    ],
  ]
  const cell = (pair: readonly [string, string] | undefined): string =>
    pair === undefined ? '' : `<th>${escapeHtml(pair[0])}</th><td>${escapeHtml(pair[1])}</td>`
  const rows = [0, 2, 4, 6].map(at => `<tr>${cell(pairs[at])}${cell(pairs[at + 1])}</tr>`)
  return `<table class="sheet"><tbody>${rows.join('')}</tbody></table>`
}

function section(
  number: string,
  part: keyof typeof columnsShown,
  page: LedgerSheet,
  { text }: Words,
): string {
  const heading = `<h2>${escapeHtml(`${number} ${text(`shift-report.part.${part}`)}`)}</h2>`
  if (page.rows.length === 0) return `${heading}<p class="none">${escapeHtml(text('shift-report.none'))}</p>`
  const shown = page.columns.flatMap(({ id, title }, index) =>
    columnsShown[part].includes(id) ? [{ id, title, index }] : [],
  )
  const heads = shown
    .map(({ id, title }) => `<th${wideColumns.has(id) ? ' style="width:40%"' : ''}>${escapeHtml(title)}</th>`)
    .join('')
  const rows = page.rows.map(
    ({ cells, struck }) =>
      `<tr${struck === true ? ' class="struck"' : ''}>${shown.map(({ index }) => `<td>${escapeHtml(cells[index] ?? '')}</td>`).join('')}</tr>`,
  )
  const more =
    page.total > page.rows.length
      ? `<p class="none">${escapeHtml(text('shift-report.more', { count: page.total - page.rows.length }))}</p>`
      : ''
  return `${heading}<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>${more}`
}

/** What was handed over, counted and signed, with the chain's head as both saw it. */
function handoverSection({ shift, handover }: ShiftReport, words: Words): string {
  const { text } = words
  const heading = `<h2>${escapeHtml(`5 ${text('shift-report.part.handover')}`)}</h2>`
  if (handover === null)
    return `${heading}<p class="none">${escapeHtml(text(shift.end === 'open' ? 'shift-report.still-on' : 'shift-report.not-handed'))}</p>`
  const line = (key: string, value: string): string =>
    `<tr><th>${escapeHtml(text(key))}</th><td>${escapeHtml(value)}</td></tr>`
  const items = openWords(handover, words).replaceAll('；', '\n')
  const counted = handover.equipment.map(item => text('duty.equipment.wrong', { ...item })).join('\n')
  const signed = (name: string, atMs: number): string =>
    text('shift-report.signed', { name, time: words.dateTime(atMs) })
  return `${heading}<table class="sheet"><tbody>
${line('shift-report.items', items === '' ? text('duty.handover.none') : items)}
${line('shift-report.equipment', counted === '' ? text('shift-report.none') : counted)}
${handover.difference === '' ? '' : line('shift-report.difference', handover.difference)}
${line('duty.hand-over.note', handover.note === '' ? text('shift-report.none') : handover.note)}
${line('shift-report.giver', signed(shift.person.name, handover.signedAtMs ?? handover.atMs))}
${line('shift-report.taker', signed(handover.to, handover.atMs))}
${handover.head === null ? '' : line('shift-report.head', `${handover.head.seq} · ${handover.head.hash}`)}
</tbody></table>`
}
