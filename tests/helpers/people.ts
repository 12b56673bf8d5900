import { directoryOf, type PeopleDirectory } from '../../src/core/people/directory.ts'
import { Emitter } from '../../src/core/platform/emitter.ts'
import type { SiteUser } from '../../src/shared/site.ts'

/** A directory of people who never change. */
export const peopleOf = (users: readonly SiteUser[]): PeopleDirectory =>
  directoryOf({ current: { users: [...users] }, changed: new Emitter() })
