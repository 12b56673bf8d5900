import { setTimeout as delay } from 'node:timers/promises'

/** Time as an argument. The one thing tests replace. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC. May step when the PC's clock is corrected. */
  now(): number
  /** Milliseconds that only ever grow; for durations and time-outs. */
  monotonic(): number
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects, so loops need no try/catch. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    if (signal?.aborted) return
    await delay(Math.max(0, ms), undefined, { signal }).catch(() => {})
  },
}
