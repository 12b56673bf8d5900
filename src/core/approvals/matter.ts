import type { z } from 'zod'
import type { RequestDraft } from '../../shared/contract/approvals.ts'
import {
  ApprovalMatter,
  latestUrgentReportMs,
  longestOutageMs,
  longestRequestSpanMs,
  longestRequestValidMs,
  type RequestDevice,
} from '../../shared/domain/approval-kinds.ts'
import type { Person } from '../../shared/domain/duty.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'

interface Named {
  readonly id: string
  readonly name: string
}

export interface MatterFacts {
  readonly cameras: readonly Named[]
  readonly panels: readonly (Named & { readonly partitions: readonly Named[] })[]
  readonly people: readonly Person[]
  readonly nowMs: number
}

type Draft = z.output<typeof RequestDraft>
type DraftOf<K extends Draft['kind']> = Extract<Draft, { kind: K }>

/**
 * What is asked for, with the names of the day put in and its limits checked.
 * @throws Refusal `cameras.unknown`, `duty.unknown-user`, `recordings.span-invalid`, `approvals.matter-invalid`
 */
export function matterOf(draft: Draft, facts: MatterFacts): ApprovalMatter {
  switch (draft.kind) {
    case 'planned-outage':
      return outageMatter(draft, facts)
    case 'password-change':
      return passwordMatter(draft, facts)
    case 'video-access':
    case 'video-release':
      return videoMatter(draft, facts)
  }
}

function videoMatter(draft: DraftOf<'video-access' | 'video-release'>, facts: MatterFacts): ApprovalMatter {
  const { kind, purpose, span, expiresAtMs, receiver, copies } = draft
  const cameras = [...new Set(draft.cameraIds)].map(id => {
    const camera = facts.cameras.find(candidate => candidate.id === id)
    if (camera === undefined) throw new Refusal('cameras.unknown', { camera: id })
    return { id, name: camera.name }
  })
  const viewers = [...new Set(draft.viewerIds)].map(id =>
    personOf(id, facts, roles => rightsOf(roles).has('recordings.approved-request')),
  )
  const lengthMs = span.toMs - span.fromMs
  if (!(lengthMs > 0) || lengthMs > longestRequestSpanMs || span.fromMs >= facts.nowMs)
    throw new Refusal('recordings.span-invalid', { hours: longestRequestSpanMs / 3_600_000 })
  refuseExpiry(expiresAtMs, facts.nowMs)
  if (kind === 'video-release' && receiver === '') throw invalid('receiver')
  const video = { purpose, cameras, span, viewers, expiresAtMs }
  return ApprovalMatter.parse(
    kind === 'video-access' ? { kind, ...video } : { kind, ...video, receiver, copies },
  )
}

function outageMatter(draft: DraftOf<'planned-outage'>, facts: MatterFacts): ApprovalMatter {
  const { span, urgent } = draft
  // What broke down by itself has begun already.
  const earliestMs = urgent === null ? facts.nowMs : facts.nowMs - latestUrgentReportMs
  const lengthMs = span.toMs - span.fromMs
  if (!(lengthMs > 0) || lengthMs > longestOutageMs || span.fromMs < earliestMs || span.toMs <= facts.nowMs)
    throw invalid('span')
  return ApprovalMatter.parse({ ...draft, devices: devicesOf(draft.devices, facts) })
}

function passwordMatter(draft: DraftOf<'password-change'>, facts: MatterFacts): ApprovalMatter {
  const { executorId, ...said } = draft
  refuseExpiry(draft.expiresAtMs, facts.nowMs)
  const executor = personOf(executorId, facts, roles => rightsOf(roles).has('approvals.apply'))
  return ApprovalMatter.parse({ ...said, devices: devicesOf(draft.devices, facts), executor })
}

function refuseExpiry(expiresAtMs: number, nowMs: number): void {
  if (expiresAtMs <= nowMs || expiresAtMs - nowMs > longestRequestValidMs) throw invalid('expiresAtMs')
}

const invalid = (field: string): Refusal => new Refusal('approvals.matter-invalid', { field })

function personOf(id: string, { people }: MatterFacts, may: (roles: Person['roles']) => boolean): Named {
  const person = people.find(candidate => candidate.id === id)
  if (person === undefined || !may(person.roles)) throw new Refusal('duty.unknown-user')
  return { id, name: person.name }
}

/** Each device once, with its name; a system that the site does not know is its name. */
function devicesOf(
  asked: readonly Pick<RequestDevice, 'kind' | 'id'>[],
  facts: MatterFacts,
): RequestDevice[] {
  const known: Readonly<Record<'camera' | 'panel' | 'partition', readonly Named[]>> = {
    camera: facts.cameras,
    panel: facts.panels,
    partition: facts.panels.flatMap(({ partitions }) => partitions),
  }
  const seen = new Set<string>()
  return asked.flatMap(({ kind, id }) => {
    if (seen.has(`${kind}:${id}`)) return []
    seen.add(`${kind}:${id}`)
    const name = kind === 'system' ? id.trim() : known[kind].find(one => one.id === id)?.name
    if (name === undefined || name === '') throw invalid('devices')
    return [{ kind, id, name }]
  })
}
