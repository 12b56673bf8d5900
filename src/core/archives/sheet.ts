import type { Archive } from '../../shared/domain/archive.ts'
import { Refusal } from '../../shared/refusal.ts'
import { sha256 } from '../journal/chain.ts'
import { escapeHtml, formStyle } from '../ledgers/form.ts'
import { wordsIn } from '../ledgers/words.ts'
import { grouped, verifierName } from './format.ts'
import { verifierSource } from './tools.generated.ts'

/**
 * 学期归档送交清单: goes with the package on paper, with what it is compared by; the receiver signs on it.
 * @throws Refusal `archives.wrong-state` before there is a package
 */
export function deliverySheet(archive: Archive, school: string): { html: string; fileName: string } {
  const { facts, signed, delivery } = archive
  if (facts === null) throw new Refusal('archives.wrong-state')
  const { text, dateTime } = wordsIn('zh-CN')
  const line = (key: string, value: string) =>
    `<tr><th>${escapeHtml(text(key))}</th><td>${escapeHtml(value)}</td></tr>`
  const title = text('archives.sheet.title')
  const signatures = ['maker', 'principal', 'carrier', 'receiver']
    .map(
      who =>
        `<div>${escapeHtml(text(`archives.sheet.sign.${who}`))}<i></i>${escapeHtml(text('form.signature.date'))}<i class="short"></i></div>`,
    )
    .join('')
  const rows = [
    line('archives.sheet.number', text('archives.number', { number: archive.number })),
    line('archives.sheet.term', `${archive.name}　${archive.from} – ${archive.through}`),
    line('archives.sheet.package', archive.packageName),
    line(
      'archives.sheet.contents',
      text('archives.facts', {
        rows: facts.rows,
        entries: facts.entries,
        attachments: facts.attachments,
        files: facts.files,
      }),
    ),
    line('archives.sheet.made', `${archive.by.name} ${dateTime(facts.atMs)}`),
    line('archives.sheet.signed', signed === null ? '' : `${signed.by.name} ${dateTime(signed.atMs)}`),
    line(
      'archives.sheet.delivery',
      delivery === null ? '' : [delivery.unit, delivery.carrier, delivery.medium].join('　'),
    ),
    line('archives.package-hash', grouped(facts.packageHash)),
    line('archives.key-fingerprint', grouped(facts.keyFingerprint)),
    line('archives.sheet.verifier', `${verifierName}　${grouped(sha256(verifierSource).toString('hex'))}`),
  ]
  const html = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${formStyle}
th { width: 18%; vertical-align: middle }
.signatures { flex-wrap: wrap }</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: school }))}</span></p>
<table><tbody>
${rows.join('\n')}
</tbody></table>
<section class="signatures">${signatures}</section>
<p class="proof">${escapeHtml(text('archives.sheet.note'))}</p>
</body></html>`
  return { html, fileName: `${archive.packageName}_${text('archives.sheet.file')}.pdf` }
}
