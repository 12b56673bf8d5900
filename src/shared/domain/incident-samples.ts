import { noCare } from './incident-care.ts'
import { nothingDone, priorityOf, type Incident, type IncidentKind } from './incident.ts'
import { stepIncident, type IncidentEvent } from './incident-step.ts'

/** Guards of tests. */
export const wang = { id: 'wang', name: '王建国' }
export const li = { id: 'li', name: '李强' }

/** An incident for tests, as it was raised at 0. */
export function incidentOf(kind: IncidentKind): Incident {
  return {
    id: 1,
    kind,
    priority: priorityOf[kind],
    panelId: null,
    zoneId: null,
    inputId: null,
    cameraIds: [],
    placeName: '档案室',
    raisedAtMs: 0,
    deviceAtMs: null,
    lastSignalAtMs: 0,
    signalCount: 1,
    signalState: 'active',
    shownAfterMs: null,
    pictures: [],
    drill: null,
    care: noCare,
    progress: nothingDone,
  }
}

/** The incident after these events. @throws Error when one is refused */
export function told(incident: Incident, ...events: [IncidentEvent, typeof wang, number][]): Incident {
  return events.reduce((present, [event, who, atMs]) => {
    const outcome = stepIncident(present, event, who, atMs)
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.code}`)
    return outcome.incident
  }, incident)
}
