import type { relayCalls } from '../../../shared/contract/relays.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { InputStates } from '../events/input-states.ts'
import type { Relays } from './service.ts'

/** The calls of this feature. */
export function relayHandlers(
  relays: Relays,
  desk: { actor(): UserActor },
  inputs: Pick<InputStates, 'report'>,
): HandlersFor<typeof relayCalls> {
  return {
    'relays.report': () => relays.report(),
    'inputs.report': () => inputs.report(),
    'relays.look': ({ cameraId }) => {
      relays.look(cameraId)
      return {}
    },
    'relays.switch': async ({ cameraId, token, on, seconds }) => ({
      isConfirmed: await relays.switch(
        cameraId,
        token,
        on,
        desk.actor(),
        seconds === undefined ? {} : { forMs: seconds * 1_000 },
      ),
    }),
  }
}
