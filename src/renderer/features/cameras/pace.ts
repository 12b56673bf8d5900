/** How the player keeps its distance to the newest frame. All times in seconds. */
export interface Pace {
  /** Distance wanted: the largest pause between arrivals and a little more. */
  readonly targetSeconds: number
  /** Distance to the newest frame, smoothed over about two seconds. */
  readonly behindSeconds: number
  /** After the start or a break, until the distance is right: faster than otherwise. */
  readonly isCatchingUp: boolean
}

export type PaceAction = { readonly rate: number; readonly jump: boolean }

const leastTargetSeconds = 0.3
const mostTargetSeconds = 1.5
/** Beyond this a jump costs less than the age of the picture. */
const jumpBeyondSeconds = 2
const deadBandSeconds = 0.1

export const freshPace: Pace = { targetSeconds: leastTargetSeconds, behindSeconds: 0, isCatchingUp: true }

/**
 * One look at the distance, twice a second. In normal running the speed changes by a few per cent, which nobody sees
 * and which drops no frame; only far behind it jumps, because a seek throws away what was decoded.
 * `largestPauseSeconds`: longest time between two arrivals lately.
 */
export function keepPace(
  pace: Pace,
  seen: { readonly behindSeconds: number; readonly largestPauseSeconds: number },
): { pace: Pace; action: PaceAction } {
  const targetSeconds = clamp(seen.largestPauseSeconds + 0.15, leastTargetSeconds, mostTargetSeconds)
  const behindSeconds = pace.isCatchingUp
    ? seen.behindSeconds
    : pace.behindSeconds + (seen.behindSeconds - pace.behindSeconds) * 0.35
  const tooFar = behindSeconds - targetSeconds
  if (tooFar > jumpBeyondSeconds)
    return {
      pace: { targetSeconds, behindSeconds: targetSeconds, isCatchingUp: false },
      action: { rate: 1, jump: true },
    }
  const isCatchingUp = pace.isCatchingUp && tooFar > 0.2
  return {
    pace: { targetSeconds, behindSeconds, isCatchingUp },
    action: { rate: rateFor(tooFar, isCatchingUp), jump: false },
  }
}

function rateFor(tooFarSeconds: number, isCatchingUp: boolean): number {
  if (isCatchingUp) return 1.5
  if (Math.abs(tooFarSeconds) <= deadBandSeconds) return 1
  return Math.round((1 + clamp(tooFarSeconds * 0.1, -0.03, 0.05)) * 100) / 100
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
