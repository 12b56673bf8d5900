import type { OpenMatters } from '../../shared/contract/inspector.ts'
import type { StationState } from '../../shared/contract/station.ts'
import type { CameraKeeping } from '../../shared/domain/storage.ts'
import type { Locale } from '../../shared/text/text.ts'
import { escapeHtml, formStyle } from '../ledgers/form.ts'
import { wordsIn, type Words } from '../ledgers/words.ts'

/** All that stands on the sheet. */
export interface InspectionFacts {
  readonly school: string
  readonly printedBy: string
  readonly printedAtMs: number
  readonly matters: OpenMatters
  /** Cameras that are to be recorded. */
  readonly keeping: readonly CameraKeeping[]
  readonly chain: StationState['journal'] & { readonly checkedAtMs: number | null }
  readonly head: { readonly seq: number; readonly hash: string }
}

/** 检查情况表: A4 upright, the answers to what every inspection asks, with the head of the chain that proves them. */
export function inspectionSheet(facts: InspectionFacts, locale: Locale): { html: string; fileName: string } {
  const words = wordsIn(locale)
  const { text } = words
  const title = text('inspector.sheet.title')
  const printedAt = words.dateTime(facts.printedAtMs)
  const proof = [
    text('form.printed-by', { name: facts.printedBy, time: printedAt }),
    text('form.head-hash', { seq: facts.head.seq, hash: facts.head.hash }),
  ]
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${formStyle}${ownStyle}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: facts.school }))}</span><span>${escapeHtml(text('inspector.sheet.at', { time: printedAt }))}</span></p>
${section('1', text('inspector.sheet.chain'), chainLines(facts.chain, words))}
${section('2', text('inspector.sheet.keeping'), [keepingLine(facts.keeping, words)])}
${keepingTable(facts.keeping, words)}
${section('3', text('inspector.sheet.open'), openLines(facts.matters, words))}
<section class="signatures">${['inspector.sheet.inspector', 'inspector.sheet.school'].map(key => `<div>${escapeHtml(text(key))}<i></i>${escapeHtml(text('form.signature.date'))}<i class="short"></i></div>`).join('')}</section>
<p class="proof">${proof.map(escapeHtml).join('<br>')}</p>
</body></html>`
  return { html, fileName: `${title}_${printedAt.slice(0, 16).replaceAll(':', '').replace(' ', '_')}.pdf` }
}

const ownStyle = `
@page { size: A4 portrait; margin: 14mm 12mm 16mm }
h2 { font-size: 12pt; margin: 5mm 0 1.5mm; break-after: avoid }
ul { margin: 0; padding-left: 6mm }
table { margin-top: 2mm; font-size: 9.5pt }
`

const section = (number: string, title: string, lines: readonly string[]): string =>
  `<h2>${escapeHtml(`${number} ${title}`)}</h2><ul>${lines.map(line => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`

function chainLines({ state, entries, firstBadSeq, checkedAtMs }: InspectionFacts['chain'], words: Words) {
  const { text } = words
  const result =
    state === 'broken'
      ? text('inspector.chain.broken', { seq: firstBadSeq ?? '?' })
      : text(`inspector.chain.${state}`, { count: entries })
  return checkedAtMs === null
    ? [result]
    : [result, text('records.checked', { time: words.dateTime(checkedAtMs) })]
}

/** How many cameras keep what was promised, and how many do not. */
function keepingLine(keeping: readonly CameraKeeping[], { text }: Words): string {
  const count = (...states: readonly CameraKeeping['state'][]) =>
    keeping.filter(({ state }) => states.includes(state)).length
  return text('inspector.keeping', {
    all: keeping.length,
    kept: count('kept'),
    young: count('not-yet'),
    short: count('short', 'nothing'),
  })
}

function keepingTable(keeping: readonly CameraKeeping[], words: Words): string {
  const { text } = words
  const columns = ['camera', 'promised', 'kept', 'state', 'oldest', 'coverage', 'gaps'] as const
  const heads = columns
    .map(column => `<th>${escapeHtml(text(`ledger.recording-keeping.column.${column}`))}</th>`)
    .join('')
  const rows = keeping.map(camera => {
    const cells = [
      camera.name,
      String(camera.promisedDays),
      String(camera.keptDays),
      text(`storage.kept.${camera.state}`),
      camera.firstFrameMs === null ? '' : words.dateTime(camera.firstFrameMs),
      `${(Math.floor(camera.coveredShare * 1_000) / 10).toFixed(1)}%`,
      String(camera.gapCount),
    ]
    return `<tr>${cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
  })
  return `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>
<section class="notes"><p>${escapeHtml(text('ledger.recording-keeping.note'))}</p></section>`
}

function openLines({ items, openRequests, openDays, isWeekInspected }: OpenMatters, words: Words): string[] {
  const { text } = words
  const lines = items.map(({ kind, name, sinceMs }) => {
    const since = sinceMs === null ? '' : text('duty.handover.since', { time: words.dateTime(sinceMs) })
    return [text(`duty.handover.kind.${kind}`), name, since].filter(part => part !== '').join('　')
  })
  return [
    ...(lines.length === 0 ? [text('duty.handover.none')] : lines),
    text('inspector.requests', { count: openRequests }),
    openDays.length === 0 ? text('inspector.days.none') : text('inspector.days', { days: openDays }),
    text(isWeekInspected ? 'inspector.week.done' : 'inspector.week.owed'),
  ]
}
