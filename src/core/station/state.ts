import about from '../../../package.json' with { type: 'json' }
import type { StationState } from '../../shared/contract/station.ts'
import type { ClockWatch } from '../checks/clock-watch.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { JournalWatch } from './journal-watch.ts'
import type { SiteStore } from './site-store.ts'

/** How often deadlines are looked at, and the top strip is told the station's state, ms. */
const watchIntervalMs = 1_000

/** Gives the station's state as it is whenever asked; the start counts from now. */
export function stateOf(
  { clock, sites }: { readonly clock: Clock; readonly sites: Pick<SiteStore, 'errors'> },
  watch: JournalWatch,
  proof: ClockWatch,
): () => StationState {
  const startedAtMs = clock.now()
  return () => ({
    version: about.version,
    startedAtMs,
    nowMs: clock.now(),
    clockDeviationMs: proof.deviationMs(),
    configErrors: [...sites.errors],
    journal: watch.state(),
  })
}

/** Looks once a second until the station stops; a look that fails is logged and the watch goes on. */
export async function keepWatching(
  { clock, stopping, log }: { readonly clock: Clock; readonly stopping: AbortSignal; readonly log: Log },
  look: () => void,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      look()
    } catch (error) {
      log.error({ err: error }, 'the watch over deadlines failed')
    }
    await clock.sleep(watchIntervalMs, stopping)
  }
}
