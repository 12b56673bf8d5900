import type { Procedure } from '../../../shared/domain/procedure.ts'
import type { Locale } from '../../../shared/text/text.ts'
import { escapeHtml, formStyle } from '../../ledgers/form.ts'
import { wordsIn } from '../../ledgers/words.ts'

/** A procedure on paper, to hang in the guard room: one HTML document without script or outside address. */
export function procedureForm(
  procedure: Procedure,
  facts: { readonly school: string; readonly printedBy: string; readonly printedAtMs: number },
  locale: Locale,
): { html: string; fileName: string } {
  const words = wordsIn(locale)
  const { title, version, steps } = procedure
  const heading = words.text('procedures.form.title', { title, version })
  const heads = ['procedures.form.step', 'procedures.instruction', 'procedures.checklist']
    .map((key, index) => `<th style="width:${[16, 44, 40][index]}%">${escapeHtml(words.text(key))}</th>`)
    .join('')
  const rows = steps
    .map(({ step, instruction, checklist }, index) => {
      const cells = [
        `${index + 1} ${words.text(`incident.step.${step}`)}`,
        instruction,
        checklist.map(point => `□ ${point}`).join('\n'),
      ]
      return `<tr>${cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
    })
    .join('\n')
  const printed = words.text('procedures.form.printed', {
    name: facts.printedBy,
    time: words.dateTime(facts.printedAtMs),
  })
  const html = `<!doctype html>
<html lang="${words.locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(heading)}</title><style>${formStyle}</style></head>
<body>
<h1>${escapeHtml(heading)}</h1>
<p class="facts"><span>${escapeHtml(words.text('form.school', { name: facts.school }))}</span></p>
<table><thead><tr>${heads}</tr></thead><tbody>
${rows}
</tbody></table>
<p class="proof">${escapeHtml(printed)}</p>
</body></html>`
  return { html, fileName: `${heading.replaceAll(/[\\/:*?"<>|]/g, '')}.pdf` }
}
