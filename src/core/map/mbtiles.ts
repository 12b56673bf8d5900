import Database from 'better-sqlite3'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TileSet } from '../../shared/contract/map.ts'
import { TileFile } from '../../shared/site/map.ts'
import { Refusal } from '../../shared/refusal.ts'

/** A tile of 512 px is some 200 kB; more than this is no tile. */
const maxTileBytes = 2 * 1024 * 1024
const world: TileSet['bounds'] = [-180, -85.0511, 180, 85.0511]

interface OpenSet {
  readonly set: TileSet
  readonly db: Database.Database | null
  /** Tells a file that was exchanged. */
  readonly mark: string
}

/**
 * Offline tiles: MBTiles files (SQLite, MBTiles 1.3, raster PNG, JPEG or WebP) that the administrator has put into
 * `DATA/maps`. They are opened for reading alone; a file that is none says so and is never used.
 */
export class Tiles implements Disposable {
  readonly #folder: string
  readonly #open = new Map<string, OpenSet>()

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'maps')
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
  }

  /** Every file in the folder, with what is wrong with it. */
  sets(): TileSet[] {
    return readdirSync(this.#folder)
      .filter(file => TileFile.safeParse(file).success)
      .toSorted()
      .map(file => this.#setOf(file).set)
  }

  /**
   * One tile, `y` counted from the north as on the web. Null where the file has none.
   * @throws Refusal `map.tiles-unusable`
   */
  tile(file: string, z: number, x: number, y: number): { type: string; bytes: Buffer } | null {
    const { db, set } = this.#setOf(file)
    if (db === null) throw new Refusal('map.tiles-unusable', { reason: set.problem ?? file })
    if (z < 0 || z > 24 || x < 0 || y < 0 || x >= 2 ** z || y >= 2 ** z) return null
    // Rows are counted from the south in the file (TMS).
    const row = db
      .prepare<[number, number, number], { tile_data: unknown }>(
        'SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1',
      )
      .get(z, x, 2 ** z - 1 - y)
    const bytes = row?.tile_data
    if (!Buffer.isBuffer(bytes) || bytes.length > maxTileBytes) return null
    const type = rasterTypeOf(bytes)
    return type === null ? null : { type, bytes }
  }

  [Symbol.dispose](): void {
    for (const { db } of this.#open.values()) db?.close()
    this.#open.clear()
  }

  #setOf(file: string): OpenSet {
    const path = join(this.#folder, TileFile.parse(file))
    const state = statSync(path, { throwIfNoEntry: false })
    if (state === undefined) throw new Refusal('map.tiles-unusable', { reason: file })
    const mark = `${state.mtimeMs}/${state.size}/${state.ino}`
    const known = this.#open.get(file)
    if (known?.mark === mark) return known
    known?.db?.close()
    const opened = { ...openSet(path, file), mark }
    this.#open.set(file, opened)
    return opened
  }
}

function openSet(path: string, file: string): Omit<OpenSet, 'mark'> {
  const unusable = (problem: TileSet['problem']) => ({
    set: { file, name: file, minZoom: 0, maxZoom: 0, bounds: world, problem },
    db: null,
  })
  let db: Database.Database | null = null
  try {
    db = new Database(path, { readonly: true, fileMustExist: true })
    // The file is a stranger's: nothing that its schema names may run.
    db.pragma('trusted_schema = OFF')
    const read = readSet(db, file)
    if (typeof read === 'object') return { set: read, db }
    db.close()
    return unusable(read)
  } catch (error) {
    db?.close()
    if (error instanceof Database.SqliteError) return unusable('not-tiles')
    throw error
  }
}

function readSet(db: Database.Database, file: string): TileSet | NonNullable<TileSet['problem']> {
  const rows = db
    .prepare<[], { name: unknown; value: unknown }>('SELECT name, value FROM metadata LIMIT 1000')
    .all()
  const metadata = new Map(rows.map(({ name, value }) => [String(name), String(value)]))
  const sample = db.prepare<[], { tile_data: unknown }>('SELECT tile_data FROM tiles LIMIT 1').get()
  if (sample === undefined || !Buffer.isBuffer(sample.tile_data)) return 'not-tiles'
  if (rasterTypeOf(sample.tile_data) === null) return 'vector'
  // What is there counts, not what the file says of itself.
  const zooms = db
    .prepare<[], { low: number | null; high: number | null }>(
      'SELECT min(zoom_level) AS low, max(zoom_level) AS high FROM tiles',
    )
    .get()
  if (zooms?.low == null || zooms.high == null || zooms.low < 0 || zooms.high > 24) return 'no-zoom'
  return {
    file,
    name: metadata.get('name')?.slice(0, 100) ?? file,
    minZoom: zooms.low,
    maxZoom: zooms.high,
    bounds: boundsOf(metadata.get('bounds')),
    problem: null,
  }
}

/** `west,south,east,north` in degrees; the whole world where it is absent or no bounds. */
function boundsOf(text: string | undefined): TileSet['bounds'] {
  const [west, south, east, north] = (text ?? '').split(',').map(Number)
  if (west === undefined || south === undefined || east === undefined || north === undefined) return world
  const isSound = west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90
  return isSound ? [west, Math.max(south, world[1]), east, Math.min(north, world[3])] : world
}

/** By the first bytes; null for what is no raster picture, e.g. a vector tile. */
function rasterTypeOf(bytes: Buffer): string | null {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png'
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp'
  return null
}
