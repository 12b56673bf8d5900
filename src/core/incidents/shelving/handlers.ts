import type { shelvingCalls } from '../../../shared/contract/shelving.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { Shelving } from './service.ts'

/** The calls of this feature. */
export function shelvingHandlers(
  shelving: Shelving,
  desk: { actor(): UserActor },
): HandlersFor<typeof shelvingCalls> {
  return {
    'shelving.list': () => shelving.list(),
    'shelving.shelve': request => shelving.shelve(request, desk.actor()),
    'shelving.lift': ({ id }) => shelving.lift(id, desk.actor()),
  }
}
