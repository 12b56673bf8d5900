/** A rectangle on the desktop, in its units. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A monitor; `workArea` is without the task bar. */
export interface Monitor {
  readonly id: number
  readonly workArea: Bounds
}

export interface Placement {
  readonly bounds: Bounds
  /** The whole monitor is its own. */
  readonly isMaximised: boolean
}

/** On the same monitor it covers a part only, so that the first window is not hidden by it. */
const shareOfOneMonitor = 0.7

/**
 * Where the second window opens: where it was when that is still on a monitor, else the whole of a monitor that the
 * first window is not on, else a part of the only one.
 */
export function placeSecond(
  monitors: readonly Monitor[],
  first: Bounds,
  remembered: Placement | null,
): Placement {
  const home = monitorOf(monitors, first)
  if (remembered !== null && isReachable(monitors, remembered.bounds)) {
    const itsMonitor = monitorOf(monitors, remembered.bounds)
    // Whole on the first window's monitor it would hide the alarms.
    if (!remembered.isMaximised || itsMonitor?.id !== home?.id) return remembered
  }
  const other = monitors.find(({ id }) => id !== home?.id)
  if (other !== undefined) return { bounds: other.workArea, isMaximised: true }
  const { x, y, width, height } = home?.workArea ?? first
  const own = {
    width: Math.max(1_280, Math.round(width * shareOfOneMonitor)),
    height: Math.max(720, Math.round(height * shareOfOneMonitor)),
  }
  return {
    bounds: {
      x: x + Math.max(0, width - own.width),
      y: y + Math.max(0, height - own.height),
      ...own,
    },
    isMaximised: false,
  }
}

/** The monitor that has most of it. */
function monitorOf(monitors: readonly Monitor[], bounds: Bounds): Monitor | undefined {
  const shares = monitors.map(monitor => shared(monitor.workArea, bounds))
  return monitors[shares.indexOf(Math.max(...shares))]
}

/** Enough of it to see and to take hold of. */
export function isReachable(monitors: readonly Monitor[], bounds: Bounds): boolean {
  const seen = monitors.reduce((sum, { workArea }) => sum + shared(workArea, bounds), 0)
  return seen >= (bounds.width * bounds.height) / 2
}

function shared(one: Bounds, other: Bounds): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return Math.max(0, width) * Math.max(0, height)
}
