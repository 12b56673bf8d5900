import { z } from 'zod'
import type { RefusalCode } from '../refusal.ts'
import { ApprovalMatter, termsOf, type ApprovalStep } from './approval-kinds.ts'
import type { Role } from './rights.ts'

const by = z.object({ id: z.string(), name: z.string() })
const mark = { by, atMs: z.number() }

/** A scanned paper, kept by its hash (core/attachments). */
export const Scan = z.object({
  /** SHA-256 of the file, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(200),
})
export type Scan = z.infer<typeof Scan>

/** What proves that an outside party agreed: the paper, who signed it and when. */
export const Evidence = z.object({
  party: z.string().trim().min(1).max(80).describe('full name of the office'),
  documentNumber: z.string().trim().min(1).max(80),
  signer: z.string().trim().min(1).max(40),
  signedOn: z.iso.date(),
  scan: Scan,
})
export type Evidence = z.infer<typeof Evidence>

const entered = z.object({ evidence: Evidence, ...mark })

/** One consent that was given. `entered` says who wrote an outside consent down; `by` confirmed it. */
export const Consent = z.object({
  stepId: z.string(),
  ...mark,
  note: z.string(),
  entered: entered.nullable(),
})
export type Consent = z.infer<typeof Consent>

/** That what was consented to was done: when, and who saw it beside the one who did it. */
export const Done = z.object({ atMs: z.number(), witness: by })
export type Done = z.infer<typeof Done>

/** Where a request stands. The last four are ends: nothing leads out of them. */
const ApprovalState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft') }),
  /** `entered`: an outside consent that a second person has still to confirm. */
  z.object({ kind: z.literal('submitted'), submittedAtMs: z.number(), entered: entered.nullable() }),
  z.object({ kind: z.literal('authorised'), authorisedAtMs: z.number() }),
  z.object({ kind: z.literal('in-use'), authorisedAtMs: z.number(), firstUsedAtMs: z.number() }),
  /** `done` of a kind that is closed by saying what was done, else null. */
  z.object({ kind: z.literal('closed'), done: Done.nullable().default(null), ...mark }),
  z.object({ kind: z.literal('rejected'), stepId: z.string(), reason: z.string(), ...mark }),
  z.object({ kind: z.literal('expired'), atMs: z.number() }),
  z.object({ kind: z.literal('revoked'), reason: z.string(), ...mark }),
])
type ApprovalState = z.infer<typeof ApprovalState>

/** A request for something that others must agree to, from the first draft until its use is over. */
export const Approval = z.object({
  /** Running number; printed on every form. */
  number: z.number().int(),
  matter: ApprovalMatter,
  applicant: by,
  draftedAtMs: z.number(),
  /** When it was reported or asked for; null for a draft, and in records of older versions. */
  submittedAtMs: z.number().nullable().default(null),
  /** Submitted later than it should have been. */
  isLate: z.boolean().default(false),
  /** In the order of the steps; never taken away. */
  consents: z.array(Consent),
  /** Signed forms that were scanned back. */
  scans: z.array(Scan.extend(mark)),
  state: ApprovalState,
})
export type Approval = z.infer<typeof Approval>

