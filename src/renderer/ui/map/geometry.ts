/** `[x, y]` in plan units; y grows downwards, as in the site file. */
export type PlanPoint = readonly [number, number]

/** Where a camera looks. Degrees: 0 = up on the plan, clockwise. */
export interface Wedge {
  readonly directionDegrees: number
  readonly fieldOfViewDegrees: number
  readonly rangeUnits: number
}

/** Leaflet's simple plane has y upwards; plans have y downwards. */
export function toLatLng([x, y]: PlanPoint): [number, number] {
  return [-y, x]
}

/** A point of Leaflet's plane as a plan has it, whole units. */
export function fromLatLng({ lat, lng }: { lat: number; lng: number }): PlanPoint {
  return [Math.round(lng), Math.round(-lat)]
}

/** As `fromLatLng`, not rounded. */
export function fromLatLngExact({ lat, lng }: { lat: number; lng: number }): PlanPoint {
  return [lng, -lat]
}

/** The outline of a field of view: the camera's point, then the arc. A full circle has no apex. */
export function wedgeOutline(at: PlanPoint, wedge: Wedge): PlanPoint[] {
  const isCircle = wedge.fieldOfViewDegrees >= 360
  const stepCount = Math.max(2, Math.ceil(wedge.fieldOfViewDegrees / 10))
  const firstDegrees = wedge.directionDegrees - wedge.fieldOfViewDegrees / 2
  const arc: PlanPoint[] = []
  for (let index = 0; index <= stepCount; index++) {
    const radians = ((firstDegrees + (wedge.fieldOfViewDegrees * index) / stepCount) * Math.PI) / 180
    arc.push([at[0] + wedge.rangeUnits * Math.sin(radians), at[1] - wedge.rangeUnits * Math.cos(radians)])
  }
  return isCircle ? arc : [at, ...arc]
}

/** The point half way along a line, where its sign stands. */
export function middleOf(line: readonly PlanPoint[]): PlanPoint {
  const first = line[0] ?? [0, 0]
  let rest = lengthOf(line) / 2
  for (const [from, to] of pairsOf(line)) {
    const length = distance(from, to)
    if (length >= rest && length > 0) {
      const share = rest / length
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
    }
    rest -= length
  }
  return line.at(-1) ?? first
}

/** Middle of a building's outline, where its name stands. */
export function centreOf(points: readonly PlanPoint[]): PlanPoint {
  const xs = points.map(point => point[0])
  const ys = points.map(point => point[1])
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

/** An ellipse as an outline: plans may have two radii, Leaflet's circles have one. */
export function ellipseOutline(centre: PlanPoint, radius: PlanPoint): PlanPoint[] {
  return Array.from({ length: 48 }, (_, index): PlanPoint => {
    const radians = (index / 48) * 2 * Math.PI
    return [centre[0] + radius[0] * Math.cos(radians), centre[1] + radius[1] * Math.sin(radians)]
  })
}

function distance(from: PlanPoint, to: PlanPoint): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1])
}

function lengthOf(line: readonly PlanPoint[]): number {
  return pairsOf(line).reduce((sum, [from, to]) => sum + distance(from, to), 0)
}

function pairsOf(line: readonly PlanPoint[]): [PlanPoint, PlanPoint][] {
  return line.slice(1).map((to, index) => [line[index] ?? to, to])
}
