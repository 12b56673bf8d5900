import type { peopleCalls } from '../../shared/contract/people.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { PeopleForms } from './forms.ts'
import type { PinsAndCards } from './pins-and-cards.ts'
import type { People } from './service.ts'

/** The calls of this feature. */
export function peopleHandlers(
  people: People,
  pinsAndCards: PinsAndCards,
  forms: PeopleForms,
  desk: { actor(): UserActor },
): HandlersFor<typeof peopleCalls> {
  return {
    'people.list': () => people.list(),
    'people.save': input => people.save(input, desk.actor()),
    'people.retire': async ({ id, ...grounds }) => {
      await people.retire(id, grounds, desk.actor())
      return {}
    },
    'people.return': ({ id, ...grounds }) => people.return(id, grounds, desk.actor()),
    'people.issue-pin': ({ id, ...grounds }) => pinsAndCards.issuePin(id, grounds, desk.actor()),
    'people.unlock': async ({ id, reason }) => {
      await pinsAndCards.unlock(id, reason, desk.actor())
      return {}
    },
    'people.learn-card': async ({ id, number, second }) => {
      await pinsAndCards.learnCard(id, number, second, desk.actor())
      return {}
    },
    'people.forget-card': async ({ id, reason }) => {
      await pinsAndCards.forgetCard(id, reason, desk.actor())
      return {}
    },
    'people.change-pin': async ({ userId, pin, newPin }) => {
      await pinsAndCards.changePin(userId, pin, newPin)
      return {}
    },
    'people.by-card': ({ number }) => pinsAndCards.byCard(number),
    'people.form': ({ list, locale }) => forms.form(list, locale, desk.actor()),
    'people.export': ({ list, locale }) => forms.export(list, locale, desk.actor()),
  }
}
