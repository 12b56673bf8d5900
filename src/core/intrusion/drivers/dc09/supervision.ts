import type { Clock } from '../../../platform/clock.ts'

/** Watches that a panel speaks at least every 1.5 supervision intervals; any message counts (SIA DC-09 §5.5.4). */
export interface Supervision extends Disposable {
  /** The panel was heard just now. */
  heard(): void
}

/**
 * @param intervalMs the panel's own interval of NULL messages
 * @param report called with every change; the first `lost` also comes when the panel was never heard
 */
export function superviseLine(
  intervalMs: number,
  clock: Clock,
  report: (state: 'online' | 'lost', reason: string) => void,
): Supervision {
  const allowedMs = intervalMs * 1.5
  const stop = new AbortController()
  let lastHeardAtMs = clock.monotonic()
  let state: 'unknown' | 'online' | 'lost' = 'unknown'
  async function watch(): Promise<void> {
    for (;;) {
      const leftMs = lastHeardAtMs + allowedMs - clock.monotonic()
      if (leftMs <= 0 && state !== 'lost') {
        state = 'lost'
        report('lost', `no message for ${allowedMs} ms`)
      }
      await clock.sleep(leftMs > 0 ? leftMs : allowedMs, stop.signal)
      if (stop.signal.aborted) return
    }
  }
  void watch()
  return {
    heard() {
      lastHeardAtMs = clock.monotonic()
      if (state === 'online' || stop.signal.aborted) return
      state = 'online'
      report('online', 'message received')
    },
    [Symbol.dispose]: () => {
      stop.abort()
    },
  }
}
