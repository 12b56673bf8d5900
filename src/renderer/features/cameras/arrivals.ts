const windowMs = 10_000

/** When pieces arrived and how long the pauses between them were; the player's measure of how smoothly a source comes. */
export class Arrivals {
  #lastAtMs: number | null = null
  #pauses: { atMs: number; pauseMs: number }[] = []

  /** A piece came. Pauses longer than the window are breaks, not the rhythm of the source. */
  came(atMs: number): void {
    const pauseMs = this.#lastAtMs === null ? 0 : atMs - this.#lastAtMs
    this.#lastAtMs = atMs
    if (pauseMs > 5 && pauseMs < 2_000) this.#pauses.push({ atMs, pauseMs })
    if (this.#pauses.length > 400) this.#forget(atMs)
  }

  /** When the newest piece came, ms; null before the first. */
  get lastAtMs(): number | null {
    return this.#lastAtMs
  }

  /** The longest pause of the last ten seconds, s. */
  largestPauseSeconds(nowMs: number): number {
    this.#forget(nowMs)
    let largestMs = 0
    for (const { pauseMs } of this.#pauses) largestMs = Math.max(largestMs, pauseMs)
    return largestMs / 1_000
  }

  /** A new connection: its rhythm is its own. */
  reset(): void {
    this.#lastAtMs = null
    this.#pauses = []
  }

  #forget(nowMs: number): void {
    this.#pauses = this.#pauses.filter(pause => nowMs - pause.atMs < windowMs)
  }
}
