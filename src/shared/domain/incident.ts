import { z } from 'zod'
import type { RefusalCode } from '../refusal.ts'
import { IncidentPicture } from './snapshot.ts'

/** 警情 kinds, the most urgent first. */
export const IncidentKind = z.enum([
  'panic',
  'fire',
  'perimeter-cut',
  'perimeter',
  'intrusion',
  'tamper',
  'video-loss',
  'video-tamper',
  'power-failure',
  'arming-missed',
  'observed',
  'device-fault',
])
export type IncidentKind = z.infer<typeof IncidentKind>

/** 1 is handled before 2, and so on. A panic press outranks everything. */
export const priorityOf: Readonly<Record<IncidentKind, 1 | 2 | 3 | 4>> = {
  panic: 1,
  fire: 1,
  'perimeter-cut': 2,
  perimeter: 2,
  intrusion: 2,
  tamper: 3,
  'video-loss': 3,
  'video-tamper': 3,
  'power-failure': 3,
  'arming-missed': 3,
  observed: 3,
  'device-fault': 4,
}

/** Kinds that say what does not work, not that somebody may be in danger: shown as a fault. */
export function isFaultKind(kind: IncidentKind): boolean {
  return kind === 'device-fault' || kind === 'video-loss' || kind === 'power-failure'
}

/** 核实 — what the guard found on the scene. */
export const Verdict = z.enum(['true', 'false', 'test', 'fault'])
export type Verdict = z.infer<typeof Verdict>

/** The six steps of A-10.d, in their order: 判断方位, 到现场, 核实, 处置, 报告, 记录. */
export const incidentSteps = ['locate', 'scene', 'verify', 'handle', 'report', 'record'] as const
export const IncidentStep = z.enum(incidentSteps)
export type IncidentStep = z.infer<typeof IncidentStep>

const by = z.object({ id: z.string(), name: z.string() })
/** Who took a step, and when (ms UTC). */
const mark = z.object({ by, atMs: z.number() })

/** To whom a true alarm was reported. 学校领导 comes first (A-N3.7). */
export const ReportTarget = z.enum([
  'school-leader',
  'guard-leader',
  'police-110',
  'fire-119',
  'maintainer',
  'none-needed',
])
export type ReportTarget = z.infer<typeof ReportTarget>

/** What has been done about an incident. A part is null until it was done; nothing is ever undone. */
export const Progress = z.object({
  /** 判断方位: the guard has seen where it is. This is what stops the sound. */
  located: mark.nullable(),
  dispatched: mark.extend({ who: z.string() }).nullable(),
  arrived: mark.nullable(),
  verified: mark.extend({ verdict: Verdict, note: z.string() }).nullable(),
  handled: mark.extend({ text: z.string() }).nullable(),
  reported: mark.extend({ told: z.array(ReportTarget), note: z.string() }).nullable(),
  recorded: mark.extend({ text: z.string() }).nullable(),
  /** Panic only: restored with the key, by whom, and why it was pressed (A-15.2.2, A-N3.6). */
  reset: mark.extend({ keyHolder: z.string(), cause: z.string() }).nullable(),
  closed: mark.nullable(),
})
export type Progress = z.infer<typeof Progress>

/** A case on the guard's desk: one place, from the first signal until the record is closed. */
export const Incident = z.object({
  id: z.number().int(),
  kind: IncidentKind,
  priority: z.number().int().min(1).max(4),
  panelId: z.string().nullable(),
  zoneId: z.string().nullable(),
  cameraIds: z.array(z.string()),
  /** What is shown as the place: zone, panel or camera name as it was. */
  placeName: z.string(),
  /** When the packet of the first signal arrived, ms UTC. */
  raisedAtMs: z.number(),
  /** The device's own time of the first signal; null when it told none. */
  deviceAtMs: z.number().nullable(),
  lastSignalAtMs: z.number(),
  /** Signals that joined this incident, the first included. */
  signalCount: z.number().int(),
  /** What the device says now. Restored never closes an incident. */
  signalState: z.enum(['active', 'restored']),
  /** From the packet's arrival in core until the pop-up was painted; null until a screen told. */
  shownAfterMs: z.number().nullable(),
  progress: Progress,
  /** Pictures taken for it, the oldest first. */
  pictures: z.array(IncidentPicture).default([]),
})
export type Incident = z.infer<typeof Incident>

