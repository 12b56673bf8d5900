import { z } from 'zod'
import { Flood } from './flood.ts'

/** Half and nine tenths of the cases took no longer than this, ms; null where there was none. */
export const Spread = z.object({
  count: z.number().int(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
})
export type Spread = z.infer<typeof Spread>

/** How quick one guard was. */
export const GuardTimes = z.object({
  name: z.string(),
  /** From the alarm until this guard looked where it is. */
  acknowledge: Spread,
  /** From being sent until on the scene, by who was sent. */
  arrive: Spread,
  /** From the alarm until this guard closed it. */
  close: Spread,
})
export type GuardTimes = z.infer<typeof GuardTimes>

/** Alarms of one place. */
export const PlaceFigures = z.object({
  zoneId: z.string().nullable(),
  name: z.string(),
  /** Incidents; `signals` with those that joined them. */
  alarms: z.number().int(),
  signals: z.number().int(),
  /** Verified as false alarm, and verified at all but as a test. */
  falseAlarms: z.number().int(),
  verified: z.number().int(),
  /** Held back while the zone was shelved. */
  held: z.number().int(),
})
export type PlaceFigures = z.infer<typeof PlaceFigures>

/** What `[fromMs, toMs)` says about the load of the desk (EEMUA 191, IEC 62682). Drills are left out of all of it. */
export const AlarmFigures = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  alarms: z.number().int(),
  /** Alarms that did not ring because their zone was shelved. */
  held: z.number().int(),
  rate: z.object({
    perDay: z.number(),
    /** Mean over all stretches of ten minutes, and the fullest of them. */
    per10Minutes: z.number(),
    mostIn10Minutes: z.number().int(),
    /** Share of the stretches of ten minutes with more than ten alarms, 0 – 1. */
    overloadedShare: z.number(),
  }),
  /** Alarms by hour of the day in Beijing, 24 numbers. */
  byHour: z.array(z.number().int()).length(24),
  floods: z.array(Flood.extend({ endMs: z.number().nullable() })),
  floodShare: z.number(),
  /** Incidents that stood for more than a day. */
  stale: z.object({ now: z.number().int(), closed: z.number().int() }),
  /** The most frequent places first, ten at most, and their share of all alarms, 0 – 1. */
  places: z.array(PlaceFigures),
  topShare: z.number(),
  /** Places with an alarm at all. */
  placeCount: z.number().int(),
  falseAlarms: z.number().int(),
  verified: z.number().int(),
  acknowledge: Spread,
  arrive: Spread,
  close: Spread,
  guards: z.array(GuardTimes),
  /** Alarms of priority 1, 2, 3 and 4. */
  byPriority: z.array(z.number().int()).length(4),
})
export type AlarmFigures = z.infer<typeof AlarmFigures>

/** What EEMUA 191 recommends for one operator. */
export const recommended = {
  perDay: 144,
  per10Minutes: 1,
  mostIn10Minutes: 10,
  overloadedShare: 0.01,
  floodShare: 0.01,
  stale: 5,
  topShare: 0.05,
  falseShare: 0.1,
  acknowledgeMs: 60_000,
} as const

/** Of fewer places ten cannot have so small a share; then it is not judged. */
export const judgedFromPlaces = 200
/** Incidents of the two highest priorities together should be no more than this share of all. */
export const urgentShareLimit = 0.2
/** Standing longer than this is stale, ms. */
export const staleAfterMs = 24 * 3_600_000
