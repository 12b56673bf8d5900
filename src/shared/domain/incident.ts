import { z } from 'zod'
import { Care, noCare } from './incident-care.ts'
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
  'unattended',
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
  unattended: 2,
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
  reset: mark
    .extend({
      keyHolder: z.string(),
      cause: z.string(),
      /** Who looked the press over (A-N3.6); empty in records of older versions. */
      reviewer: z.string().default(''),
    })
    .nullable(),
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
  /** The contact at a camera that raised it (`InputView.id`); null for everything else. */
  inputId: z.string().nullable().default(null),
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
  /** The drill (演练) whose zones raised it; null: real. Left out of every figure. */
  drill: z.number().int().nullable().default(null),
  /** Who works on it, how long it waits, by which procedure, and what the linkage did. */
  care: Care.default(noCare),
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
    reviewer: z.string().trim().max(40),
  }),
  z.object({ type: z.literal('close') }),
  /** Opens it to work on it; of somebody else's only with `takeOver`. */
  z.object({ type: z.literal('take'), takeOver: z.boolean().default(false) }),
  /** Puts it away; without anybody sent it is in the queue for everybody again. */
  z.object({ type: z.literal('leave') }),
  /** One point of the procedure's checklist is done. */
  z.object({ type: z.literal('tick'), step: IncidentStep, index: z.number().int().min(0).max(30) }),
])
export type IncidentAction = z.infer<typeof IncidentAction>

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

/** True while a new alarm of its place waits to be taken up, after somebody had looked where it is. */
export function isRingingAgain({ care, progress }: Incident): boolean {
  return progress.closed === null && care.rangAgain?.isTaken === false
}

/** True while the sound must go on: nobody has yet looked where it is, or at the new alarm there. */
export function isUnacknowledged(incident: Incident): boolean {
  return (incident.progress.located === null && incident.progress.closed === null) || isRingingAgain(incident)
}

/** What silences an incident that rings: the place confirmed, or the new alarm there taken up. */
export function acknowledgement({ progress }: Incident): IncidentAction {
  return progress.located === null ? { type: 'locate' } : { type: 'take', takeOver: false }
}

/** When the alarm arrived that it is about now, ms UTC: the first one, or the newest that rang again. */
export function alarmAtMs({ care, raisedAtMs }: Incident): number {
  return care.rangAgain?.atMs ?? raisedAtMs
}

/** True while nobody works on it: in the queue for whoever opens it first. */
export function isWaiting(incident: Incident): boolean {
  return incident.care.owner === null && incident.progress.closed === null
}

/** Waited past its limit, and still nobody works on it: louder, on the second seat, with the list of phones. */
export function isEscalated(incident: Incident): boolean {
  return isWaiting(incident) && incident.care.escalatedAtMs !== null
}

/** True while the sound must go on: nobody looked where it is, or nobody took up what was put back. */
export function rings(incident: Incident): boolean {
  return isUnacknowledged(incident) || isEscalated(incident)
}

/** How far an incident has come (requirements §6); `escalated` and the signal run beside it. */
export type IncidentState =
  'raised' | 'acknowledged' | 'dispatched' | 'onScene' | 'verified' | 'handling' | 'reported' | 'closed'

export function stateOf({ progress }: Incident): IncidentState {
  if (progress.closed !== null) return 'closed'
  if (progress.reported !== null) return 'reported'
  if (progress.handled !== null) return 'handling'
  if (progress.verified !== null) return 'verified'
  if (progress.arrived !== null) return 'onScene'
  if (progress.dispatched !== null) return 'dispatched'
  return progress.located === null ? 'raised' : 'acknowledged'
}

/** What still keeps an incident from being closed, in the order it should be done. */
export function missingForClose(incident: Incident): IncidentStep | 'reset' | null {
  const step = nextStep(incident)
  if (step !== null) return step
  if (incident.kind === 'panic' && incident.progress.reset === null) return 'reset'
  return null
}
