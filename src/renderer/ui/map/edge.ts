/** A point on the screen, pixels from the upper left corner of the map. */
export interface ScreenPoint {
  readonly x: number
  readonly y: number
}

/** Where an arrow stands that points at something out of sight, and where it points: 0° = up, clockwise. */
export interface EdgeArrow extends ScreenPoint {
  readonly degrees: number
}

/**
 * The arrow at the edge for a place that is not in sight; null when it is.
 * @param margin distance of the arrows from the edge, pixels
 */
export function edgeArrow(
  at: ScreenPoint,
  size: { readonly width: number; readonly height: number },
  margin: number,
): EdgeArrow | null {
  const { width, height } = size
  if (at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height) return null
  const centre = { x: width / 2, y: height / 2 }
  const dx = at.x - centre.x
  const dy = at.y - centre.y
  const room = { x: Math.max(1, centre.x - margin), y: Math.max(1, centre.y - margin) }
  const share = Math.min(
    dx === 0 ? Infinity : room.x / Math.abs(dx),
    dy === 0 ? Infinity : room.y / Math.abs(dy),
  )
  const degrees = ((Math.atan2(dx, -dy) * 180) / Math.PI + 360) % 360
  return { x: centre.x + dx * share, y: centre.y + dy * share, degrees }
}
