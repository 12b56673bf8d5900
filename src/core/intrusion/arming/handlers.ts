import type { armingCalls } from '../../../shared/contract/arming.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { Arming } from './service.ts'

/** The calls of schedules, forced arming and bypasses. */
export function armingHandlers(
  arming: Arming,
  desk: { actor(): UserActor },
): HandlersFor<typeof armingCalls> {
  const done = (): null => {
    arming.tell()
    return null
  }
  return {
    'arming.report': () => arming.report(),
    'arming.force': input => arming.force(input, desk.actor()),
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
    'arming.extend-disarm': input => {
      arming.extendDisarm(input, desk.actor())
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
