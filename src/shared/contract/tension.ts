import { z } from 'zod'
import { call } from './call.ts'

/** One reading: when, ms UTC, and newtons. */
export const TensionReading = z.tuple([z.number(), z.number()])
export type TensionReading = z.infer<typeof TensionReading>

/** What the wire went through from `atMs` on, newtons. */
export const TensionStretch = z.object({
  atMs: z.number(),
  low: z.number(),
  mean: z.number(),
  high: z.number(),
})
export type TensionStretch = z.infer<typeof TensionStretch>

export const TensionReport = z.object({
  /** Length of a stretch, ms. */
  stretchMs: z.number(),
  /** In the order of time; where nothing was read there is none. */
  stretches: z.array(TensionStretch),
  /** The last minute, reading by reading. */
  latest: z.array(TensionReading),
  /** Alarms of the segment in the span, the last first, each with the readings around it. */
  alarms: z.array(z.object({ atMs: z.number(), readings: z.array(TensionReading) })),
})
export type TensionReport = z.infer<typeof TensionReport>

export const tensionCalls = {
  /** The tension of a fence segment over the last `hours`; empty for a zone whose device tells none. */
  'intrusion.tension': call(
    'sign-on',
    z.object({ zoneId: z.string(), hours: z.number().int().min(1).max(720) }),
    TensionReport,
  ),
} as const
