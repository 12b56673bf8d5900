import { isUnacknowledged, isWaiting, type Incident } from './incident.ts'

/**
 * Under which name an incident stands with others of its kind, priority, panel and drill; null for what is most urgent:
 * each panic press and each fire stands, and is confirmed, for itself.
 */
export function groupKeyOf({ priority, kind, panelId, drill }: Incident): string | null {
  return priority === 1 ? null : `${priority}|${kind}|${panelId ?? ''}|${drill ?? ''}`
}

/** Whether confirming its group (一键确认本组) does anything to an incident: not located yet, or in nobody's hand. */
export function isForGroup(incident: Incident): boolean {
  return isUnacknowledged(incident) || isWaiting(incident)
}
