import { z } from 'zod'
import { SiteView } from '../site-view.ts'
import { Plan } from '../site.ts'
import { call, nothing } from './call.ts'

/** The state of the station as a whole, for the top strip. */
export const StationState = z.object({
  version: z.string(),
  startedAtMs: z.number(),
  /** The station's clock when this was sent; the screen shows Beijing time from it. */
  nowMs: z.number(),
  /**
   * The station's clock against the school's time server, ms, above zero when it is ahead; at most an hour old. Null when
   * no server is set up or none answers.
   */
  clockDeviationMs: z.number().nullable(),
  /** Fields of the site file that are wrong; empty when it was accepted. */
  configErrors: z.array(z.object({ path: z.string(), message: z.string() })),
  journal: z.object({
    entries: z.number().int(),
    headHash: z.string(),
    /** `broken` names the first bad entry; it is shown to everyone and cannot be dismissed. */
    state: z.enum(['checking', 'whole', 'broken']),
    firstBadSeq: z.number().int().nullable(),
  }),
})
export type StationState = z.infer<typeof StationState>

export const stationCalls = {
  'station.state': call('nobody', nothing, StationState),
  'site.view': call('nobody', nothing, SiteView),
  'site.plan': call('nobody', z.object({ id: z.string() }), Plan),
  'journal.verify': call(
    'journal.verify',
    nothing,
    z.object({ entries: z.number().int(), firstBadSeq: z.number().int().nullable(), headHash: z.string() }),
  ),
} as const
