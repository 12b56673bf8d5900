import type { RefusalCode } from '../refusal.ts'
import { isVideo } from './approval-kinds.ts'
import { settleApproval, type Approval } from './approval.ts'
import type { Span } from './recording.ts'

/** A look at recordings, or a copy of them, under a request. */
export interface ApprovedUse {
  readonly personId: string
  readonly cameraIds: readonly string[]
  readonly span: Span
}

/**
 * Whether an authorised request covers a use now: the named viewers, its cameras, its span, until it expires.
 * @returns the code of the refusal, null when it is covered
 */
export function refusalOfUse(before: Approval, use: ApprovedUse, nowMs: number): RefusalCode | null {
  const approval = settleApproval(before, nowMs)
  const { state, matter } = approval
  if (state.kind === 'expired') return 'approvals.expired'
  if (!isVideo(matter) || (state.kind !== 'authorised' && state.kind !== 'in-use'))
    return 'approvals.not-authorised'
  if (!matter.viewers.some(viewer => viewer.id === use.personId)) return 'approvals.not-a-viewer'
  const known = new Set(matter.cameras.map(({ id }) => id))
  const inScope =
    use.cameraIds.every(id => known.has(id)) &&
    use.span.fromMs >= matter.span.fromMs &&
    use.span.toMs <= matter.span.toMs
  return inScope ? null : 'approvals.out-of-scope'
}
