import type { armingCalls } from '../../../shared/contract/arming.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { IntrusionService } from '../service.ts'
import { forceArm } from './force.ts'
import type { Arming } from './service.ts'

/** The calls of schedules, forced arming and bypasses. */
export function armingHandlers(
  arming: Arming,
  intrusion: IntrusionService,
  desk: { actor(): UserActor },
): HandlersFor<typeof armingCalls> {
  const done = (): null => {
    arming.tell()
    return null
  }
  return {
    'arming.report': () => arming.report(),
    'arming.force': async input => {
      const report = await forceArm({ intrusion, bypasses: arming.bypasses }, input, desk.actor())
      arming.tell()
      return report
    },
    'arming.bypass': async input => {
      await arming.bypasses.begin(input, desk.actor())
      return done()
    },
    'arming.end-bypass': async ({ zoneId }) => {
      await arming.bypasses.end(zoneId, desk.actor(), 'asked')
      return done()
    },
    'arming.hold': input => {
      arming.watch.hold(input, desk.actor())
      return done()
    },
    'arming.light-dark': ({ partitionId }) => {
      arming.lightDark(partitionId, desk.actor())
      return null
    },
    'arming.save-schedule': input => {
      arming.saveSchedule(input, desk.actor())
      return null
    },
    'arming.save-days': ({ days }) => {
      arming.saveDays(days, desk.actor())
      return null
    },
    'arming.save-users': input => {
      arming.saveUsers(input, desk.actor())
      return null
    },
    'arming.preview': ({ schedule, days }) => arming.preview(schedule, days),
  }
}
