import type { PartitionReport } from '../../../shared/contract/intrusion.ts'
import type { Checklist } from '../../../shared/domain/checklist.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { arm } from '../arming.ts'
import type { IntrusionService } from '../service.ts'
import type { Bypasses } from './bypasses.ts'

/**
 * Arms a partition although something is not ready: the named zones are taken out of service, the gaps of the checklist
 * stand in the record with the reason. What was bypassed for an arming that fails is put back; not while nobody knows
 * whether the panel arms all the same: then it stays listed with its end.
 * @throws Refusal as arming and bypassing do; a zone of another partition is `intrusion.unknown-zone`
 */
export async function forceArm(
  { intrusion, bypasses }: { intrusion: IntrusionService; bypasses: Bypasses },
  input: {
    partitionId: string
    checklist: Checklist
    zoneIds: readonly string[]
    endsAtMs: number
    reason: string
  },
  actor: UserActor,
): Promise<PartitionReport> {
  const { partitionId, checklist, zoneIds, endsAtMs, reason } = input
  bypasses.checkEnd(endsAtMs)
  const zones = zoneIds.map(id => bypasses.targetOf(id))
  if (zones.some(zone => zone.partitionId !== partitionId)) throw new Refusal('intrusion.unknown-zone')
  const done: string[] = []
  let isAsked = false
  try {
    for (const zoneId of zoneIds) {
      await bypasses.begin({ zoneId, reason, endsAtMs }, actor, 'force')
      done.push(zoneId)
    }
    isAsked = true
    const bypassed = zones.map(({ zone }) => zone.name)
    return await arm(intrusion, { partitionId, checklist }, actor, { reason, bypassed, endsAtMs })
  } catch (error) {
    const mayStillArm = isAsked && error instanceof Refusal && error.code === 'intrusion.no-answer'
    for (const zoneId of mayStillArm ? [] : done) await putBack(bypasses, zoneId, actor)
    throw error
  }
}

/** What cannot be put back now stays listed with its end. */
async function putBack(bypasses: Bypasses, zoneId: string, actor: UserActor): Promise<void> {
  try {
    await bypasses.end(zoneId, actor, 'arming-failed')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
