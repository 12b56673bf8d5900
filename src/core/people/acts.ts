import { Refusal } from '../../shared/refusal.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { DutyService } from '../duty/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { SiteStore } from '../station/site-store.ts'
import type { Cards } from './cards.ts'
import type { PeopleDirectory } from './directory.ts'

/** What the acts of the office over people work with. */
export interface PeopleContext {
  readonly directory: PeopleDirectory
  readonly duty: DutyService
  readonly cards: Cards
  readonly sites: SiteStore
  readonly journal: Journal
  readonly clock: Clock
}

/** Somebody whom the site knows, here or gone. @throws Refusal `people.unknown` */
export function known({ directory }: Pick<PeopleContext, 'directory'>, id: string): SiteUser {
  const user = directory.find(id)
  if (user === null) throw new Refusal('people.unknown')
  return user
}

/** Somebody else than who acts. @throws Refusal `people.own`, `people.unknown` */
export function other(context: Pick<PeopleContext, 'directory'>, id: string, actor: UserActor): SiteUser {
  if (id === actor.id) throw new Refusal('people.own')
  return known(context, id)
}

/** Writes an act over somebody into the journal. */
export function writeAct(
  { journal }: Pick<PeopleContext, 'journal'>,
  actor: UserActor,
  kind: string,
  user: Pick<SiteUser, 'id' | 'name'>,
  body: object,
): void {
  journal.append({ actor, kind, subject: user.id, body: { name: user.name, ...body } })
}

/**
 * Does an act; one that is refused is written down (A-N6.2.a).
 * @param subject id of whom it is about, or the name of somebody new
 */
export async function attempt<T>(
  { journal, directory }: Pick<PeopleContext, 'journal' | 'directory'>,
  act: string,
  subject: string,
  actor: UserActor,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, params } = error
      const name = directory.find(subject)?.name ?? subject
      journal.append({ actor, kind: 'people.refused', subject, body: { act, code, params, name } })
    }
    throw error
  }
}
