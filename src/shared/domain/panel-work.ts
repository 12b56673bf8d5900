import { z } from 'zod'
import { SignalKind } from './intrusion.ts'

/** A number that a panel reported while it was learned from, and that is no zone of the site yet. */
export const LearnedNumber = z.object({
  number: z.number().int().positive(),
  /** Of the last message; null when it told none. */
  partitionNumber: z.number().int().nullable(),
  /** The device's code in the last message, e.g. `1130`. */
  code: z.string(),
  /** The published name of the code; null when the tables do not name it. */
  codeName: z.object({ zh: z.string(), en: z.string() }).nullable(),
  kind: SignalKind,
  firstAtMs: z.number(),
  lastAtMs: z.number(),
  count: z.number().int().positive(),
})
export type LearnedNumber = z.infer<typeof LearnedNumber>

/** One panel is learned from (学习防区): what it reports and no zone explains is listed. */
export const Learning = z.object({
  panelId: z.string(),
  byName: z.string(),
  startedAtMs: z.number(),
  endsAtMs: z.number(),
  numbers: z.array(LearnedNumber),
})
export type Learning = z.infer<typeof Learning>

/** A zone within a walk test. */
const WalkTestZone = z.object({
  zoneId: z.string(),
  name: z.string(),
  number: z.number().int(),
  /** When it spoke for the first time in this test; null as long as it has not. */
  firstAtMs: z.number().nullable(),
  count: z.number().int().nonnegative(),
  /** The device's code in its last message; empty as long as there is none. */
  code: z.string(),
})

/**
 * A walk test (步行测试): every zone of a panel or partition is set off once, to prove that it is heard. Meanwhile
 * intrusion and perimeter alarms of these zones are marked as test and raise no incident; panic, fire, tamper and a cut
 * fence always do. It ends at its time by itself.
 */
export const WalkTest = z.object({
  id: z.number().int(),
  panelId: z.string(),
  panelName: z.string(),
  /** Null when the whole panel is tested. */
  partitionId: z.string().nullable(),
  partitionName: z.string(),
  reason: z.string(),
  byName: z.string(),
  startedAtMs: z.number(),
  endsAtMs: z.number(),
  zones: z.array(WalkTestZone),
})
export type WalkTest = z.infer<typeof WalkTest>

/** What is being done to the panels, for every screen to show. */
export const PanelWork = z.object({ learning: z.array(Learning), walkTests: z.array(WalkTest) })
export type PanelWork = z.infer<typeof PanelWork>

/** The longest that a panel may be learned from, minutes. */
export const learnMostMinutes = 120
/** The longest that a walk test may last, minutes: a working morning. */
export const walkTestMostMinutes = 240