/** What somebody, or a device, does to an incident. */
export const IncidentAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('locate') }),
  z.object({ type: z.literal('dispatch'), who: z.string().trim().min(1).max(40) }),
  z.object({ type: z.literal('arrive') }),
  z.object({ type: z.literal('verify'), verdict: Verdict, note: z.string().trim().max(500) }),
  z.object({ type: z.literal('handle'), text: z.string().trim().max(1000) }),
  z.object({
    type: z.literal('report'),
    told: z.array(ReportTarget).max(6),
    note: z.string().trim().max(500),
  }),
  z.object({ type: z.literal('record'), text: z.string().trim().max(2000) }),
  z.object({
    type: z.literal('reset'),
    keyHolder: z.string().trim().max(40),
    cause: z.string().trim().max(500),
  }),
  z.object({ type: z.literal('close') }),
])
export type IncidentAction = z.infer<typeof IncidentAction>

export type StepOutcome =
  | { readonly ok: true; readonly incident: Incident }
  | { readonly ok: false; readonly code: RefusalCode; readonly missing?: IncidentStep }

export const nothingDone: Progress = {
  located: null,
  dispatched: null,
  arrived: null,
  verified: null,
  handled: null,
  reported: null,
  recorded: null,
  reset: null,
  closed: null,
}

const markOfStep: Readonly<Record<IncidentStep, keyof Progress>> = {
  locate: 'located',
  scene: 'arrived',
  verify: 'verified',
  handle: 'handled',
  report: 'reported',
  record: 'recorded',
}

/** Whether a step of A-10.d is done. 到现场 is done on arrival, not on dispatch. */
function isDone(incident: Incident, step: IncidentStep): boolean {
  return incident.progress[markOfStep[step]] !== null
}

/** The step to take next; null when all six are done. */
export function nextStep(incident: Incident): IncidentStep | null {
  return incidentSteps.find(step => !isDone(incident, step)) ?? null
}

/** True while the sound must go on: nobody has yet looked where it is. */
export function isUnacknowledged(incident: Incident): boolean {
  return incident.progress.located === null && incident.progress.closed === null
}

/** What still keeps an incident from being closed, in the order it should be done. */
export function missingForClose(incident: Incident): IncidentStep | 'reset' | null {
  const step = nextStep(incident)
  if (step !== null) return step
  if (incident.kind === 'panic' && incident.progress.reset === null) return 'reset'
  return null
}

/**
 * One action on an incident. Pure: the same arguments give the same outcome; the caller stores and journals it.
 * Refuses a step out of its order (A-10.d), a true alarm that no 学校领导 was told of (A-N3.7), a record without
 * the guard's own words and the closing of a panic that was not reset with the key.
 */
export function stepIncident(
  incident: Incident,
  action: IncidentAction,
  who: { id: string; name: string },
  nowMs: number,
): StepOutcome {
  if (incident.progress.closed !== null) return { ok: false, code: 'incidents.closed' }
  const done = (part: Partial<Progress>): StepOutcome => ({
    ok: true,
    incident: { ...incident, progress: { ...incident.progress, ...part } },
  })
  const stamp = { by: { id: who.id, name: who.name }, atMs: nowMs }
  const refusal = refusalOf(incident, action)
  if (refusal !== null) return { ok: false, ...refusal }
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
    case 'reset':
      return done({ reset: { ...stamp, keyHolder: action.keyHolder, cause: action.cause } })
    case 'close':
      return done({ closed: stamp })
  }
}

type Reason = { code: RefusalCode; missing?: IncidentStep }

/** Why an action is not possible now; null when it is. */
function refusalOf(incident: Incident, action: IncidentAction): Reason | null {
  switch (action.type) {
    case 'close': {
      const missing = missingForClose(incident)
      if (missing === 'reset') return { code: 'incidents.panic-not-reset' }
      return missing === null ? null : { code: 'incidents.step-missing', missing }
    }
    case 'reset':
      if (incident.kind !== 'panic') return { code: 'incidents.step-out-of-order' }
      return action.keyHolder === '' || action.cause === '' ? { code: 'incidents.text-required' } : null
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

type OrderedAction = Exclude<IncidentAction, { type: 'close' | 'reset' }>

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
