import type { Role } from '../../shared/domain/rights.ts'
import type { SiteFile, SiteUser } from '../../shared/site.ts'
import { Emitter } from '../platform/emitter.ts'

/** Who works here, as the site file says now. Ask again instead of keeping it. */
export interface PeopleDirectory {
  /** Everybody, those who left as well: records name them. */
  all(): readonly SiteUser[]
  /** Those who may sign on and sign: all but those who left. */
  active(): readonly SiteUser[]
  /** Somebody by id, also one who left; null for an id nobody ever had. */
  find(id: string): SiteUser | null
  /** Those who hold a role and did not leave. */
  holders(role: Role): readonly SiteUser[]
  /** Told after somebody was added, changed or taken out of service. */
  readonly changed: Emitter<readonly SiteUser[]>
}

/** The people of a site that changes while the station runs. */
export function directoryOf(sites: {
  readonly current: Pick<SiteFile, 'users'>
  readonly changed: Emitter<SiteFile>
}): PeopleDirectory {
  const changed = new Emitter<readonly SiteUser[]>()
  const all = (): readonly SiteUser[] => sites.current.users
  const active = () => all().filter(user => user.retired === undefined)
  let told = JSON.stringify(all())
  sites.changed.on(({ users }) => {
    const now = JSON.stringify(users)
    if (now === told) return
    told = now
    changed.emit(users)
  })
  return {
    all,
    active,
    find: id => all().find(user => user.id === id) ?? null,
    holders: role => active().filter(user => user.roles.includes(role)),
    changed,
  }
}
