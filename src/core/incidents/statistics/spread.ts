import type { Spread } from '../../../shared/domain/alarm-figures.ts'

/** Collects durations and says how they spread. Negative ones (the clock was set back) count as none. */
export class Durations {
  readonly #valuesMs: number[] = []

  /** From one time to a later one; nothing when either has not come. */
  add(fromMs: number | null, toMs: number | null): void {
    if (fromMs !== null && toMs !== null) this.#valuesMs.push(Math.max(0, toMs - fromMs))
  }

  spread(): Spread {
    const sorted = this.#valuesMs.toSorted((a, b) => a - b)
    const at = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null
    return { count: sorted.length, medianMs: at(0.5), p90Ms: at(0.9) }
  }
}
