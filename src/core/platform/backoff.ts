/** Delays between attempts: 1, 2, 5, 10, then 30 s for ever, each moved by up to a tenth so that many do not march in step. */
export class Backoff {
  static readonly stepsMs = [1_000, 2_000, 5_000, 10_000, 30_000] as const
  #failures = 0
  readonly #random: () => number

  /** @param random gives numbers in [0, 1); injected so that tests are exact */
  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** How long to wait before the next attempt, ms; grows with every call until `healthy`. */
  next(): number {
    const last = Backoff.stepsMs.length - 1
    const stepMs = Backoff.stepsMs[Math.min(this.#failures++, last)] ?? Backoff.stepsMs[4]
    return Math.round(stepMs * (0.9 + this.#random() * 0.2))
  }

  /** Proof of health: a frame, a valid message. Never a mere successful dial, or a half-dead device is hammered. */
  healthy(): void {
    this.#failures = 0
  }
}
