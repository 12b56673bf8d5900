import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'

/** How urgent an incident is: the lower number first. A panic press outranks everything. */
function compareUrgency(one: Incident, other: Incident): number {
  return (
    one.priority - other.priority ||
    Number(isUnacknowledged(other)) - Number(isUnacknowledged(one)) ||
    one.raisedAtMs - other.raisedAtMs ||
    one.id - other.id
  )
}

/** What is still open, the most urgent first; within a priority what nobody has located, then what waits longest. */
export function byUrgency(incidents: readonly Incident[]): Incident[] {
  return incidents.filter(isOpen).toSorted(compareUrgency)
}

/** What is still open, the newest first. */
export function byTime(incidents: readonly Incident[]): Incident[] {
  return incidents
    .filter(isOpen)
    .toSorted((one, other) => other.raisedAtMs - one.raisedAtMs || other.id - one.id)
}

/** What rings: open, and nobody has looked where it is. The most urgent first. */
export function unlocatedOf(incidents: readonly Incident[]): Incident[] {
  return byUrgency(incidents).filter(isUnacknowledged)
}

export function isOpen(incident: Incident): boolean {
  return incident.progress.closed === null
}
