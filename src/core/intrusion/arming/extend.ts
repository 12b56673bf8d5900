import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { IntrusionService } from '../service.ts'

/** The longest that a perimeter may be planned to stay disarmed from now on (A-15.3.1: armed is the norm). */
const longestDisarmMs = 24 * 3_600_000

/** The time a perimeter is armed again. @throws Refusal `intrusion.rearm-time-required` */
export function checkedRearmTime(rearmAtMs: number | null, nowMs: number): number {
  if (rearmAtMs === null || rearmAtMs <= nowMs || rearmAtMs > nowMs + longestDisarmMs)
    throw new Refusal('intrusion.rearm-time-required')
  return rearmAtMs
}

/**
 * 延长撤防: a perimeter that is disarmed with a plan is armed again later than planned. Reminder, alarm and finding go by
 * the new time; an alarm that was raised for the old one is over (not closed). The device is told nothing: it stays as
 * it is.
 * @throws Refusal `intrusion.unknown-partition`; `intrusion.nothing-due` where no plan is kept, `intrusion.reason-required`,
 *   `intrusion.rearm-time-required`, `intrusion.not-later`
 */
export function extendDisarm(
  service: IntrusionService,
  input: { readonly partitionId: string; readonly reason: string; readonly rearmAtMs: number },
  actor: UserActor,
): void {
  const { journal, clock } = service.context
  const { partitionId, reason } = input
  const target = service.picture.partition(partitionId)
  if (target === undefined) throw new Refusal('intrusion.unknown-partition')
  const planned = service.perimeter.all().find(plan => plan.partitionId === partitionId)
  if (planned === undefined) throw new Refusal('intrusion.nothing-due')
  if (reason === '') throw new Refusal('intrusion.reason-required')
  const rearmAtMs = checkedRearmTime(input.rearmAtMs, clock.now())
  if (rearmAtMs <= planned.rearmAtMs) throw new Refusal('intrusion.not-later')
  const norm = { reason, byName: actor.name, rearmAtMs }
  journal.transaction(() => {
    journal.append({
      actor,
      kind: 'intrusion.disarm-extended',
      subject: partitionId,
      body: {
        partition: target.partition.name,
        partitionKind: target.partition.kind,
        panel: target.panel.name,
        beforeMs: planned.rearmAtMs,
        rearmAtMs,
        reason,
      },
    })
    service.perimeter.put({ partitionId, ...norm })
  })
  service.picture.setNorm(partitionId, norm)
  service.tell()
}
