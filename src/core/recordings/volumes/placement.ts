/** A disk that recordings may go to now. */
export interface Candidate {
  readonly id: string
  /** How much of it recordings may use. */
  readonly capacityBytes: number
  /** What of that is left; zero or less when only what is past its time, or the reserve, makes room. */
  readonly leftBytes: number
  /** Cameras that write to it now, this one left out. */
  readonly cameras: number
}

/**
 * The disk for a camera's next file: cameras are spread in proportion to what the disks hold. A disk with nothing left
 * of its budget is taken only when all are like that: then the reserve is used, for a gap is worse.
 */
export function placeFor(candidates: readonly Candidate[]): string | null {
  const roomy = candidates.filter(({ leftBytes }) => leftBytes > 0)
  const load = ({ cameras, capacityBytes }: Candidate) => (cameras + 1) / Math.max(capacityBytes, 1)
  const best = (roomy.length > 0 ? roomy : candidates).toSorted(
    (a, b) => load(a) - load(b) || b.leftBytes - a.leftBytes,
  )[0]
  return best?.id ?? null
}
