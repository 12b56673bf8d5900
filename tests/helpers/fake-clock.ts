import type { Clock } from '../../src/core/platform/clock.ts'

/** A clock that stands still until told: `advance` moves it and wakes every sleeper that is due, in order. */
export class FakeClock implements Clock {
  #nowMs: number
  readonly #startMs: number
  #sleepers: { dueMs: number; wake: () => void }[] = []

  constructor(nowMs: number = Date.UTC(2026, 10, 22, 18, 0, 0)) {
    this.#nowMs = nowMs
    this.#startMs = nowMs
  }

  now(): number {
    return this.#nowMs
  }

  monotonic(): number {
    return this.#nowMs - this.#startMs
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || ms <= 0) return Promise.resolve()
    return new Promise(resolve => {
      const sleeper = { dueMs: this.#nowMs + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter(other => other !== sleeper)
          resolve()
        },
        { once: true },
      )
    })
  }

  /** Moves time forward by `ms`, waking sleepers at their own instants; lets promise reactions run in between. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    for (;;) {
      await settle()
      const next = this.#sleepers.filter(s => s.dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined) break
      this.#nowMs = next.dueMs
      this.#sleepers = this.#sleepers.filter(other => other !== next)
      next.wake()
    }
    this.#nowMs = untilMs
    await settle()
  }

  /** How many sleepers wait: lets a test wait until a loop has gone to sleep. */
  get sleeping(): number {
    return this.#sleepers.length
  }
}

/** Lets pending promise reactions and one turn of real I/O callbacks run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
}
