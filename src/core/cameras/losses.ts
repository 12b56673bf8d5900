const windowMs = 60_000

/** Counts what was lost within the last minute. */
export class Losses {
  #lost: { atMs: number; count: number }[] = []

  add(count: number, monotonicMs: number): void {
    const last = this.#lost.at(-1)
    // One entry a second at most, however badly it goes.
    if (last !== undefined && monotonicMs - last.atMs < 1_000) last.count += count
    else this.#lost.push({ atMs: monotonicMs, count })
  }

  lately(monotonicMs: number): number {
    this.#lost = this.#lost.filter(({ atMs }) => monotonicMs - atMs < windowMs)
    return this.#lost.reduce((sum, { count }) => sum + count, 0)
  }
}
