import { z } from 'zod'
import { ApprovalMatter, isVideo } from '../../shared/domain/approval-kinds.ts'
import { Evidence } from '../../shared/domain/approval.ts'
import type { Entry } from '../journal/journal.ts'
import { stretchWords, type RegisterRow } from './video-viewing-row.ts'
import { personOf, textField, type Words } from './words.ts'

const submitted = z.object({ matter: ApprovalMatter })
const entered = z.object({ evidence: Evidence })

/** The words for where a request stands, by the newest entry that moved it. */
const stateOf: Readonly<Record<string, string>> = {
  'approval.rejected': 'rejected',
  'approval.revoked': 'revoked',
  'approval.expired': 'expired',
  'approval.closed': 'closed',
}

/** A request itself with the opinions on it, also where nobody ever looked; null where none for recordings was submitted. */
export function rowOfRequest(group: readonly Entry[], words: Words): RegisterRow | null {
  const opening = group.find(({ kind }) => kind === 'approval.submitted')
  if (opening === undefined) return null
  const { matter } = submitted.parse(opening.body)
  if (!isVideo(matter)) return null
  const end = group.findLast(({ kind }) => Object.hasOwn(stateOf, kind))
  const last = group.findLast(({ body }) => typeof body['state'] === 'string') ?? opening
  const state = end === undefined ? textField(last.body, 'state') : (stateOf[end.kind] ?? '')
  return {
    entries: group,
    cells: {
      number: words.text('ledger.word.request', { number: opening.subject.replace('approval/', '') }),
      applicant: personOf(opening),
      viewer: matter.viewers.map(({ name }) => name).join('、'),
      time: words.dateTime(opening.atMs),
      purpose: [words.text(`approvals.kind.${matter.kind}.short`), matter.purpose].join('；'),
      cameras: matter.cameras.map(({ name }) => name).join('、'),
      span: stretchWords(matter.span.fromMs, matter.span.toMs, words),
      watched: [
        words.text(`approvals.state.${state}`),
        end === undefined ? '' : textField(end.body, 'reason'),
      ]
        .filter(Boolean)
        .join('：'),
      ...opinionsIn(group, words),
      copies:
        matter.kind === 'video-release' ? words.text('ledger.word.copies', { count: matter.copies }) : '',
      receiver: matter.kind === 'video-release' ? matter.receiver : '',
      handler: personOf(last),
    },
    cameraIds: matter.cameras.map(({ id }) => id),
  }
}

/** Opinions by column, out of the acts on the request. */
function opinionsIn(group: readonly Entry[], words: Words): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const entry of group) {
    const step = textField(entry.body, 'stepId')
    const stamp = `${personOf(entry)} ${words.dateTime(entry.atMs)}`
    if (entry.kind === 'approval.approved')
      cells[step] = [words.text('approvals.agreed'), textField(entry.body, 'note'), stamp]
        .filter(Boolean)
        .join('\n')
    else if (entry.kind === 'approval.rejected')
      cells[step] = [words.text('approvals.step.rejected'), textField(entry.body, 'reason'), stamp].join('\n')
    else if (entry.kind === 'approval.consent-entered') {
      const { party, documentNumber, signer, signedOn } = entered.parse(entry.body).evidence
      cells[step] = [
        words.text('approvals.step.entered'),
        `${party} ${documentNumber}\n${signer} ${signedOn}`,
        stamp,
      ].join('\n')
    } else if (entry.kind === 'approval.consent-confirmed')
      cells[step] =
        (cells[step] ?? '').replace(words.text('approvals.step.entered'), words.text('approvals.agreed')) +
        `\n${words.text('ledger.word.confirmed-by', { name: personOf(entry) })}`
  }
  return cells
}
