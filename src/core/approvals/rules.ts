import { termsOf } from '../../shared/domain/approval-kinds.ts'
import type { Approval } from '../../shared/domain/approval.ts'
import type { Person } from '../../shared/domain/duty.ts'
import { rightsOf } from '../../shared/domain/rights.ts'

/** Applicant and users see their own; everything but drafts is seen with `approvals.read-all`. */
export function maySee(approval: Approval, person: Person): boolean {
  return (
    approval.applicant.id === person.id ||
    (approval.state.kind !== 'draft' &&
      (termsOf(approval.matter).userIds.includes(person.id) ||
        rightsOf(person.roles).has('approvals.read-all')))
  )
}

/** When somebody last brought it forward. */
export function movedAtMs({ consents, state, submittedAtMs, draftedAtMs }: Approval): number {
  const enteredAtMs = state.kind === 'submitted' ? state.entered?.atMs : undefined
  return enteredAtMs ?? consents.at(-1)?.atMs ?? submittedAtMs ?? draftedAtMs
}

/** Every scan that a request refers to. */
export function hashesOf({ consents, scans, state }: Approval): string[] {
  const entered = state.kind === 'submitted' ? state.entered : null
  return [
    ...scans.map(({ hash }) => hash),
    ...[...consents.map(consent => consent.entered), entered].flatMap(one =>
      one === null ? [] : [one.evidence.scan.hash],
    ),
  ]
}
