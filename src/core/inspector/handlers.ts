import type { inspectorCalls } from '../../shared/contract/inspector.ts'
import type { Person, Session } from '../../shared/domain/duty.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { InspectorDesk } from './service.ts'

/** The calls of this feature. */
export function inspectorHandlers(
  inspector: InspectorDesk,
  desk: { actor(): UserActor; session(): Session | null },
): HandlersFor<typeof inspectorCalls> {
  const person = (): Person => {
    const session = desk.session()
    if (session === null) throw new Refusal('duty.not-signed-on')
    return session.person
  }
  return {
    'inspector.open-matters': () => inspector.openMatters(person()),
    'inspector.sheet': ({ locale }) => inspector.sheet(person(), desk.actor(), locale),
  }
}
