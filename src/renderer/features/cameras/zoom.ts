/** Digital zoom of one picture: the picture is `factor` times the tile, and `x`, `y` is where its upper left corner lies. */
export interface Zoom {
  readonly factor: number
  /** In tile widths and heights, between 1 − factor and 0. */
  readonly x: number
  readonly y: number
}

export const noZoom: Zoom = { factor: 1, x: 0, y: 0 }
export const mostZoom = 8
/** One notch of the wheel, one press of a key. */
export const zoomStep = 1.25

/** Zooms by a factor so that what lies under the point stays there. `atX`, `atY` in tile widths and heights. */
export function zoomAt(zoom: Zoom, by: number, atX: number, atY: number): Zoom {
  const factor = Math.min(mostZoom, Math.max(1, zoom.factor * by))
  // Rounding must not leave a picture that is a hair larger than its tile.
  if (factor < 1.02) return noZoom
  const scale = factor / zoom.factor
  return inside({ factor, x: atX - (atX - zoom.x) * scale, y: atY - (atY - zoom.y) * scale })
}

/** Moves the picture; no border of it is ever drawn inside the tile. */
export function pan(zoom: Zoom, byX: number, byY: number): Zoom {
  return inside({ ...zoom, x: zoom.x + byX, y: zoom.y + byY })
}

function inside({ factor, x, y }: Zoom): Zoom {
  const least = 1 - factor
  return { factor, x: Math.min(0, Math.max(least, x)), y: Math.min(0, Math.max(least, y)) }
}
