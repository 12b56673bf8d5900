import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink, PanelControl } from '../driver.ts'
import { IsapiUnauthorised } from './client.ts'
import { isapiControl, type IsapiConfig } from './control.ts'

export interface IsapiPanel extends PanelControl, AsyncDisposable {}

const missesUntilLost = 3
/** A device locks the account after some wrong passwords: after one refusal wait this long before polling again. */
const unauthorisedPauseMs = 10 * 60_000

/**
 * Control of one Hikvision panel over ISAPI SecurityCP with HTTP digest: commands confirmed by reading the state back,
 * and status polling as a check of the control line. Signals come by DC-09, not here.
 */
export function startIsapiPanel(config: IsapiConfig, sink: DriverSink, clock: Clock): IsapiPanel {
  const stop = new AbortController()
  const control = isapiControl(config, clock, stop.signal)
  const polling = pollStatus(config, control, sink, clock, stop.signal)
  return {
    ...control,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await polling
    },
  }
}

async function pollStatus(
  config: IsapiConfig,
  control: PanelControl,
  sink: DriverSink,
  clock: Clock,
  stop: AbortSignal,
): Promise<void> {
  let misses = 0
  let state: 'unknown' | 'online' | 'lost' = 'unknown'
  const change = (next: 'online' | 'lost', reason: string): void => {
    if (state === next) return
    state = next
    sink.line(config.panelId, next, reason, 'control')
  }
  while (!stop.aborted) {
    let pauseMs = config.pollIntervalMs ?? 5_000
    try {
      const status = await control.readStatus(stop)
      misses = 0
      change('online', 'status read')
      sink.status(config.panelId, status)
    } catch (error) {
      if (stop.aborted) return
      misses++
      const refused = error instanceof IsapiUnauthorised
      if (refused || misses >= missesUntilLost)
        change('lost', error instanceof Error ? error.message : String(error))
      if (refused) pauseMs = unauthorisedPauseMs
    }
    await clock.sleep(pauseMs, stop)
  }
}
