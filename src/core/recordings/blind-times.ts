import { z } from 'zod'
import type { Span } from '../../shared/domain/recording.ts'
import type { Journal } from '../journal/journal.ts'

/** What the heartbeat writes at every start: since when nobody watched (src/core/station/heartbeat.ts). */
const Blind = z.object({ fromMs: z.number(), toMs: z.number() })

/** When the station did not run, from the journal, which knows best. In order of time. */
export function blindTimes(journal: Journal): (span: Span) => Span[] {
  return ({ fromMs, toMs }) =>
    journal
      // The entry is written when the blind time is over: none before the span can reach into it.
      .between(['station.blind'], fromMs, Number.MAX_SAFE_INTEGER)
      .map(entry => Blind.parse(entry.body))
      .filter(blind => blind.fromMs < toMs && blind.toMs > fromMs)
}
