import type { ptzCalls } from '../../../shared/contract/ptz.ts'
import type { Session } from '../../../shared/domain/duty.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { ptzRankOf, type PtzOwner } from '../../../shared/domain/ptz.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { Ptz } from './service.ts'

/** The calls of this feature. */
export function ptzHandlers(
  ptz: Ptz,
  desk: { actor(): UserActor; session(): Session | null },
): HandlersFor<typeof ptzCalls> {
  const owner = (): PtzOwner => {
    const { id, name, shiftId } = desk.actor()
    return { id, name, shiftId, rank: ptzRankOf(desk.session()?.person.roles ?? []) }
  }
  const after = async (work: Promise<void>) => {
    await work
    return {}
  }
  return {
    'ptz.report': () => ptz.report(),
    'ptz.look': ({ cameraId }) => {
      ptz.look(cameraId)
      return {}
    },
    'ptz.take': async ({ cameraId, takeOver }) => {
      const by = owner()
      await ptz.ready(cameraId)
      // Whoever left while the camera was asked takes nothing any more.
      if (desk.actor().id !== by.id) throw new Refusal('duty.not-signed-on')
      ptz.take(cameraId, by, takeOver)
      return {}
    },
    'ptz.release': ({ cameraId }) => {
      ptz.release(cameraId, desk.actor().id)
      return {}
    },
    'ptz.move': ({ cameraId, velocity }) => after(ptz.move(cameraId, desk.actor().id, velocity)),
    'ptz.stop': ({ cameraId }) => after(ptz.stop(cameraId, desk.actor().id)),
    'ptz.go': ({ cameraId, to }) => after(ptz.go(cameraId, desk.actor().id, to)),
    'ptz.save-preset': ({ cameraId, name, token }) => after(ptz.savePreset(cameraId, owner(), name, token)),
    'ptz.remove-preset': ({ cameraId, token }) => after(ptz.removePreset(cameraId, owner(), token)),
    'ptz.set-guard': ({ cameraId, guard }) => {
      ptz.setGuard(cameraId, desk.actor(), guard)
      return {}
    },
  }
}
