import { call } from '../../link/stores.ts'
import type { GroundSource } from '../../ui/map/ground.ts'

/** Addresses of pictures as they were read: a picture under a plan never changes, its name is its hash. */
const images = new Map<string, Promise<string>>()
/** So many tiles are kept; a screen shows some forty. */
const mostTiles = 400
const tiles = new Map<string, Promise<string | null>>()

async function readImage(hash: string): Promise<string> {
  const { type, base64 } = await call('attachments.get', { hash })
  return `data:${type};base64,${base64}`
}

async function readTile(file: string, z: number, x: number, y: number): Promise<string | null> {
  const tile = await call('map.tile', { file, z, x, y })
  return tile === null ? null : `data:${tile.type};base64,${tile.base64}`
}

/** What failed is asked for again the next time. */
function kept<T>(store: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const known = store.get(key)
  if (known !== undefined) return known
  const reading = read()
  store.set(key, reading)
  reading.catch(() => store.delete(key))
  return reading
}

/** Pictures and tiles under plans, out of core, with the rights of who is signed on. */
export const planGrounds: GroundSource = {
  image: hash => kept(images, hash, () => readImage(hash)),
  tile(file, z, x, y) {
    const oldest = tiles.keys().next().value
    if (tiles.size > mostTiles && oldest !== undefined) tiles.delete(oldest)
    return kept(tiles, `${file}/${z}/${x}/${y}`, () => readTile(file, z, x, y))
  },
}