/** Who acts, with the roles of the moment. */
export interface ApprovalActor {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

export type ApprovalEvent =
  | { readonly type: 'amend'; readonly matter: ApprovalMatter }
  /** `isLate`: after the time by which this kind must be reported. */
  | { readonly type: 'submit'; readonly isLate?: boolean }
  | { readonly type: 'approve'; readonly stepId: string; readonly note: string }
  | { readonly type: 'enter-consent'; readonly stepId: string; readonly evidence: Evidence }
  | { readonly type: 'confirm-consent'; readonly stepId: string; readonly note: string }
  /** The second person finds that the paper does not say what was entered. */
  | { readonly type: 'dispute-consent'; readonly stepId: string; readonly reason: string }
  | { readonly type: 'reject'; readonly stepId: string; readonly reason: string }
  | { readonly type: 'revoke'; readonly reason: string }
  | { readonly type: 'use' }
  | { readonly type: 'close'; readonly done?: Done }
  | { readonly type: 'add-scan'; readonly scan: Scan }

export type ApprovalOutcome =
  { readonly ok: true; readonly approval: Approval } | { readonly ok: false; readonly code: RefusalCode }

/** Who may stop what was authorised, besides the applicant. */
const revokers: readonly Role[] = ['principal', 'schoolLeader', 'securityRep', 'schoolSafetyOffice']

/** The step that is waited for; null when there is none. */
export function pendingStep(approval: Approval): ApprovalStep | null {
  if (approval.state.kind !== 'submitted') return null
  return termsOf(approval.matter).steps[approval.consents.length] ?? null
}

/** Applies what time alone brings about: the beginning of what is used by itself, and the end of everything. */
export function settleApproval(approval: Approval, nowMs: number): Approval {
  const { state, matter } = approval
  const { startsAtMs, endsAtMs } = termsOf(matter)
  const mayExpire = state.kind === 'submitted' || state.kind === 'authorised' || state.kind === 'in-use'
  if (mayExpire && nowMs >= endsAtMs) return { ...approval, state: { kind: 'expired', atMs: endsAtMs } }
  if (state.kind !== 'authorised' || startsAtMs === null || nowMs < startsAtMs) return approval
  const { authorisedAtMs } = state
  const firstUsedAtMs = Math.max(startsAtMs, authorisedAtMs)
  return { ...approval, state: { kind: 'in-use', authorisedAtMs, firstUsedAtMs } }
}

/** What waits for this person now: to decide, to enter an outside consent, or to confirm one. */
export function waitsFor(approval: Approval, who: ApprovalActor): 'decide' | 'enter' | 'confirm' | null {
  const step = pendingStep(approval)
  const { state } = approval
  if (step === null || state.kind !== 'submitted' || approval.applicant.id === who.id) return null
  if (!hasRole(who, step.roles)) return null
  if (step.kind === 'role') return 'decide'
  if (state.entered === null) return 'enter'
  return state.entered.by.id === who.id ? null : 'confirm'
}

/**
 * One act on a request. Pure: the caller stores and journals the outcome. Nobody agrees to what they asked for
 * themselves; an outside consent is entered by one and confirmed by another (requirements 4.1).
 */
export function stepApproval(
  before: Approval,
  event: ApprovalEvent,
  who: ApprovalActor,
  nowMs: number,
): ApprovalOutcome {
  const approval = settleApproval(before, nowMs)
  if (approval.state.kind === 'expired') return refuse('approvals.expired')
  const stamp = { by: { id: who.id, name: who.name }, atMs: nowMs }
  switch (event.type) {
    case 'amend':
    case 'submit':
      return draftStep(approval, event, who, nowMs)
    case 'approve':
    case 'enter-consent':
    case 'confirm-consent':
    case 'dispute-consent':
    case 'reject':
      return consentStep(approval, event, who, nowMs)
    case 'add-scan':
      if (isOver(approval)) return refuse('approvals.wrong-state')
      return !mayAddScan(approval, who)
        ? refuse('approvals.not-your-step')
        : done({ ...approval, scans: [...approval.scans, { ...event.scan, ...stamp }] })
    case 'revoke':
      if (isOver(approval)) return refuse('approvals.wrong-state')
      if (approval.applicant.id !== who.id && !hasRole(who, revokers))
        return refuse('approvals.not-your-step')
      if (event.reason.trim() === '') return refuse('approvals.reason-required')
      return done({ ...approval, state: { kind: 'revoked', reason: event.reason, ...stamp } })
    case 'use':
    case 'close':
      return useStep(approval, event, who, nowMs)
  }
}

const refuse = (code: RefusalCode): ApprovalOutcome => ({ ok: false, code })
const done = (approval: Approval): ApprovalOutcome => ({ ok: true, approval })
const hasRole = (who: ApprovalActor, roles: readonly Role[]): boolean =>
  who.roles.some(role => roles.includes(role))

/** Who brings the signed form back as a scan: the applicant, who decides a step, and who handles papers of outside offices. */
export const mayAddScan = ({ applicant, matter }: Approval, who: ApprovalActor): boolean =>
  applicant.id === who.id || termsOf(matter).steps.some(({ roles }) => hasRole(who, roles))

/** Whether nothing can be done with it any more. */
export function isOver({ state }: Approval): boolean {
  return ['closed', 'rejected', 'expired', 'revoked'].includes(state.kind)
}

function draftStep(
  approval: Approval,
  event: Extract<ApprovalEvent, { type: 'amend' | 'submit' }>,
  who: ApprovalActor,
  nowMs: number,
): ApprovalOutcome {
  if (approval.state.kind !== 'draft') return refuse('approvals.wrong-state')
  if (approval.applicant.id !== who.id) return refuse('approvals.not-your-step')
  if (event.type === 'amend')
    // What is asked for decides who must agree: a draft does not change its kind.
    return event.matter.kind === approval.matter.kind
      ? done({ ...approval, matter: event.matter })
      : refuse('approvals.wrong-state')
  const { endsAtMs, late } = termsOf(approval.matter)
  if (endsAtMs <= nowMs) return refuse('approvals.expired')
  const isLate = event.isLate === true
  if (isLate && late === 'refused') return refuse('approvals.notice-too-short')
  const state = { kind: 'submitted', submittedAtMs: nowMs, entered: null } as const
  return done({ ...approval, submittedAtMs: nowMs, isLate, state })
}

type ConsentEvent = Extract<
  ApprovalEvent,
  { type: 'approve' | 'enter-consent' | 'confirm-consent' | 'dispute-consent' | 'reject' }
>

function consentStep(
  approval: Approval,
  event: ConsentEvent,
  who: ApprovalActor,
  nowMs: number,
): ApprovalOutcome {
  const step = pendingStep(approval)
  const { state } = approval
  if (state.kind !== 'submitted' || step === null || step.id !== event.stepId)
    return refuse('approvals.wrong-state')
  if (approval.applicant.id === who.id) return refuse('approvals.own-request')
  if (!hasRole(who, step.roles)) return refuse('approvals.not-your-step')
  const stamp = { by: { id: who.id, name: who.name }, atMs: nowMs }
  if (event.type === 'reject')
    return event.reason.trim() === ''
      ? refuse('approvals.reason-required')
      : done({
          ...approval,
          state: { kind: 'rejected', stepId: step.id, reason: event.reason, ...stamp },
        })
  if (event.type === 'approve')
    return step.kind === 'role'
      ? agreed(approval, { stepId: step.id, ...stamp, note: event.note, entered: null })
      : refuse('approvals.wrong-state')
  if (step.kind !== 'outside') return refuse('approvals.wrong-state')
  if (event.type === 'enter-consent')
    return state.entered === null
      ? done({ ...approval, state: { ...state, entered: { evidence: event.evidence, ...stamp } } })
      : refuse('approvals.wrong-state')
  if (state.entered === null) return refuse('approvals.wrong-state')
  if (event.type === 'dispute-consent')
    return event.reason.trim() === ''
      ? refuse('approvals.reason-required')
      : done({ ...approval, state: { ...state, entered: null } })
  if (state.entered.by.id === who.id) return refuse('approvals.second-person')
  return agreed(approval, { stepId: step.id, ...stamp, note: event.note, entered: state.entered })
}

/** Adds a consent; with the last one the request is authorised. */
function agreed(approval: Approval, consent: Consent): ApprovalOutcome {
  const consents = [...approval.consents, consent]
  const isLast = consents.length === termsOf(approval.matter).steps.length
  const state: ApprovalState = isLast
    ? { kind: 'authorised', authorisedAtMs: consent.atMs }
    : { ...(approval.state as Extract<ApprovalState, { kind: 'submitted' }>), entered: null }
  return done({ ...approval, consents, state })
}

function useStep(
  approval: Approval,
  event: Extract<ApprovalEvent, { type: 'use' | 'close' }>,
  who: ApprovalActor,
  nowMs: number,
): ApprovalOutcome {
  const { state, matter } = approval
  if (state.kind !== 'authorised' && state.kind !== 'in-use') return refuse('approvals.wrong-state')
  if (event.type === 'close') return closeStep(approval, event.done ?? null, who, nowMs)
  const { startsAtMs, userIds, notUser } = termsOf(matter)
  // What begins by the clock is not begun by a person.
  if (startsAtMs !== null) return refuse('approvals.wrong-state')
  if (!userIds.includes(who.id)) return refuse(notUser)
  if (state.kind === 'in-use') return done(approval)
  return done({
    ...approval,
    state: { kind: 'in-use', authorisedAtMs: state.authorisedAtMs, firstUsedAtMs: nowMs },
  })
}

function closeStep(
  approval: Approval,
  report: Done | null,
  who: ApprovalActor,
  nowMs: number,
): ApprovalOutcome {
  const { state, matter } = approval
  const { closing, userIds, notUser } = termsOf(matter)
  const closed = { kind: 'closed', done: report, by: { id: who.id, name: who.name }, atMs: nowMs } as const
  if (closing === 'with-report') {
    if (!userIds.includes(who.id)) return refuse(notUser)
    if (report === null) return refuse('approvals.report-required')
    if (report.witness.id === who.id) return refuse('approvals.second-person')
    // The consent comes before the act, and nobody reports what has not happened yet.
    const fromMs = 'authorisedAtMs' in state ? state.authorisedAtMs : Infinity
    if (report.atMs < fromMs || report.atMs > nowMs) return refuse('approvals.done-time')
    return done({ ...approval, state: closed })
  }
  if (report !== null || (closing === 'after-start' && state.kind !== 'in-use'))
    return refuse('approvals.wrong-state')
  if (approval.applicant.id !== who.id && !hasRole(who, revokers)) return refuse('approvals.not-your-step')
  return done({ ...approval, state: closed })
}
