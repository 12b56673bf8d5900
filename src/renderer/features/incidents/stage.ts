import { alarmAtMs, isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { byUrgency, isOpen, unlocatedOf } from './order.ts'

/** What the alarm pop-up shows. `seen`: alarms (`alarmKeyOf`) that have already asked for the stage once. */
export interface Stage {
  readonly shownId: number | null
  /** More urgent than what is shown, and told beside it, because the guard was writing when it came. */
  readonly announcedId: number | null
  readonly seen: ReadonlySet<string>
}

export const emptyStage: Stage = { shownId: null, announcedId: null, seen: new Set() }

/** An incident asks for the stage once, and once more when it became another kind or rang again. */
const alarmKeyOf = (incident: Incident): string => `${incident.id} ${incident.kind} ${alarmAtMs(incident)}`

export type StageEvent =
  /** Core told which incidents are open. */
  | { readonly type: 'incidents'; readonly incidents: readonly Incident[]; readonly isTyping: boolean }
  /** The guard has stopped writing: what was announced takes the stage. */
  | { readonly type: 'pause'; readonly incidents: readonly Incident[] }
  /** The guard chose one, in the queue, on the map or in the head of the pop-up. */
  | { readonly type: 'choose'; readonly id: number }
  /** 收起: the pop-up goes away, the incident stays open (and rings on while it is not located). */
  | { readonly type: 'minimise' }
  /** Somebody signed on, or asks for what rings: the most urgent unlocated incident comes back. */
  | { readonly type: 'recall'; readonly incidents: readonly Incident[] }

/**
 * Which incident has the stage. A new one takes an empty stage, or the stage of one of lower priority; otherwise it
 * only joins the list, so that the form the guard is filling in stays in front of him; while he is writing, one of
 * higher priority is announced first. When the shown one was closed, the most urgent unlocated one follows by itself;
 * those already located wait in the queue.
 */
export function stepStage(stage: Stage, event: StageEvent): Stage {
  switch (event.type) {
    case 'incidents':
      return afterNews(stage, event.incidents, event.isTyping)
    case 'pause':
      return afterPause(stage, event.incidents)
    case 'choose':
      return { ...stage, shownId: event.id, announcedId: null }
    case 'minimise':
      return { ...stage, shownId: null, announcedId: null }
    case 'recall':
      return { ...stage, shownId: stage.shownId ?? unlocatedOf(event.incidents)[0]?.id ?? null }
  }
}

function afterNews(stage: Stage, incidents: readonly Incident[], isTyping: boolean): Stage {
  const open = byUrgency(incidents)
  const fresh = open.filter(incident => isUnacknowledged(incident) && !stage.seen.has(alarmKeyOf(incident)))
  const seen = fresh.length === 0 ? stage.seen : new Set([...stage.seen, ...fresh.map(alarmKeyOf)])
  const shown = open.find(incident => incident.id === stage.shownId)
  const wasClosed = stage.shownId !== null && shown === undefined
  const next = wasClosed ? unlocatedOf(open)[0] : fresh[0]
  const takesStage = next !== undefined && (shown === undefined || next.priority < shown.priority)
  const isAnnounced = takesStage && shown !== undefined && isTyping
  const shownId = takesStage && !isAnnounced ? next.id : (shown?.id ?? null)
  const announcedId = isAnnounced
    ? moreUrgent(next, announcedOf(stage, open)).id
    : shownId === stage.shownId
      ? (announcedOf(stage, open)?.id ?? null)
      : null
  return shownId === stage.shownId && announcedId === stage.announcedId && seen === stage.seen
    ? stage
    : { shownId, announcedId, seen }
}

/** What was announced, as long as it waits. */
function announcedOf(stage: Stage, open: readonly Incident[]): Incident | undefined {
  return open.find(incident => incident.id === stage.announcedId && isUnacknowledged(incident))
}

const moreUrgent = (one: Incident, other: Incident | undefined): Incident =>
  other !== undefined && other.priority <= one.priority ? other : one

function afterPause(stage: Stage, incidents: readonly Incident[]): Stage {
  if (stage.announcedId === null) return stage
  const announced = announcedOf(stage, incidents)
  return { ...stage, shownId: announced?.id ?? stage.shownId, announcedId: null }
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
