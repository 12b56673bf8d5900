import type { ExportJob, ExportState } from '../../../shared/contract/exports.ts'
import type { Locale } from '../../../shared/text/text.ts'
import { escapeHtml, formStyle } from '../../ledgers/form.ts'
import { wordsIn } from '../../ledgers/words.ts'
import { grouped, type Manifest } from './format.ts'
import { causeText } from './summary.ts'

/** A copy that was made. */
export type FinishedJob = Omit<ExportJob, 'state'> & { state: Extract<ExportState, { kind: 'done' }> }

/**
 * 录像调取登记表 of one copy, for paper: what was handed out, the fingerprints by which anybody can tell later that a
 * package is this one, and fields for the signatures. It goes beside the package, not into it: it names the package by
 * its hash, and on paper it travels another way than the data.
 */
export function registerSheet(
  job: FinishedJob,
  manifest: Omit<Manifest, 'files'>,
  locale: Locale,
): { html: string; fileName: string } {
  const words = wordsIn(locale)
  const { text, dateTime } = words
  const { station, request } = manifest
  const span = (part: { fromMs: number; toMs: number }) => `${dateTime(part.fromMs)} – ${dateTime(part.toMs)}`
  const line = (key: string, value: string) =>
    `<tr><th>${escapeHtml(text(key))}</th><td colspan="3">${escapeHtml(value)}</td></tr>`
  const consents = request.consents.map(consent =>
    [
      text(`approvals.opinion.${consent.step}`),
      consent.by,
      dateTime(consent.atMs),
      consent.party ?? '',
      consent.documentNumber ?? '',
    ]
      .filter(part => part !== '')
      .join(' '),
  )
  const cameras = manifest.cameras.map(camera =>
    [
      camera.name,
      ...camera.delivered.map(part => text('exports.summary.delivered', { span: span(part) })),
      ...camera.missing.map(part =>
        text('exports.summary.missing', { span: span(part), cause: causeText(part.cause, words) }),
      ),
    ].join('\n'),
  )
  const title = text('exports.sheet.title')
  const fileName = `${job.packageName}_${text('exports.sheet.file')}.pdf`
  const signatures = ['exporter', 'leader', 'receiver']
    .map(
      who =>
        `<div>${escapeHtml(text(`exports.sheet.sign.${who}`))}<i></i>${escapeHtml(text('form.signature.date'))}<i class="short"></i></div>`,
    )
    .join('')
  const rows = [
    line(
      'exports.sheet.copy',
      text('exports.sheet.copy-of', { number: job.requestNumber, copy: job.copyNumber }),
    ),
    line('approvals.applicant', request.applicant),
    line('approvals.purpose', request.purpose),
    line('exports.receiver', manifest.receiver),
    line('exports.sheet.consents', consents.join('\n')),
    line('exports.sheet.requested', span(manifest.requested)),
    line('exports.sheet.contents', cameras.join('\n')),
    line('exports.sheet.exported', `${manifest.exportedBy.name} ${dateTime(manifest.exportedAtMs)}`),
    line(
      'exports.sheet.package',
      `${job.packageName}\n${text('exports.sheet.files', { files: job.state.files })}`,
    ),
    line('exports.package-hash', grouped(job.state.packageHash)),
    line('exports.key-fingerprint', grouped(station.keyFingerprint)),
    line('exports.sheet.journal', `${station.journal.seq} ${grouped(station.journal.hash)}`),
  ]
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${formStyle}
th { width: 15%; vertical-align: middle }</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: station.school }))}</span><span>${escapeHtml(text('approvals.number', { number: job.requestNumber }))}</span></p>
<table><tbody>
${rows.join('\n')}
</tbody></table>
<section class="signatures">${signatures}</section>
<p class="proof">${escapeHtml(text('exports.sheet.note'))}</p>
</body></html>`
  return { html, fileName }
}
