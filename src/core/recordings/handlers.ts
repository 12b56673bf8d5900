import type { Session } from '../../shared/domain/duty.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Handlers } from '../link/answer.ts'
import type { Recordings } from './service.ts'

type RecordingCalls =
  'recordings.coverage' | 'recordings.request' | 'recordings.watched' | 'recordings.finish'

/** The calls of this feature. Which permission a look needs depends on its purpose, so it is checked here. */
export function recordingHandlers(
  recordings: Recordings,
  desk: { session(): Session | null; actor(): UserActor },
): Pick<Handlers, RecordingCalls> {
  const seated = (): Session => {
    const session = desk.session()
    if (session === null) throw new Refusal('duty.not-signed-on')
    return session
  }
  return {
    'recordings.coverage': ({ cameraIds, span }) => recordings.coverage(cameraIds, span),
    'recordings.request': request =>
      recordings.grants.request(request, { actor: desk.actor(), permissions: seated().permissions }),
    'recordings.watched': ({ grantId, ...stretch }) => {
      recordings.grants.watched(grantId, stretch, seated().person.id)
      return {}
    },
    'recordings.finish': ({ grantId }) => {
      recordings.grants.finish(grantId, seated().person.id)
      return {}
    },
  }
}
