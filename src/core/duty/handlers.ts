import type { dutyCalls } from '../../shared/contract/duty.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { PresenceWatch } from './presence.ts'
import type { DutyService } from './service.ts'

/** The calls of this feature. */
export function dutyHandlers(duty: DutyService, presence: PresenceWatch): HandlersFor<typeof dutyCalls> {
  return {
    'duty.people': () => duty.people(),
    'duty.report': () => duty.report(),
    'duty.sign-on': input => duty.signOn(input),
    'duty.sign-off': ({ note }) => {
      duty.signOff(note)
      return {}
    },
    'duty.handover-items': () => duty.handoverItems(),
    'duty.hand-over': ({ toUserId, pin, note, acknowledged }) =>
      duty.handOver(toUserId, pin, note, acknowledged),
    'duty.present': () => {
      presence.seen()
      return {}
    },
    'duty.presence': () => presence.question(),
    'duty.note': ({ text }) => {
      duty.note(text)
      return {}
    },
  }
}
