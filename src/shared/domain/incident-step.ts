import type { RefusalCode } from '../refusal.ts'
import { type LinkOutcome, type ProcedureVersion } from './incident-care.ts'
import {
  isWaiting,
  missingForClose,
  nextStep,
  type Incident,
  type IncidentAction,
  type IncidentKind,
  type IncidentStep,
  type Progress,
} from './incident.ts'
import { joined } from './incident-signal.ts'

/** What the station itself does to an incident, or tells of it. */
export type StationEvent =
  /** A further signal of the same place. */
  | { readonly type: 'signal'; readonly kind: IncidentKind; readonly atMs: number }
  /** The condition at the place ended; that closes nothing. */
  | { readonly type: 'restored' }
  /** It has waited past its limit. */
  | { readonly type: 'escalate' }
  /** Whoever worked on it is gone: signed off, handed over, or idle. */
  | { readonly type: 'return' }
  | {
      readonly type: 'ticked'
      readonly procedure: ProcedureVersion
      readonly step: IncidentStep
      readonly text: string
    }
  | { readonly type: 'procedure'; readonly procedure: ProcedureVersion }
  | { readonly type: 'ticket'; readonly number: number }
  | { readonly type: 'linked'; readonly outcome: LinkOutcome }

/** All that can happen to an incident once it was raised. */
export type IncidentEvent = Exclude<IncidentAction, { type: 'tick' }> | StationEvent

/** `missing`: the step to be done first. `name`: who works on it. */
export type StepOutcome =
  | { readonly ok: true; readonly incident: Incident }
  | {
      readonly ok: false
      readonly code: RefusalCode
      readonly missing?: IncidentStep
      readonly name?: string
    }

type Reason = Omit<Extract<StepOutcome, { ok: false }>, 'ok'>
type GuardEvent = Exclude<IncidentAction, { type: 'tick' }>
interface Who {
  readonly id: string
  readonly name: string
}

/**
 * One event of an incident. Pure: the same arguments give the same outcome; the caller stores and journals it. An event
 * that changes nothing gives the very same incident back.
 * Refuses a step out of its order (A-10.d), a true alarm that no 学校领导 was told of (A-N3.7), a record without
 * the guard's own words, the closing of a panic that was not reset with the key, its cause and who
 * reviewed it (A-15.2.2, A-N3.6), and the work on what somebody else has in hand.
 */
export function stepIncident(incident: Incident, event: IncidentEvent, who: Who, nowMs: number): StepOutcome {
  if (incident.progress.closed !== null)
    return event.type === 'linked'
      ? taken(withLink(incident, event.outcome))
      : refused({ code: 'incidents.closed' })
  switch (event.type) {
    case 'signal':
    case 'restored':
    case 'escalate':
    case 'return':
    case 'ticked':
    case 'procedure':
    case 'ticket':
    case 'linked':
      return taken(afterStation(incident, event, who, nowMs))
    case 'take':
      return afterTake(incident, event.takeOver, who, nowMs)
    case 'leave':
      return taken(afterLeave(incident, who, nowMs))
    default: {
      const reason = ownerRefusal(incident, who) ?? refusalOf(incident, event, who)
      return reason === null ? taken(owned(acted(incident, event, who, nowMs), who, nowMs)) : refused(reason)
    }
  }
}

const taken = (incident: Incident): StepOutcome => ({ ok: true, incident })
const refused = (reason: Reason): StepOutcome => ({ ok: false, ...reason })
const caring = (incident: Incident, part: Partial<Incident['care']>): Incident => ({
  ...incident,
  care: { ...incident.care, ...part },
})

function afterStation(incident: Incident, event: StationEvent, who: Who, nowMs: number): Incident {
  switch (event.type) {
    case 'signal':
      return joined(incident, event.kind, event.atMs, nowMs)
    case 'restored':
      return incident.signalState === 'restored' ? incident : { ...incident, signalState: 'restored' }
    case 'escalate':
      return isWaiting(incident) && incident.care.escalatedAtMs === null
        ? caring(incident, { escalatedAtMs: nowMs })
        : incident
    case 'return':
      return incident.care.owner === null ? incident : returned(incident, nowMs)
    case 'ticked': {
      const { procedure, step, text } = event
      const isKnown = incident.care.ticks.some(tick => tick.step === step && tick.text === text)
      const tick = { procedure, step, text, by: { id: who.id, name: who.name }, atMs: nowMs }
      return isKnown ? incident : caring(incident, { ticks: [...incident.care.ticks, tick] })
    }
    case 'procedure':
      return caring(incident, { procedure: event.procedure })
    case 'ticket':
      return caring(incident, { ticketNumber: event.number })
    case 'linked':
      return withLink(incident, event.outcome)
  }
}

/** The last word on an action of a rule replaces what was said of it before. */
function withLink(incident: Incident, outcome: LinkOutcome): Incident {
  const { linked } = incident.care
  const isSame = (other: LinkOutcome) =>
    other.ruleId === outcome.ruleId && other.action === outcome.action && other.target === outcome.target
  return caring(incident, {
    linked: linked.some(isSame)
      ? linked.map(other => (isSame(other) ? outcome : other))
      : [...linked, outcome],
  })
}

