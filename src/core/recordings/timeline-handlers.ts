import { Refusal } from '../../shared/refusal.ts'
import type { timelineCalls } from '../../shared/contract/timeline.ts'
import type { Session } from '../../shared/domain/duty.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Recordings } from './service.ts'

/** The calls of the timeline. Whoever may look at any recordings may know what exists; pictures need a grant. */
export function timelineHandlers(
  recordings: Recordings,
  desk: { session(): Session | null; actor(): UserActor },
): HandlersFor<typeof timelineCalls> {
  return {
    'recordings.timeline': ({ cameraIds, span, resolutionMs }) => {
      const permissions = desk.session()?.permissions ?? []
      if (!permissions.some(permission => permission.startsWith('recordings.')))
        throw new Refusal('duty.forbidden')
      return recordings.timeline(cameraIds, span, resolutionMs)
    },
    'recordings.thumbnail': async ({ grantId, cameraId, atMs }) => {
      const made = await recordings.thumbnail(grantId, cameraId, atMs, desk.actor())
      return made === null ? null : { ...made, jpeg: made.jpeg.toString('base64') }
    },
  }
}
