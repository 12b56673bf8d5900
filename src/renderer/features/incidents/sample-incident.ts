import { noCare } from '../../../shared/domain/incident-care.ts'
import { nothingDone, priorityOf, type Incident, type Progress } from '../../../shared/domain/incident.ts'

const by = { id: 'wang', name: '王建国' }

/** When a step of a sample was taken. */
export function stamp(atMs = 2_000): { by: typeof by; atMs: number } {
  return { by, atMs }
}

/** An incident for tests; `progress` names only what was done. */
export function sampleIncident(
  part: Partial<Omit<Incident, 'progress'>> & { progress?: Partial<Progress> } = {},
): Incident {
  const kind = part.kind ?? 'intrusion'
  return {
    id: 1,
    kind,
    priority: priorityOf[kind],
    panelId: 'panel',
    zoneId: 'pir-archive',
    inputId: null,
    cameraIds: [],
    placeName: '档案室',
    raisedAtMs: 1_000,
    deviceAtMs: null,
    lastSignalAtMs: 1_000,
    signalCount: 1,
    signalState: 'active',
    shownAfterMs: null,
    pictures: [],
    drill: null,
    care: noCare,
    ...part,
    progress: { ...nothingDone, ...part.progress },
  }
}
