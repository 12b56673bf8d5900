import { z } from 'zod'

/** Steps of A-10.d; named here again because the care is part of the incident that defines them. */
const step = z.enum(['locate', 'scene', 'verify', 'handle', 'report', 'record'])
const by = z.object({ id: z.string(), name: z.string() })

/** Kinds of alarm that have a procedure (预案) of their own. */
export const ProcedureId = z.enum([
  'intrusion',
  'perimeter',
  'panic',
  'fire',
  'video',
  'device-fault',
  'power-failure',
  'arming-missed',
  'unattended',
  'observed',
])
export type ProcedureId = z.infer<typeof ProcedureId>

/** A procedure as it was at a time: version 1 is the one shipped. */
export const ProcedureVersion = z.object({ id: ProcedureId, version: z.number().int().min(1) })
export type ProcedureVersion = z.infer<typeof ProcedureVersion>

/** One point of a checklist that was done. It keeps its words: another version, or another kind, takes none away. */
const Tick = z.object({
  procedure: ProcedureVersion,
  step,
  text: z.string(),
  by,
  atMs: z.number(),
})
export type Tick = z.infer<typeof Tick>

/** What a linkage rule (联动) can do. */
const LinkAction = z.enum(['preset', 'enlarge', 'second-screen', 'lock', 'relay', 'task'])
export type LinkAction = z.infer<typeof LinkAction>

/** What became of one action of one rule. */
export const LinkOutcome = z.object({
  ruleId: z.string(),
  ruleName: z.string(),
  action: LinkAction,
  /** Camera, output or the words of the task. */
  target: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  /** Why it failed: a refusal code, or the words of the device; empty otherwise. */
  reason: z.string(),
  atMs: z.number(),
})
export type LinkOutcome = z.infer<typeof LinkOutcome>

/** Who works on an incident, and what the station did about it by itself. */
export const Care = z.object({
  /** First to open owns it; null: it waits for somebody. */
  owner: z.object({ by, atMs: z.number(), lastActAtMs: z.number() }).nullable(),
  /** Since when it waits, where that is not since it was raised: it was put back. */
  waitingSinceMs: z.number().nullable(),
  /** When it had waited too long; null while it has not. */
  escalatedAtMs: z.number().nullable(),
  /** The procedure by which it is handled now. */
  procedure: ProcedureVersion.nullable(),
  ticks: z.array(Tick),
  /** Number of the fault ticket that 核实 as equipment fault opened. */
  ticketNumber: z.number().int().nullable(),
  linked: z.array(LinkOutcome),
  /**
   * When the newest alarm of its place arrived that came after somebody had looked where it is, ms UTC, and whether
   * somebody has taken that one up too; null: there was none. Until it is taken, it rings as on its first day.
   */
  rangAgain: z.object({ atMs: z.number(), isTaken: z.boolean() }).nullable().default(null),
})
export type Care = z.infer<typeof Care>

export const noCare: Care = {
  owner: null,
  waitingSinceMs: null,
  escalatedAtMs: null,
  procedure: null,
  ticks: [],
  ticketNumber: null,
  linked: [],
  rangAgain: null,
}
