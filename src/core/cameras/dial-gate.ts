import type { Clock } from '../platform/clock.ts'

/**
 * Spreads dials over time. When the whole network comes back, 32 cameras are dialled over five seconds and not in the
 * same instant, which neither a small switch nor an NVR nor this PC would take well.
 */
export class DialGate {
  readonly #clock: Clock
  readonly #spacingMs: number
  #nextFreeMs = -Infinity

  constructor(clock: Clock, spacingMs: number = 150) {
    this.#clock = clock
    this.#spacingMs = spacingMs
  }

  /** Resolves when it is this caller's turn, or at once when `signal` aborts. */
  async enter(signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.monotonic()
    const turnMs = Math.max(nowMs, this.#nextFreeMs)
    this.#nextFreeMs = turnMs + this.#spacingMs
    if (turnMs > nowMs) await this.#clock.sleep(turnMs - nowMs, signal)
  }
}
