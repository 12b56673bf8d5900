import { z } from 'zod'
import { Approval, Evidence, Scan } from '../domain/approval.ts'
import { Span } from '../domain/recording.ts'
import { call, nothing } from './call.ts'

/** What every screen may know: that something changed, and how much waits for whoever sits at the desk. */
export const ApprovalsReport = z.object({
  /** Grows with every change: whoever shows requests reads them again. */
  revision: z.number().int(),
  /** Requests that wait for the person on top of the desk. */
  waiting: z.number().int(),
})
export type ApprovalsReport = z.infer<typeof ApprovalsReport>

/** A request as it is written; names are put in by core. */
export const RequestDraft = z.object({
  kind: z.enum(['video-access', 'video-release']),
  purpose: z.string().trim().min(1).max(300),
  cameraIds: z.array(z.string()).min(1).max(64),
  span: Span,
  viewerIds: z.array(z.string()).min(1).max(12),
  expiresAtMs: z.number(),
  /** For a release: who gets the copies, and how many. */
  receiver: z.string().trim().max(120).default(''),
  copies: z.number().int().min(1).max(10).default(1),
})
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

export const approvalsCalls = {
  'approvals.report': call('nobody', nothing, ApprovalsReport),
  /** Those that the person at the desk may see, the newest first. */
  'approvals.list': call('sign-on', nothing, z.array(Approval)),
  /** A new draft (`number` null), or another text for one's own draft. */
  'approvals.save': call(
    'approvals.apply',
    z.object({ number: z.number().int().nullable(), draft: RequestDraft }),
    Approval,
  ),
  /** Who may take which step, is decided by the step. */
  'approvals.act': call('sign-on', z.object({ number: z.number().int(), act: ApprovalAct }), Approval),
  /** The request as one A4 sheet with room for signatures on paper. */
  'approvals.form': call(
    'sign-on',
    z.object({ number: z.number().int(), locale: z.enum(['zh-CN', 'en']) }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
} as const
