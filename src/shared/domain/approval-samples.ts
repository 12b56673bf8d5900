import type { ApprovalMatter, MatterOf } from './approval-kinds.ts'
import { stepApproval, type Approval, type ApprovalActor, type ApprovalEvent } from './approval.ts'

export const nowMs = 1_800_000_000_000
export const day = 86_400_000
const person = (id: string, ...roles: ApprovalActor['roles']): ApprovalActor => ({ id, name: id, roles })
export const guard = person('guard', 'dutyGuard')
export const principal = person('principal', 'principal')
export const leader = person('leader', 'schoolLeader')
export const clerk = person('clerk', 'schoolSafetyOffice')
export const second = person('second', 'generalAffairs')
export const people = [guard, principal, leader, clerk, second]

export const base = {
  purpose: '自行车遗失',
  cameras: [{ id: 'cam-1', name: '校门' }],
  span: { fromMs: nowMs - day, toMs: nowMs },
  viewers: [{ id: 'guard', name: 'guard' }],
  expiresAtMs: nowMs + 7 * day,
}
export const access: ApprovalMatter = { kind: 'video-access', ...base }
export const release: ApprovalMatter = { kind: 'video-release', ...base, receiver: '派出所', copies: 1 }
export const outage: MatterOf<'planned-outage'> = {
  kind: 'planned-outage',
  devices: [{ kind: 'camera', id: 'cam-1', name: '校门' }],
  reason: '施工',
  span: { fromMs: nowMs + 2 * day, toMs: nowMs + 6 * day },
  substitute: '巡查',
  firm: '维保公司',
  urgent: null,
}
export const password: ApprovalMatter = {
  kind: 'password-change',
  devices: [{ kind: 'camera', id: 'cam-1', name: '校门' }],
  account: 'admin',
  reason: '换人',
  executor: { id: 'guard', name: 'guard' },
  expiresAtMs: nowMs + 7 * day,
}
export const drafted = (matter: ApprovalMatter, applicant: ApprovalActor = guard): Approval => ({
  number: 1,
  matter,
  applicant: { id: applicant.id, name: applicant.name },
  draftedAtMs: nowMs,
  submittedAtMs: null,
  isLate: false,
  consents: [],
  scans: [],
  state: { kind: 'draft' },
})
export const evidence = {
  party: '静安区教育局',
  documentNumber: '静教安〔2026〕12号',
  signer: '钱',
  signedOn: '2026-11-20',
  scan: { hash: 'a'.repeat(64), name: 'scan.pdf' },
}
export type Act = readonly [ApprovalEvent, ApprovalActor]
/** Runs acts one after the other; the first refusal ends it. */
export function play(approval: Approval, acts: readonly Act[], atMs = nowMs): Approval | string {
  let state = approval
  for (const [event, who] of acts) {
    const outcome = stepApproval(state, event, who, atMs)
    if (!outcome.ok) return outcome.code
    state = outcome.approval
  }
  return state
}
export const outside = (stepId: string): Act[] => [
  [{ type: 'enter-consent', stepId, evidence }, clerk],
  [{ type: 'confirm-consent', stepId, note: '' }, second],
]
export const submit: Act = [{ type: 'submit' }, guard]
export const approve: Act = [{ type: 'approve', stepId: 'school-leader', note: '同意' }, principal]
