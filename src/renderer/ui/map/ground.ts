import * as L from 'leaflet'
import type { Plan } from '../../../shared/site.ts'
import { toLatLng } from './geometry.ts'

/** Where the pictures come from that lie under plans; the map itself asks nobody. Addresses may be used as `src`. */
export interface GroundSource {
  image(hash: string): Promise<string>
  /** Null where there is no tile. */
  tile(file: string, z: number, x: number, y: number): Promise<string | null>
}

/**
 * The plane of a plan: x to the right, y downwards as negative latitude. Under tiles its zero lies where the plan’s lies
 * in the tiles’ own grid, so that the numbers of Leaflet’s tiles are those of the file.
 */
export function planeOf(plan: Plan): L.CRS {
  if (plan.background?.kind !== 'tiles') return L.CRS.Simple
  const [x, y] = plan.background.origin
  return { ...L.CRS.Simple, transformation: L.transformation(1, x, -1, y) } as L.CRS
}

/** The layer under a plan; null for a drawing alone. */
export function drawGround(plan: Plan, source: GroundSource): L.Layer | null {
  const { background } = plan
  const bounds = L.latLngBounds(toLatLng([0, 0]), toLatLng([plan.width, plan.height]))
  switch (background?.kind) {
    case undefined:
      return null
    case 'image':
      return imageLayer(background.hash, background.opacity, bounds, source)
    case 'tiles':
      return new SourceTiles(source, background.file, background.maxZoom, {
        bounds,
        noWrap: true,
        opacity: background.opacity,
        minZoom: -24,
        maxZoom: 24,
        minNativeZoom: background.minZoom - background.maxZoom,
        maxNativeZoom: 0,
        // On top of the sheet, below walls and devices.
        pane: 'planGround',
        // Half a zoom step as well: a plan is no web page.
        updateWhenIdle: false,
      })
  }
}

const nothing = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

function imageLayer(hash: string, opacity: number, bounds: L.LatLngBounds, source: GroundSource): L.Layer {
  const layer = L.imageOverlay(nothing, bounds, { opacity, interactive: false, pane: 'planGround' })
  void fillImage(layer, source.image(hash))
  return layer
}

async function fillImage(layer: L.ImageOverlay, reading: Promise<string>): Promise<void> {
  try {
    layer.setUrl(await reading)
  } catch {
    // The drawing and the devices are there without it.
    layer.getElement()?.classList.add('plan-ground-missing')
  }
}

/** Tiles that come from a source instead of an address. */
class SourceTiles extends L.GridLayer {
  readonly #source: GroundSource
  readonly #file: string
  readonly #maxZoom: number

  constructor(source: GroundSource, file: string, maxZoom: number, options: L.GridLayerOptions) {
    super(options)
    this.#source = source
    this.#file = file
    this.#maxZoom = maxZoom
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const tile = document.createElement('img')
    tile.alt = ''
    tile.addEventListener('load', () => done(undefined, tile))
    tile.addEventListener('error', () => done(new Error('not a picture'), tile))
    void this.#fill(tile, coords, done)
    return tile
  }

  async #fill(tile: HTMLImageElement, coords: L.Coords, done: L.DoneCallback): Promise<void> {
    try {
      const url = await this.#source.tile(this.#file, coords.z + this.#maxZoom, coords.x, coords.y)
      tile.src = url ?? nothing
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), tile)
    }
  }
}
