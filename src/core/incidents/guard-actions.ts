import type { ProcedureVersion } from '../../shared/domain/incident-care.ts'
import type { Incident, IncidentAction, IncidentKind } from '../../shared/domain/incident.ts'
import type { IncidentEvent } from '../../shared/domain/incident-step.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Procedures } from './procedures/service.ts'

/** The journal kind that each action of a guard becomes. */
const entryKindOf: Readonly<Record<IncidentAction['type'], string>> = {
  locate: 'incident.located',
  dispatch: 'incident.dispatched',
  arrive: 'incident.arrived',
  verify: 'incident.verified',
  handle: 'incident.handled',
  report: 'incident.reported',
  record: 'incident.recorded',
  reset: 'incident.reset',
  close: 'incident.closed',
  take: 'incident.taken',
  leave: 'incident.returned',
  tick: 'incident.ticked',
}

/** The procedure by which incidents of a kind are handled now. */
export function procedureFor(procedures: Procedures, kind: IncidentKind): ProcedureVersion {
  const { id, version } = procedures.currentFor(kind)
  return { id, version }
}

/**
 * What an action of a guard does to an incident, and the entry that says so.
 * @throws Refusal `procedures.unknown-point`
 */
export function eventOf(
  procedures: Procedures,
  incident: Incident,
  action: IncidentAction,
): { event: IncidentEvent; entry: { kind: string; body: object } } {
  const { type, ...body } = action
  const entry = (more: object = {}) => ({ kind: entryKindOf[type], body: { ...body, ...more } })
  switch (action.type) {
    case 'tick': {
      // A point of the checklist is named by its place in it; the incident keeps its words.
      const { step, index } = action
      const procedure = incident.care.procedure ?? procedureFor(procedures, incident.kind)
      const text = procedures.pointOf(procedure, step, index)
      if (text === null) throw new Refusal('procedures.unknown-point')
      return { event: { type: 'ticked', procedure, step, text }, entry: entry({ text, procedure }) }
    }
    case 'take':
      return { event: action, entry: entry({ from: incident.care.owner?.by.name ?? null }) }
    case 'leave':
      return { event: action, entry: entry({ cause: 'put-away' }) }
    default:
      return { event: action, entry: entry() }
  }
}
