import type { Person } from '../../shared/domain/duty.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { SiteUser } from '../../shared/site.ts'

/** Somebody of the site, as the screen and the records name people. */
export const toPerson = (user: SiteUser): Person => ({ id: user.id, name: user.name, roles: user.roles })

/** Somebody as the actor of an entry; `shiftId` is null for who stands no watch. */
export function actorOf(person: Person, shiftId: number | null): UserActor {
  return { kind: 'user', id: person.id, name: person.name, shiftId }
}
