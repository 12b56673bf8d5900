import { median } from '../bench/context.ts'

export interface Growth {
  /** Middle of the first and of the last quarter of the samples. */
  readonly first: number
  readonly last: number
  readonly perHour: number
  readonly isGrowing: boolean
}

/** What may come and go without being a leak: the larger of the two. */
export interface Allowance {
  readonly share: number
  readonly amount: number
}

/**
 * Compares the beginning with the end of a series of samples that were taken at even times. Quarters, not single
 * samples, because garbage is collected when it pleases.
 * @param everyMs time between two samples
 * @throws RangeError for fewer than four samples
 */
export function growthOf(samples: readonly number[], everyMs: number, allowed: Allowance): Growth {
  const quarter = Math.floor(samples.length / 4)
  if (quarter === 0) throw new RangeError('too few samples')
  const first = median(samples.slice(0, quarter))
  const last = median(samples.slice(-quarter))
  const hours = ((samples.length - quarter) * everyMs) / 3_600_000
  return {
    first,
    last,
    perHour: Math.round(((last - first) / hours) * 10) / 10,
    isGrowing: last - first > Math.max(allowed.amount, first * allowed.share),
  }
}
