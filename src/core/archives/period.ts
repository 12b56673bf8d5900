import type { ChainedRow } from '../journal/chain.ts'

const dayMs = 86_400_000

/** A period of days of Beijing time, the last one included, as `[fromMs, toMs)`. */
export const spanOfDays = (from: string, through: string): { fromMs: number; toMs: number } => ({
  fromMs: startOfDay(from),
  toMs: startOfDay(through) + dayMs,
})

const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/**
 * The number of the first entry that is not before a moment; one past the head where all are. Found by halving, so that
 * it costs the same in a journal of ten millions. Where a clock was set back across the moment, entries near it may
 * fall on either side, but the end of one archive is always the beginning of the next.
 * @param rowAfter the entry behind a number, from 0
 */
export function firstSeqFrom(
  atMs: number,
  headSeq: number,
  rowAfter: (seq: number) => Pick<ChainedRow, 'atMs'> | undefined,
): number {
  let low = 1
  let high = headSeq + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((rowAfter(middle - 1)?.atMs ?? Infinity) < atMs) low = middle + 1
    else high = middle
  }
  return low
}
