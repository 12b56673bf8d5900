import type { Approval, Consent } from '../../shared/domain/approval.ts'
import type { MatterOf } from '../../shared/domain/approval-kinds.ts'
import type { BookId, BookValues } from '../../shared/domain/book.ts'
import { station } from '../../shared/domain/person.ts'
import type { Books } from '../ledgers/books/service.ts'

/** A field of a book holds no more characters. */
const mostCharacters = 480

/**
 * Keeps the books that follow from requests: 停用/调整报告 is written when an outage is authorised and corrected when it
 * ended at another time (A-13.b); 密码更改记录 when the change was reported. Call it in the transaction of the step.
 */
export function bookKeeper(books: Pick<Books, 'put' | 'correct' | 'valuesOf'>) {
  return (after: Approval, before: Approval): void => {
    const { matter, state } = after
    if (matter.kind === 'planned-outage') {
      if (before.state.kind === 'submitted' && state.kind === 'authorised')
        put(books, 'outages', after, outageValues(after, matter))
      else if (state.kind === 'closed' || state.kind === 'revoked') ended(books, after, state.atMs)
    }
    if (matter.kind === 'password-change' && state.kind === 'closed' && state.done !== null)
      put(books, 'password-changes', after, {
        device: short([matter.devices.map(({ name }) => name).join('、'), matter.account].join('；')),
        applicant: after.applicant.name,
        consent: short(opinionsOf(after)),
        time: String(Math.round(state.done.atMs)),
        doer: `执行 ${state.by.name}；见证 ${state.done.witness.name}`,
      })
  }
}

const lineId = ({ number }: Approval): string => `approval-${number}`

function put(books: Pick<Books, 'put'>, book: BookId, approval: Approval, values: BookValues): void {
  const attachments = approval.consents.flatMap(({ entered }) =>
    entered === null ? [] : [entered.evidence.scan],
  )
  books.put({ book, id: lineId(approval), values, attachments: attachments.slice(0, 5) }, station)
}

function outageValues(approval: Approval, matter: MatterOf<'planned-outage'>): BookValues {
  const late =
    matter.urgent === null ? '' : `突发：${matter.urgent}${approval.isLate ? '（未提前3个工作日报告）' : ''}`
  return {
    device: short(matter.devices.map(({ name }) => name).join('、')),
    reason: short([matter.reason, late, `应急防范措施：${matter.substitute}`].filter(Boolean).join('；')),
    from: String(Math.round(matter.span.fromMs)),
    to: String(Math.round(matter.span.toMs)),
    reported: String(Math.round(approval.submittedAtMs ?? approval.draftedAtMs)),
    opinion: short(opinionsOf(approval)),
    firm: matter.firm,
  }
}

/** It ended before its time: the line says when. One that was never authorised has none. */
function ended(books: Pick<Books, 'correct' | 'valuesOf'>, approval: Approval, atMs: number): void {
  const entry = `outages:${lineId(approval)}`
  const values = books.valuesOf(entry)
  if (values === null) return
  const isRevoked = approval.state.kind === 'revoked'
  const reason = isRevoked
    ? `申请第 ${approval.number} 号已撤销`
    : `提前恢复使用（申请第 ${approval.number} 号）`
  const to = String(Math.max(Math.round(atMs), Number(values['from'])))
  // What was revoked before it began never was: its end is its beginning.
  books.correct({ entry, values: { ...values, to }, reason }, station)
}

const opinionsOf = ({ consents }: Approval): string => consents.map(opinionOf).join('；')

function opinionOf({ by, entered, note }: Consent): string {
  if (entered === null) return [`${by.name} 同意`, note].filter(Boolean).join('，')
  const { party, documentNumber, signer, signedOn } = entered.evidence
  return `${party} ${documentNumber} ${signer} ${signedOn} 同意`
}

const short = (text: string): string =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`
