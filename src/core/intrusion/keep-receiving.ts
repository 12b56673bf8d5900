import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Dc09Config, Dc09PanelConfig } from './drivers/dc09/config.ts'
import { startDc09Receiver, type Dc09Receiver } from './drivers/dc09/receiver.ts'
import type { IntrusionService } from './service.ts'

/** Waits before the receiver's port is tried again, ms. */
const receiverRetryMs = 5_000

/** A receiver that listens as soon as its port is free. */
export interface KeptReceiver extends AsyncDisposable {
  /** As `Dc09Receiver.follow`; also while the port is still taken. */
  follow(panels: readonly Dc09PanelConfig[]): void
}

/**
 * Listens for the panels, and goes on trying when the port is taken: the console must come up and say so rather than
 * not come up. The first try is over when this resolves.
 */
export async function keepReceiving(
  context: { readonly service: IntrusionService; readonly clock: Clock; readonly log: Log },
  config: Dc09Config,
): Promise<KeptReceiver> {
  const { service, clock, log } = context
  const stop = new AbortController()
  let isFailureTold = false
  let { panels } = config
  const tryOnce = async (): Promise<Dc09Receiver | null> => {
    try {
      const started = await startDc09Receiver({ ...config, panels }, service, clock)
      // They may have changed while the port was opened.
      started.follow(panels)
      service.receiver(config.port, null)
      return started
    } catch (error) {
      log.error({ err: error, port: config.port }, 'the alarm receiver cannot listen')
      if (!isFailureTold)
        service.receiver(config.port, error instanceof Error ? error.message : String(error))
      isFailureTold = true
      return null
    }
  }
  let receiver = await tryOnce()
  const retrying = (async () => {
    while (receiver === null && !stop.signal.aborted) {
      await clock.sleep(receiverRetryMs, stop.signal)
      if (!stop.signal.aborted) receiver = await tryOnce()
    }
  })()
  return {
    follow(next) {
      panels = next
      receiver?.follow(next)
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await retrying
      await receiver?.[Symbol.asyncDispose]()
    },
  }
}
