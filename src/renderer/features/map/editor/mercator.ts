import type { TileSet } from '../../../../shared/contract/map.ts'
import type { PlanBackground } from '../../../../shared/site/map.ts'

const tilePixels = 256
const earthMetres = 40_075_016.686

/** Web Mercator: pixels from the north-west corner of the world at a zoom. */
function pixelOf(degrees: { lng: number; lat: number }, zoom: number): { x: number; y: number } {
  const worldPixels = tilePixels * 2 ** zoom
  const sine = Math.sin((degrees.lat * Math.PI) / 180)
  return {
    x: ((degrees.lng + 180) / 360) * worldPixels,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * worldPixels,
  }
}

/** The sheet of a plan that lies on a set of tiles: a unit is a pixel of the highest zoom. */
export function sheetOnTiles(set: TileSet): {
  width: number
  height: number
  metresPerUnit: number
  background: PlanBackground
} {
  const [west, south, east, north] = set.bounds
  const from = pixelOf({ lng: west, lat: north }, set.maxZoom)
  const to = pixelOf({ lng: east, lat: south }, set.maxZoom)
  const [x, y] = [Math.floor(from.x), Math.floor(from.y)]
  const middle = ((north + south) / 2) * (Math.PI / 180)
  return {
    width: Math.max(1, Math.ceil(to.x) - x),
    height: Math.max(1, Math.ceil(to.y) - y),
    metresPerUnit: (earthMetres * Math.cos(middle)) / (tilePixels * 2 ** set.maxZoom),
    background: {
      kind: 'tiles',
      file: set.file,
      minZoom: set.minZoom,
      maxZoom: set.maxZoom,
      origin: [x, y],
      opacity: 1,
    },
  }
}
