import type { SecondPerson } from '../../shared/domain/people.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { DutyService } from '../duty/service.ts'
import type { PeopleDirectory } from './directory.ts'

/** What goes with an act over somebody: why, and the second person's word where the act needs one. */
export interface Grounds {
  readonly reason: string
  readonly second: SecondPerson | null
}

/**
 * The second person where one is needed, proved by PIN; null where none is.
 * @throws Refusal `people.second-required`, `people.second-unfit`, and as `DutyService.prove`
 */
export async function secondFor(
  { directory, duty }: { readonly directory: PeopleDirectory; readonly duty: DutyService },
  isNeeded: boolean,
  target: Pick<SiteUser, 'id'>,
  { second }: Grounds,
  actor: UserActor,
): Promise<{ id: string; name: string } | null> {
  if (!isNeeded) return null
  if (second === null) throw new Refusal('people.second-required')
  const mayConfirm = rightsOf(directory.find(second.userId)?.roles ?? []).has('people.confirm')
  if (!mayConfirm || second.userId === actor.id || second.userId === target.id)
    throw new Refusal('people.second-unfit')
  const { id, name } = await duty.prove(second.userId, second.pin)
  return { id, name }
}

/** @throws Refusal `people.retired` */
export function refuseRetired(user: SiteUser): void {
  if (user.retired !== undefined) throw new Refusal('people.retired', { name: user.name })
}

/** @throws Refusal `people.name-taken`: records show names, so no two people may share one */
export function refuseTaken(directory: PeopleDirectory, name: string, id: string | null): void {
  if (directory.all().some(user => user.name === name && user.id !== id))
    throw new Refusal('people.name-taken', { name })
}

/**
 * Somebody must be left who can put people right.
 * @param rolesAfter empty for somebody who leaves
 * @throws Refusal `people.last-editor`
 */
export function refuseLastEditor(
  directory: PeopleDirectory,
  user: SiteUser,
  rolesAfter: SiteUser['roles'],
): void {
  const edits = ({ roles }: Pick<SiteUser, 'roles'>): boolean => rightsOf(roles).has('people.edit')
  if (!edits(user) || edits({ roles: rolesAfter })) return
  const others = directory.active().filter(other => other.id !== user.id)
  if (!others.some(edits)) throw new Refusal('people.last-editor')
}
