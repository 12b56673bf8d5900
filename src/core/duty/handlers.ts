import type { dutyCalls } from '../../shared/contract/duty.ts'
import type { handoverCalls } from '../../shared/contract/handover.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Handover } from './handover.ts'
import type { PresenceWatch } from './presence.ts'
import type { DutyService } from './service.ts'

/** The calls of this feature. */
export function dutyHandlers(duty: DutyService, presence: PresenceWatch): HandlersFor<typeof dutyCalls> {
  return {
    'duty.people': () => duty.people(),
    'duty.report': () => duty.report(),
    'duty.sign-on': input => duty.signOn(input),
    'duty.sign-off': input => {
      duty.signOff(input)
      return {}
    },
    'duty.present': ({ isAnswer }) => {
      duty.readers.seen()
      presence.seen(isAnswer)
      return {}
    },
    'duty.presence': () => presence.question(),
    'duty.note': ({ text }) => {
      duty.note(text)
      return {}
    },
  }
}

/** The calls of 交接班. */
export function handoverHandlers(handover: Handover): HandlersFor<typeof handoverCalls> {
  return {
    'handover.state': () => handover.state(),
    'handover.sign': async input => {
      await handover.sign(input)
      return handover.state()
    },
    'handover.unsign': () => {
      handover.unsign()
      return handover.state()
    },
    'handover.take-alone': input => {
      handover.takeAlone(input)
      return {}
    },
    'handover.take-over': input => handover.takeOver(input),
  }
}
