import { z } from 'zod'
import { Approval, Evidence, Scan } from '../domain/approval.ts'
import { RequestDevice } from '../domain/approval-kinds.ts'
import { Span } from '../domain/recording.ts'
import { call, nothing } from './call.ts'

/** How far ahead something is reported, in working days. */
export const Notice = z.object({
  days: z.number().int(),
  needed: z.number().int(),
  isLate: z.boolean(),
  /** The first day it could begin on if it were reported now, `2026-11-25`. */
  earliest: z.string(),
})
export type Notice = z.infer<typeof Notice>

/** What every screen may know: that something changed, and how much waits for whoever sits at the desk. */
export const ApprovalsReport = z.object({
  /** Grows with every change: whoever shows requests reads them again. */
  revision: z.number().int(),
  /** Requests that wait for the person on top of the desk. */
  waiting: z.number().int(),
  /** Those among them that have waited for longer than `remindAfterMs`. */
  overdue: z.number().int(),
})
export type ApprovalsReport = z.infer<typeof ApprovalsReport>

const purpose = z.string().trim().min(1).max(300)

const VideoDraft = z.object({
  kind: z.enum(['video-access', 'video-release']),
  purpose,
  cameraIds: z.array(z.string()).min(1).max(64),
  span: Span,
  viewerIds: z.array(z.string()).min(1).max(12),
  expiresAtMs: z.number(),
  /** For a release: who gets the copies, and how many. */
  receiver: z.string().trim().max(120).default(''),
  copies: z.number().int().min(1).max(10).default(1),
})
export type VideoDraft = z.input<typeof VideoDraft>

/** Devices by kind and id; another system by its name alone. */
const devices = z
  .array(RequestDevice.pick({ kind: true, id: true }))
  .min(1)
  .max(600)

const OutageDraft = z.object({
  kind: z.literal('planned-outage'),
  devices,
  reason: purpose,
  span: Span,
  substitute: purpose,
  firm: z.string().trim().min(1).max(120),
  /** 突发: why it could not be reported in time; null for what was planned. */
  urgent: purpose.nullable(),
})
const PasswordDraft = z.object({
  kind: z.literal('password-change'),
  devices,
  account: z.string().trim().min(1).max(80),
  reason: purpose,
  executorId: z.string(),
  expiresAtMs: z.number(),
})

/** A request as it is written; names are put in by core. */
export const RequestDraft = z.discriminatedUnion('kind', [VideoDraft, OutageDraft, PasswordDraft])
export type RequestDraft = z.input<typeof RequestDraft>

const stepId = z.string().max(40)
const text = z.string().trim().max(500)
export const ApprovalAct = z.discriminatedUnion('type', [
  z.object({ type: z.literal('submit') }),
  z.object({ type: z.literal('approve'), stepId, note: text }),
  z.object({ type: z.literal('enter-consent'), stepId, evidence: Evidence }),
  z.object({ type: z.literal('confirm-consent'), stepId, note: text }),
  z.object({ type: z.literal('dispute-consent'), stepId, reason: text }),
  z.object({ type: z.literal('reject'), stepId, reason: text }),
  z.object({ type: z.literal('revoke'), reason: text }),
  z.object({ type: z.literal('close') }),
  z.object({ type: z.literal('add-scan'), scan: Scan }),
])
export type ApprovalAct = z.infer<typeof ApprovalAct>

/** So many requests one page of the list has at most; fewer: it is the last. */
export const requestsAtOnce = 500

export const approvalsCalls = {
  'approvals.report': call('nobody', nothing, ApprovalsReport),
  /** Those that the person at the desk may see, the newest first; `requestsAtOnce` at most, and then those before a number. */
  'approvals.list': call(
    'sign-on',
    z.object({ beforeNumber: z.number().int().nullable().default(null) }),
    z.array(Approval),
  ),
  /** A new draft (`number` null), or another text for one's own draft. */
  'approvals.save': call(
    'approvals.apply',
    z.object({ number: z.number().int().nullable(), draft: RequestDraft }),
    Approval,
  ),
  /** One request by its number, however old it is. */
  'approvals.read': call('sign-on', z.object({ number: z.number().int() }), Approval),
  /** Who may take which step, is decided by the step. */
  'approvals.act': call('sign-on', z.object({ number: z.number().int(), act: ApprovalAct }), Approval),
  /** The executor says that it was done, and a second person proves that he saw it. No password has a place here. */
  'approvals.report-done': call(
    'sign-on',
    z.object({
      number: z.number().int(),
      doneAtMs: z.number(),
      witnessId: z.string(),
      pin: z.string().max(64),
    }),
    Approval,
  ),
  /** How many working days an outage from this moment would be reported ahead, if it were reported now (A-13.b). */
  'approvals.notice': call('approvals.apply', z.object({ fromMs: z.number() }), Notice),
  /** The request as one A4 sheet with room for signatures on paper. */
  'approvals.form': call(
    'sign-on',
    z.object({ number: z.number().int(), locale: z.enum(['zh-CN', 'en']) }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
} as const
