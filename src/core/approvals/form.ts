import { factsOf, type Fact } from '../../shared/domain/approval-facts.ts'
import { termsOf, type ApprovalStep } from '../../shared/domain/approval-kinds.ts'
import type { Approval, Consent } from '../../shared/domain/approval.ts'
import type { Locale } from '../../shared/text/text.ts'
import { escapeHtml, formStyle } from '../ledgers/form.ts'
import { wordsIn, type Words } from '../ledgers/words.ts'

/** What the sheet says besides the request. */
export interface RequestFormFacts {
  readonly school: string
  readonly printedBy: string
  readonly printedAtMs: number
  readonly head: { readonly seq: number; readonly hash: string }
}

/**
 * The request as a sheet for signatures on paper: what is asked for, and a field for the opinion, signature, seal and
 * date of everybody who must agree. What was already agreed to in the console is printed in.
 */
export function requestForm(
  approval: Approval,
  facts: RequestFormFacts,
  locale: Locale,
): { html: string; fileName: string } {
  const words = wordsIn(locale)
  const { text } = words
  const { matter } = approval
  const title = text(`approvals.form.title.${matter.kind}`)
  const line = (key: string, value: string): string =>
    `<tr><th>${escapeHtml(text(key))}</th><td colspan="3">${escapeHtml(value)}</td></tr>`
  const rows = [
    line('approvals.applicant', approval.applicant.name),
    ...(approval.submittedAtMs === null
      ? []
      : [line('approvals.submitted-at', submissionOf(approval, approval.submittedAtMs, words))]),
    ...factsOf(matter).map(fact => line(fact.heading, wordsOf(fact, words))),
    ...termsOf(matter).steps.map(step => opinion(step, consentOf(approval, step), words)),
  ]
  const printed = text('form.printed-by', { name: facts.printedBy, time: words.dateTime(facts.printedAtMs) })
  const head = text('form.head-hash', { seq: facts.head.seq, hash: facts.head.hash })
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${formStyle}${requestStyle}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="facts"><span>${escapeHtml(text('form.school', { name: facts.school }))}</span><span>${escapeHtml(text('approvals.number', { number: approval.number }))}</span><span>${escapeHtml(words.dateTime(approval.draftedAtMs))}</span></p>
<table><tbody>
${rows.join('\n')}
</tbody></table>
<p class="proof">${escapeHtml(text(`approvals.form.note.${matter.kind}`))}<br>${escapeHtml(printed)}<br>${escapeHtml(head)}</p>
</body></html>`
  return { html, fileName: `${title}_${approval.number}.pdf` }
}

const requestStyle = `
th { width: 15%; vertical-align: middle }
td.opinion { height: 17mm; width: 45% }
td.sign { width: 40%; vertical-align: bottom }
td.sign span { display: inline-block; width: 33%; white-space: nowrap }
`

const submissionOf = ({ isLate }: Approval, atMs: number, { text, dateTime }: Words): string =>
  [dateTime(atMs), isLate ? text('approvals.late') : ''].filter(Boolean).join('　')

function wordsOf(fact: Fact, { dateTime }: Words): string {
  switch (fact.kind) {
    case 'text':
      return fact.text
    case 'moment':
      return dateTime(fact.atMs)
    case 'span':
      return `${dateTime(fact.span.fromMs)} – ${dateTime(fact.span.toMs)}`
  }
}

const consentOf = (approval: Approval, step: ApprovalStep): Consent | undefined =>
  approval.consents.find(({ stepId }) => stepId === step.id)

function opinion(step: ApprovalStep, consent: Consent | undefined, words: Words): string {
  const { text } = words
  const heading = escapeHtml(text(`approvals.opinion.${step.id}`))
  const said = consent === undefined ? '' : opinionOf(consent, words)
  const signature = ['approvals.form.signature', 'approvals.form.seal', 'approvals.form.date']
    .map(key => `<span>${escapeHtml(text(key))}</span>`)
    .join('')
  return `<tr><th>${heading}</th><td class="opinion" colspan="2">${escapeHtml(said)}</td><td class="sign">${signature}</td></tr>`
}

/** A consent in the words of a form: who agreed when, and by which paper. */
function opinionOf(consent: Consent, { text, dateTime }: Words): string {
  const { entered, by, atMs, note } = consent
  const agreed = [text('approvals.agreed'), note].filter(part => part !== '').join('：')
  if (entered === null) return `${agreed}\n${by.name} ${dateTime(atMs)}`
  const { party, documentNumber, signer, signedOn } = entered.evidence
  return [
    `${agreed}（${party} ${documentNumber} ${signer} ${signedOn}）`,
    text('approvals.handled-by', { entered: entered.by.name, confirmed: by.name }),
  ].join('\n')
}
