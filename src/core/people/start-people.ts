import { join } from 'node:path'
import type { UserActor } from '../../shared/domain/person.ts'
import type { DutyService } from '../duty/service.ts'
import type { Ground } from '../station/ground.ts'
import { Cards } from './cards.ts'
import type { PeopleDirectory } from './directory.ts'
import { PeopleForms } from './forms.ts'
import { peopleHandlers } from './handlers.ts'
import { PinsAndCards } from './pins-and-cards.ts'
import { People } from './service.ts'

/** Opens the administration of people over their directory; gives what answers its calls. */
export function openPeople(ground: Ground, directory: PeopleDirectory, duty: DutyService) {
  const { options, sites } = ground
  const cards = new Cards(ground)
  duty.admission.knowsCards(number => cards.ownerOf(number))
  const context = { ...ground, directory, duty, cards }
  const people = new People(context)
  const pinsAndCards = new PinsAndCards(context)
  const forms = new PeopleForms({
    ...ground,
    school: () => sites.current.site.name,
    exportDir: join(options.dataDir, 'exports'),
    people: () => people.list(),
  })
  return { handlers: (desk: { actor(): UserActor }) => peopleHandlers(people, pinsAndCards, forms, desk) }
}
