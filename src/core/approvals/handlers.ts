import type { approvalsCalls } from '../../shared/contract/approvals.ts'
import type { Person, Session } from '../../shared/domain/duty.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { HandlersFor } from '../link/answer.ts'
import { requestForm, type RequestFormFacts } from './form.ts'
import type { Approvals, Requester } from './service.ts'

/** The calls of this feature. */
export function approvalHandlers(
  approvals: Approvals,
  desk: {
    session(): Session | null
    actor(): UserActor
    /** Proves a second person by the PIN. */
    prove(userId: string, pin: string): Promise<Person>
  },
  formFacts: () => Omit<RequestFormFacts, 'printedBy'>,
): HandlersFor<typeof approvalsCalls> {
  const requester = (): Requester => {
    const person = desk.session()?.person
    if (person === undefined) throw new Refusal('duty.not-signed-on')
    return { actor: desk.actor(), person }
  }
  return {
    'approvals.report': () => approvals.report(desk.session()?.person ?? null),
    'approvals.list': ({ beforeNumber }) => approvals.list(requester().person, beforeNumber),
    'approvals.read': ({ number }) => approvals.seenBy(number, requester().person),
    'approvals.notice': ({ fromMs }) => approvals.notice(fromMs),
    'approvals.save': ({ number, draft }) => approvals.save(number, draft, requester()),
    'approvals.act': ({ number, act }) => approvals.act(number, act, requester()),
    'approvals.report-done': async ({ number, doneAtMs, witnessId, pin }) => {
      const executor = requester()
      const witness = await desk.prove(witnessId, pin)
      return approvals.reportDone(number, doneAtMs, witness, executor)
    },
    'approvals.form': ({ number, locale }) => {
      const { actor, person } = requester()
      const approval = approvals.seenBy(number, person)
      approvals.printed(number, actor)
      return requestForm(approval, { ...formFacts(), printedBy: actor.name }, locale)
    },
  }
}
