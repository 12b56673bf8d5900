import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { byUrgency, isOpen, unlocatedOf } from './order.ts'

/** What the alarm pop-up shows. `seen`: incidents that have already asked for the stage once. */
export interface Stage {
  readonly shownId: number | null
  readonly seen: ReadonlySet<number>
}

export const emptyStage: Stage = { shownId: null, seen: new Set() }

export type StageEvent =
  /** Core told which incidents are open. */
  | { readonly type: 'incidents'; readonly incidents: readonly Incident[] }
  /** The guard chose one, in the queue, on the map or in the head of the pop-up. */
  | { readonly type: 'choose'; readonly id: number }
  /** 收起: the pop-up goes away, the incident stays open (and rings on while it is not located). */
  | { readonly type: 'minimise' }
  /** Somebody signed on, or asks for what rings: the most urgent unlocated incident comes back. */
  | { readonly type: 'recall'; readonly incidents: readonly Incident[] }

/**
 * Which incident has the stage. A new one takes an empty stage, or the stage of one of lower priority; otherwise it
 * only joins the list, so that the form the guard is filling in stays in front of him. When the shown one was closed,
 * the most urgent unlocated one follows by itself; those already located wait in the queue.
 */
export function stepStage(stage: Stage, event: StageEvent): Stage {
  switch (event.type) {
    case 'incidents':
      return afterNews(stage, event.incidents)
    case 'choose':
      return { ...stage, shownId: event.id }
    case 'minimise':
      return { ...stage, shownId: null }
    case 'recall':
      return { ...stage, shownId: stage.shownId ?? unlocatedOf(event.incidents)[0]?.id ?? null }
  }
}

function afterNews(stage: Stage, incidents: readonly Incident[]): Stage {
  const open = byUrgency(incidents)
  const fresh = open.filter(incident => isUnacknowledged(incident) && !stage.seen.has(incident.id))
  const seen = fresh.length === 0 ? stage.seen : new Set([...stage.seen, ...fresh.map(({ id }) => id)])
  const shown = open.find(incident => incident.id === stage.shownId)
  const wasClosed = stage.shownId !== null && shown === undefined
  const next = wasClosed ? unlocatedOf(open)[0] : fresh[0]
  const takesStage = next !== undefined && (shown === undefined || next.priority < shown.priority)
  const shownId = takesStage ? next.id : (shown?.id ?? null)
  return shownId === stage.shownId && seen === stage.seen ? stage : { shownId, seen }
}

/** The incident on stage, and the other open ones: first what still rings, then in the order of urgency. */
export function castOf(
  stage: Stage,
  incidents: readonly Incident[],
): { shown: Incident | null; others: Incident[] } {
  const shown = incidents.find(incident => incident.id === stage.shownId && isOpen(incident)) ?? null
  const others = byUrgency(incidents)
    .filter(incident => incident !== shown)
    .toSorted((one, other) => Number(isUnacknowledged(other)) - Number(isUnacknowledged(one)))
  return { shown, others }
}
