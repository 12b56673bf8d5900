import { groupKeyOf, isForGroup } from '../../shared/domain/incident-group.ts'
import { acknowledgement } from '../../shared/domain/incident.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { IncidentService } from './service.ts'

/**
 * 一键确认本组: in a flood, each incident of a group is located by the guard, or taken up where it was located before,
 * with an entry of its own. Nothing else is done to any: they stay open and go through their steps one by one.
 * Left as they are: what has become something else since the screen was painted (a panic press joined, another kind),
 * what was closed, and what somebody else has in hand. What came in after the paint is not among `ids`.
 * @returns how many were confirmed
 */
export function confirmGroup(
  incidents: IncidentService,
  { key, ids }: { readonly key: string; readonly ids: readonly number[] },
  actor: UserActor,
): number {
  const named = new Set(ids)
  const group = incidents.open().filter(incident => {
    const { owner } = incident.care
    const isFree = owner === null || owner.by.id === actor.id
    return named.has(incident.id) && groupKeyOf(incident) === key && isFree && isForGroup(incident)
  })
  incidents.together(() => {
    for (const incident of group)
      incidents.act(incident.id, acknowledgement(incident), actor, { together: group.length })
  })
  return group.length
}
