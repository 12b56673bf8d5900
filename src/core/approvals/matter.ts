import type { RequestDraft } from '../../shared/contract/approvals.ts'
import { longestRequestSpanMs, longestRequestValidMs } from '../../shared/domain/approval-kinds.ts'
import { ApprovalMatter } from '../../shared/domain/approval-kinds.ts'
import type { Person } from '../../shared/domain/duty.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { z } from 'zod'

export interface MatterFacts {
  readonly cameras: readonly { readonly id: string; readonly name: string }[]
  readonly people: readonly Person[]
  readonly nowMs: number
}

/**
 * What is asked for, with the names of the day put in and its limits checked.
 * @throws Refusal `cameras.unknown`, `duty.unknown-user`, `recordings.span-invalid`, `approvals.matter-invalid`
 */
export function matterOf(draft: z.output<typeof RequestDraft>, facts: MatterFacts): ApprovalMatter {
  const { kind, purpose, span, expiresAtMs, receiver, copies } = draft
  const cameras = [...new Set(draft.cameraIds)].map(id => {
    const camera = facts.cameras.find(candidate => candidate.id === id)
    if (camera === undefined) throw new Refusal('cameras.unknown', { camera: id })
    return { id, name: camera.name }
  })
  const viewers = [...new Set(draft.viewerIds)].map(id => {
    const person = facts.people.find(candidate => candidate.id === id)
    if (person === undefined || !rightsOf(person.roles).has('recordings.approved-request'))
      throw new Refusal('duty.unknown-user')
    return { id, name: person.name }
  })
  const lengthMs = span.toMs - span.fromMs
  if (!(lengthMs > 0) || lengthMs > longestRequestSpanMs || span.fromMs >= facts.nowMs)
    throw new Refusal('recordings.span-invalid', { hours: longestRequestSpanMs / 3_600_000 })
  if (expiresAtMs <= facts.nowMs || expiresAtMs - facts.nowMs > longestRequestValidMs)
    throw new Refusal('approvals.matter-invalid', { field: 'expiresAtMs' })
  if (kind === 'video-release' && receiver === '')
    throw new Refusal('approvals.matter-invalid', { field: 'receiver' })
  const video = { purpose, cameras, span, viewers, expiresAtMs }
  return ApprovalMatter.parse(
    kind === 'video-access' ? { kind, ...video } : { kind, ...video, receiver, copies },
  )
}
