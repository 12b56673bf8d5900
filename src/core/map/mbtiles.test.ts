import Database from 'better-sqlite3'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { Tiles } from './mbtiles.ts'

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 9])

let folder: ReturnType<typeof dataFolder>
let tiles: Tiles

beforeEach(() => {
  folder = dataFolder()
  mkdirSync(join(folder.path, 'maps'))
  tiles = new Tiles(folder.path)
})
afterEach(() => {
  tiles[Symbol.dispose]()
  folder[Symbol.dispose]()
})

function writeSet(
  file: string,
  metadata: Record<string, string>,
  content: readonly [z: number, x: number, tmsRow: number, bytes: Buffer][],
): void {
  const db = new Database(join(folder.path, 'maps', file))
  db.exec(`CREATE TABLE metadata (name text, value text);
    CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
    CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);`)
  for (const [name, value] of Object.entries(metadata))
    db.prepare('INSERT INTO metadata VALUES (?, ?)').run(name, value)
  for (const tile of content) db.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)').run(...tile)
  db.close()
}

test('tiles are found by their place from the north; zooms and bounds are told', () => {
  writeSet('campus.mbtiles', { name: '校园', bounds: '121.4,31.2,121.5,31.3', format: 'png' }, [
    [2, 1, 3, png],
    [4, 7, 0, jpeg],
  ])
  expect(tiles.sets()).toEqual([
    {
      file: 'campus.mbtiles',
      name: '校园',
      minZoom: 2,
      maxZoom: 4,
      bounds: [121.4, 31.2, 121.5, 31.3],
      problem: null,
    },
  ])
  expect(tiles.tile('campus.mbtiles', 2, 1, 0)).toEqual({ type: 'image/png', bytes: png })
  expect(tiles.tile('campus.mbtiles', 4, 7, 15)).toEqual({ type: 'image/jpeg', bytes: jpeg })
  expect(tiles.tile('campus.mbtiles', 2, 1, 3)).toBeNull()
  expect(tiles.tile('campus.mbtiles', 2, 4, 0)).toBeNull()
  expect(tiles.tile('campus.mbtiles', 2, -1, 0)).toBeNull()
})

test.each([
  [
    'text under a false name',
    'not-tiles',
    () => writeFileSync(join(folder.path, 'maps', 'x.mbtiles'), 'no database'),
  ],
  [
    'another database',
    'not-tiles',
    () => new Database(join(folder.path, 'maps', 'x.mbtiles')).exec('CREATE TABLE duty (id)').close(),
  ],
  ['no tiles in it', 'not-tiles', () => writeSet('x.mbtiles', {}, [])],
  [
    'vector tiles',
    'vector',
    () => writeSet('x.mbtiles', { format: 'pbf' }, [[0, 0, 0, Buffer.from([0x1f, 0x8b, 8])]]),
  ],
  ['zooms that cannot be', 'no-zoom', () => writeSet('x.mbtiles', {}, [[90, 0, 0, png]])],
])('%s is refused and never crashes', (_, problem, make) => {
  make()
  expect(tiles.sets().map(set => set.problem)).toEqual([problem])
  expect(codeOf(() => tiles.tile('x.mbtiles', 0, 0, 0))).toBe('map.tiles-unusable')
})

test('a file that is exchanged is read anew; one that is gone is refused', () => {
  writeFileSync(join(folder.path, 'maps', 'x.mbtiles'), 'no database')
  expect(tiles.sets()[0]?.problem).toBe('not-tiles')
  writeFileSync(join(folder.path, 'maps', 'x.mbtiles'), '')
  writeSet('x.mbtiles', {}, [[1, 0, 0, png]])
  expect(tiles.sets()[0]).toMatchObject({ problem: null, bounds: [-180, -85.0511, 180, 85.0511] })
  expect(codeOf(() => tiles.tile('gone.mbtiles', 0, 0, 0))).toBe('map.tiles-unusable')
})
