import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { PushConfig, PushPanelConfig } from './drivers/push/config.ts'
import { startPushReceiver, type PushReceiver } from './drivers/push/receiver.ts'
import type { IntrusionService } from './service.ts'

const retryMs = 5_000

/** A receiver of pushed events that listens as soon as its port is free. */
export interface KeptPush extends AsyncDisposable {
  follow(panels: readonly PushPanelConfig[]): Promise<void>
}

/** As `keepReceiving`, for devices that push over HTTP. The first try is over when this resolves. */
export async function keepPush(
  context: { readonly service: IntrusionService; readonly clock: Clock; readonly log: Log },
  config: PushConfig,
): Promise<KeptPush> {
  const { service, clock, log } = context
  const stop = new AbortController()
  let isFailureTold = false
  let { panels } = config
  const tryOnce = async (): Promise<PushReceiver | null> => {
    try {
      const started = await startPushReceiver({ ...config, panels }, service, clock)
      // They may have changed while the port was opened.
      await started.follow(panels)
      service.receiver(config.port, null, 'push-receiver')
      return started
    } catch (error) {
      log.error({ err: error, port: config.port }, 'the receiver of pushed events cannot listen')
      if (!isFailureTold)
        service.receiver(config.port, error instanceof Error ? error.message : String(error), 'push-receiver')
      isFailureTold = true
      return null
    }
  }
  let receiver = await tryOnce()
  const retrying = (async () => {
    while (receiver === null && !stop.signal.aborted) {
      await clock.sleep(retryMs, stop.signal)
      if (!stop.signal.aborted) receiver = await tryOnce()
    }
  })()
  return {
    async follow(next) {
      panels = next
      await receiver?.follow(next)
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await retrying
      await receiver?.[Symbol.asyncDispose]()
    },
  }
}
