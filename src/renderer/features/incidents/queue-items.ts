import { groupKeyOf, isForGroup } from '../../../shared/domain/incident-group.ts'
import { isUnacknowledged, type Incident, type IncidentKind } from '../../../shared/domain/incident.ts'

/** So many open incidents are still taken in at a glance: fewer are never put together. */
const groupFrom = 13
/** So many of one kind, priority and panel become one line. */
const groupOf = 5

/** One line of the queue: an incident, or many of one kind, priority and panel under one count. */
export type QueueItem =
  | { readonly type: 'incident'; readonly incident: Incident; readonly isInGroup: boolean }
  | {
      readonly type: 'group'
      readonly key: string
      readonly kind: IncidentKind
      readonly panelId: string | null
      readonly isOpen: boolean
      /** In the order of the queue. */
      readonly incidents: readonly Incident[]
      /** Of these, how many nobody has located. */
      readonly waiting: number
      /** Of these, what one press on 确认本组 confirms. */
      readonly forGroup: readonly number[]
    }

/**
 * The lines of a queue in its order. In a flood many become one line that stands where the first of them stood, so
 * nothing of a higher priority is ever behind it. Every incident is on exactly one line.
 * @param opened keys of groups that the guard has opened: their incidents follow them
 */
export function queueItems(queue: readonly Incident[], opened: ReadonlySet<string>): QueueItem[] {
  const alone = (incident: Incident): QueueItem => ({ type: 'incident', incident, isInGroup: false })
  if (queue.length < groupFrom) return queue.map(alone)
  const groups = Map.groupBy(queue, groupKeyOf)
  const told = new Set<string>()
  return queue.flatMap(incident => {
    const key = groupKeyOf(incident)
    const incidents = key === null ? [] : (groups.get(key) ?? [])
    if (key === null || incidents.length < groupOf) return [alone(incident)]
    if (told.has(key)) return []
    told.add(key)
    const isOpen = opened.has(key)
    const waiting = incidents.filter(isUnacknowledged).length
    const { kind, panelId } = incident
    const forGroup = incidents.filter(isForGroup).map(({ id }) => id)
    const group: QueueItem = { type: 'group', key, kind, panelId, isOpen, incidents, waiting, forGroup }
    if (!isOpen) return [group]
    return [
      group,
      ...incidents.map((each): QueueItem => ({ type: 'incident', incident: each, isInGroup: true })),
    ]
  })
}

/** The opened groups after a press on one. */
export function toggleGroup(opened: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return opened.has(key) ? new Set([...opened].filter(other => other !== key)) : new Set([...opened, key])
}
