import type { inspectionCalls } from '../../../shared/contract/inspection.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { Inspection } from './service.ts'

/** The calls of this feature. */
export function inspectionHandlers(
  inspection: Inspection,
  desk: { actor(): UserActor },
): HandlersFor<typeof inspectionCalls> {
  return {
    'inspection.propose': ({ locale }) => inspection.propose(locale),
    'inspection.enter': input => inspection.enter(input, desk.actor()),
  }
}