const returned = (incident: Incident, nowMs: number): Incident =>
  caring(incident, { owner: null, waitingSinceMs: nowMs, escalatedAtMs: null })

function owned(incident: Incident, who: Who, nowMs: number): Incident {
  const { owner } = incident.care
  const by = { id: who.id, name: who.name }
  return caring(incident, {
    owner:
      owner?.by.id === who.id ? { ...owner, lastActAtMs: nowMs } : { by, atMs: nowMs, lastActAtMs: nowMs },
  })
}

function ownerRefusal({ care: { owner } }: Incident, who: Who): Reason | null {
  return owner === null || owner.by.id === who.id ? null : { code: 'incidents.owned', name: owner.by.name }
}

function afterTake(incident: Incident, takeOver: boolean, who: Who, nowMs: number): StepOutcome {
  const { owner, rangAgain } = incident.care
  const isHeard = rangAgain === null || rangAgain.isTaken
  if (owner?.by.id === who.id && isHeard) return taken(incident)
  const reason = takeOver ? null : ownerRefusal(incident, who)
  if (reason !== null) return refused(reason)
  const own = owned(incident, who, nowMs)
  return taken(isHeard ? own : caring(own, { rangAgain: { ...rangAgain, isTaken: true } }))
}

/** Sending somebody is the decision: until then, putting it away gives it back to the queue. */
function afterLeave(incident: Incident, who: Who, nowMs: number): Incident {
  const isOwn = incident.care.owner?.by.id === who.id
  return isOwn && incident.progress.dispatched === null ? returned(incident, nowMs) : incident
}

type StepAction = Exclude<GuardEvent, { type: 'take' | 'leave' }>

function acted(incident: Incident, action: StepAction, who: Who, nowMs: number): Incident {
  const stamp = { by: { id: who.id, name: who.name }, atMs: nowMs }
  const done = (part: Partial<Progress>): Incident => ({
    ...incident,
    progress: { ...incident.progress, ...part },
  })
  switch (action.type) {
    case 'locate':
      return done({ located: stamp })
    case 'dispatch':
      return done({ dispatched: { ...stamp, who: action.who } })
    case 'arrive':
      return done({ arrived: stamp })
    case 'verify':
      return done({ verified: { ...stamp, verdict: action.verdict, note: action.note } })
    case 'handle':
      return done({ handled: { ...stamp, text: action.text } })
    case 'report':
      return done({ reported: { ...stamp, told: action.told, note: action.note } })
    case 'record':
      return done({ recorded: { ...stamp, text: action.text } })
    case 'reset': {
      const { keyHolder, cause, reviewer } = action
      return done({ reset: { ...stamp, keyHolder, cause, reviewer } })
    }
    case 'close':
      return done({ closed: stamp })
  }
}

/** Why an action is not possible now; null when it is. */
function refusalOf(incident: Incident, action: StepAction, who: Who): Reason | null {
  switch (action.type) {
    case 'close': {
      const missing = missingForClose(incident)
      if (missing === 'reset') return { code: 'incidents.panic-not-reset' }
      return missing === null ? null : { code: 'incidents.step-missing', missing }
    }
    case 'reset':
      if (incident.kind !== 'panic' || incident.progress.reset !== null)
        return { code: 'incidents.step-out-of-order' }
      if (action.keyHolder === '' || action.cause === '') return { code: 'incidents.text-required' }
      // Looked over by a second person, not by the one who writes it down (A-N3.6).
      return action.reviewer === '' || action.reviewer === who.name
        ? { code: 'incidents.reviewer-required' }
        : null
    default:
      return orderRefusal(incident, action) ?? contentRefusal(incident, action)
  }
}

const stepOfAction = {
  locate: 'locate',
  dispatch: 'scene',
  arrive: 'scene',
  verify: 'verify',
  handle: 'handle',
  report: 'report',
  record: 'record',
} as const

type OrderedAction = Exclude<StepAction, { type: 'close' | 'reset' }>

function orderRefusal(incident: Incident, action: OrderedAction): Reason | null {
  const next = nextStep(incident)
  if (stepOfAction[action.type] !== next)
    return next === null
      ? { code: 'incidents.step-out-of-order' }
      : { code: 'incidents.step-out-of-order', missing: next }
  // Arrival needs somebody who was sent; sending again (改派) is allowed until arrival.
  if (action.type === 'arrive' && incident.progress.dispatched === null)
    return { code: 'incidents.step-out-of-order', missing: 'scene' }
  return null
}

function contentRefusal(incident: Incident, action: OrderedAction): Reason | null {
  switch (action.type) {
    case 'handle':
    case 'record':
      return action.text === '' ? { code: 'incidents.text-required' } : null
    case 'report': {
      if (action.told.length === 0) return { code: 'incidents.text-required' }
      const isTrue = incident.progress.verified?.verdict === 'true'
      return isTrue && !action.told.includes('school-leader') ? { code: 'incidents.leader-not-told' } : null
    }
    default:
      return null
  }
}
