/** From these on a disk falls behind: more waits in memory, or one write takes longer, than a healthy disk explains. */
const mostBacklogBytes = 8 * 1024 * 1024
const slowestWriteMs = 2_000
/** So many looks in a row decide, so that one hiccup is no fault and one good moment no cure. */
const looksThatDecide = 2
/** Slow writes that the memory makes up for lose no picture: only those that do not end call a guard, after a minute. */
const slowLooksThatDecide = 12

export interface WriteFigures {
  readonly bytesPerSecond: number
  /** Slowest write since the look before. */
  readonly latencyMs: number
  readonly backlogBytes: number
}

/** Watches how fast one disk takes what it is given. */
export class WriteWatch {
  #bytes = 0
  #latencyMs = 0
  #sinceMs: number
  #behind = 0
  #slowWrites = 0
  #good = 0
  #isSlow = false
  #figures: WriteFigures = { bytesPerSecond: 0, latencyMs: 0, backlogBytes: 0 }

  constructor(monotonicMs: number) {
    this.#sinceMs = monotonicMs
  }

  wrote(bytes: number, tookMs: number): void {
    this.#bytes += bytes
    this.#latencyMs = Math.max(this.#latencyMs, tookMs)
  }

  /** Closes the time since the last look. */
  look(monotonicMs: number, backlogBytes: number): void {
    const seconds = (monotonicMs - this.#sinceMs) / 1_000
    if (seconds <= 0) return
    this.#figures = { bytesPerSecond: this.#bytes / seconds, latencyMs: this.#latencyMs, backlogBytes }
    const isBehind = backlogBytes > mostBacklogBytes
    const isWriteSlow = this.#latencyMs > slowestWriteMs
    this.#behind = isBehind ? this.#behind + 1 : 0
    this.#slowWrites = isWriteSlow ? this.#slowWrites + 1 : 0
    this.#good = isBehind || isWriteSlow ? 0 : this.#good + 1
    if (this.#behind >= looksThatDecide || this.#slowWrites >= slowLooksThatDecide) this.#isSlow = true
    if (this.#good >= looksThatDecide) this.#isSlow = false
    this.#bytes = 0
    this.#latencyMs = 0
    this.#sinceMs = monotonicMs
  }

  get figures(): WriteFigures {
    return this.#figures
  }

  get isSlow(): boolean {
    return this.#isSlow
  }
}
