import type { ExportJob, ExportOffer, ExportOrder, ExportVariant } from '../../../shared/contract/exports.ts'
import { isOver, type Approval } from '../../../shared/domain/approval.ts'
import type { VideoReleaseMatter } from '../../../shared/domain/approval-kinds.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { Coverage, Span } from '../../../shared/domain/recording.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { z } from 'zod'
import type { Library } from '../library.ts'
import type { SchoolRecorder } from '../nvr/school-recorder.ts'
import type { ExportTable } from './table.ts'

/** A request whose recordings may leave the station now. */
export type Release = Approval & { matter: z.infer<typeof VideoReleaseMatter> }

/**
 * The request, when it lets copies out: of the kind that 区教育局 and 公安 agreed to as well (A-N4.3), authorised, not
 * expired or revoked, and this person one of its viewers.
 * @throws Refusal `approvals.unknown`, `exports.not-for-release`, `approvals.not-authorised`, `approvals.not-a-viewer`
 */
export function releaseOf(approval: Approval | null, personId: string): Release {
  if (approval === null) throw new Refusal('approvals.unknown')
  const { matter, state } = approval
  if (matter.kind !== 'video-release') throw new Refusal('exports.not-for-release')
  if (state.kind !== 'authorised' && state.kind !== 'in-use')
    throw new Refusal(state.kind === 'expired' ? 'approvals.expired' : 'approvals.not-authorised')
  if (!matter.viewers.some(({ id }) => id === personId)) throw new Refusal('approvals.not-a-viewer')
  return { ...approval, matter }
}

/** Whether a release still stands while its package is being made. */
export function stands(approval: Approval | null): boolean {
  return approval !== null && !isOver(approval)
}

/** Copies that count: those that exist or may come to exist. */
function copiesUsed(jobs: readonly ExportJob[]): number {
  return jobs.filter(({ state }) => state.kind !== 'failed' && state.kind !== 'cancelled').length
}

/** What a release allows to be given out now, and what is recorded of it. */
export async function offerFor(
  release: Release,
  jobs: readonly ExportJob[],
  from: {
    library: Library
    school: Pick<SchoolRecorder, 'stateOf'> | null
    coverage: (cameraId: string, span: Span) => Coverage
    freeBytes: () => Promise<number>
    variants: readonly ExportVariant[]
  },
): Promise<ExportOffer> {
  const { cameras, span, receiver, copies } = release.matter
  return {
    requestNumber: release.number,
    cameras: cameras.map(({ id, name }) => {
      const { recorded } = from.coverage(id, span)
      const recordedMs = recorded.reduce((sum, part) => sum + part.toMs - part.fromMs, 0)
      const codec = from.library.atOrAfter(id, recorded[0]?.fromMs ?? span.fromMs)?.mimeType ?? ''
      const recorder = from.school?.stateOf(id) ?? null
      const isFetched = recorder !== null && recorder !== 'unauthorised'
      return { id, name, recordedMs, isFetched, isHevc: recordedMs > 0 && /hvc1|hev1/.test(codec) }
    }),
    span,
    receiver,
    copiesAllowed: copies,
    copiesLeft: Math.max(0, copies - copiesUsed(jobs)),
    freeBytes: await from.freeBytes(),
    variants: [...from.variants],
  }
}

/**
 * The jobs of an order, numbered.
 * @throws Refusal `exports.no-copies-left`, `exports.cannot-write`
 */
export function ordered(
  order: ExportOrder,
  release: Release,
  actor: UserActor,
  from: { table: ExportTable; variants: readonly ExportVariant[]; nowMs: number },
): ExportJob[] {
  const { table, nowMs } = from
  const impossible = order.variants.find(variant => !from.variants.includes(variant))
  if (impossible !== undefined) throw new Refusal('exports.cannot-write', { variant: impossible })
  const left = release.matter.copies - copiesUsed(table.list(release.number))
  if (order.copies > left) throw new Refusal('exports.no-copies-left', { left: Math.max(0, left) })
  const first = { id: table.nextId(), copyNumber: table.nextCopyNumber(release.number) }
  return Array.from({ length: order.copies }, (_, index) => ({
    id: first.id + index,
    requestNumber: release.number,
    copyNumber: first.copyNumber + index,
    packageName: `录像导出_申请${release.number}_第${first.copyNumber + index}份`,
    cameras: release.matter.cameras.filter(({ id }) => order.cameraIds.includes(id)),
    span: order.span,
    variants: [...new Set(order.variants)],
    receiver: order.receiver,
    by: { id: actor.id, name: actor.name },
    orderedAtMs: nowMs,
    state: { kind: 'queued' },
    saved: 0,
    handedOver: null,
  }))
}
