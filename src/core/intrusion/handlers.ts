import type { intrusionCalls } from '../../shared/contract/intrusion.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import type { HandlersFor } from '../link/answer.ts'
import { arm, disarm } from './arming.ts'
import { clearAlarms } from './clear-alarms.ts'
import type { IntrusionService } from './service.ts'

/** The calls of this feature. What a disarming needs depends on the kind of partition, so it is checked here. */
export function intrusionHandlers(
  intrusion: IntrusionService,
  desk: { actor(): UserActor; check(permission: Permission): void },
): HandlersFor<typeof intrusionCalls> {
  return {
    'intrusion.report': () => intrusion.report(),
    'intrusion.unknown-accounts': () => intrusion.unknownAccounts(),
    'intrusion.arm': input => arm(intrusion, input, desk.actor()),
    'intrusion.clear': async ({ partitionId }) => {
      await clearAlarms(intrusion, partitionId, desk.actor())
      return null
    },
    'intrusion.disarm': input => {
      const isPerimeter = intrusion.picture.partition(input.partitionId)?.partition.kind === 'perimeter'
      desk.check(isPerimeter ? 'intrusion.disarm-perimeter' : 'intrusion.arm')
      return disarm(intrusion, input, desk.actor())
    },
  }
}
