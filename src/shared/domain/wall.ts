import { z } from 'zod'

/** The most columns or rows of a wall: 25 tiles are 5 × 5. */
const mostLines = 6

/** A square of the wall: where its upper left corner is, and over how many columns and rows it reaches. */
export const WallTile = z.object({
  column: z.number().int().min(0),
  row: z.number().int().min(0),
  size: z.number().int().min(1).max(mostLines),
})
export type WallTile = z.infer<typeof WallTile>

/** How the wall is divided. The tiles lie in reading order, cover every square once and nothing beyond. */
export const WallLayout = z
  .object({
    columns: z.number().int().min(1).max(mostLines),
    rows: z.number().int().min(1).max(mostLines),
    tiles: z.array(WallTile).min(1),
  })
  .refine(isWhole, 'the tiles must cover every square of the wall once')
export type WallLayout = z.infer<typeof WallLayout>

/** 分屏 that a press gives, with columns and rows. 6 is three beside three. */
const standard = { 1: [1, 1], 4: [2, 2], 6: [3, 2], 9: [3, 3], 16: [4, 4], 25: [5, 5] } as const
export type WallSize = keyof typeof standard
export const wallSizes: readonly WallSize[] = [1, 4, 6, 9, 16, 25]

/**
 * What hangs on the wall, tile after tile, screen after screen: the cameras of a group as they are, or a list that
 * somebody put together, in which null leaves a tile empty.
 */
const WallContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('group'), group: z.string().max(120) }),
  z.object({ kind: z.literal('list'), cameraIds: z.array(z.string().nullable()).max(256) }),
])

export const WallArrangement = z.object({ layout: WallLayout, content: WallContent })
export type WallArrangement = z.infer<typeof WallArrangement>

/** 轮巡: the screens of the wall, or saved views, one after the other. */
export const WallTour = z.object({
  /** Null: the screens of what hangs on the wall. */
  viewIds: z.array(z.number().int()).min(1).max(50).nullable(),
  dwellSeconds: z.number().int().min(5).max(600),
  isRunning: z.boolean(),
})
export type WallTour = z.infer<typeof WallTour>

/** A named arrangement; shared with everyone at this station, or of one person. */
export const WallView = z.object({
  id: z.number().int(),
  name: z.string(),
  isShared: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string() }),
  arrangement: WallArrangement,
  savedAtMs: z.number(),
})
export type WallView = z.infer<typeof WallView>

export const WallWindowName = z.enum(['main', 'second'])
export type WallWindowName = z.infer<typeof WallWindowName>

/** What a window shows, kept so that it is the same after a restart. */
export const WallWindow = z.object({
  /** Null: nobody chose; all cameras in as many tiles as they need. */
  arrangement: WallArrangement.nullable(),
  /** The saved view that was called up; null after a change by hand. */
  viewId: z.number().int().nullable(),
  page: z.number().int().min(0),
  tour: WallTour,
  hasFigures: z.boolean(),
  /** The second window shows the wall or the map. */
  shows: z.enum(['wall', 'map']),
})
export type WallWindow = z.infer<typeof WallWindow>

/** Equal tiles, so many as `size` says. */
export function standardLayout(size: WallSize): WallLayout {
  const [columns, rows] = standard[size]
  return { columns, rows, tiles: fillUp([], columns, rows) }
}

/** Which 分屏 a layout is; null for one of its own. */
export function sizeOf(layout: WallLayout): WallSize | null {
  return (
    wallSizes.find(
      size =>
        standard[size][0] === layout.columns &&
        standard[size][1] === layout.rows &&
        layout.tiles.length === size,
    ) ?? null
  )
}

/** The smallest wall that shows so many cameras at once; 16 when they are more. */
export function sizeFor(cameras: number): WallSize {
  return wallSizes.find(size => size >= cameras && size <= 16) ?? 16
}

/**
 * Makes one tile larger or smaller. It grows to the right and downwards, at the border to the left and upwards; tiles
 * that it covers go, and squares that come free are tiles of one square. Returns where the tile is now in the order;
 * the same layout when it has no room.
 */
export function resizeTile(
  layout: WallLayout,
  index: number,
  size: number,
): { layout: WallLayout; index: number } {
  const tile = layout.tiles[index]
  const { columns, rows } = layout
  if (tile === undefined || size < 1 || size > Math.min(columns, rows) || size === tile.size)
    return { layout, index }
  const resized = {
    column: Math.min(tile.column, columns - size),
    row: Math.min(tile.row, rows - size),
    size,
  }
  const others = layout.tiles.filter((other, at) => at !== index && !overlap(other, resized))
  const tiles = fillUp([resized, ...others], columns, rows)
  return { layout: { columns, rows, tiles }, index: tiles.indexOf(resized) }
}

/** The tile next to one in a direction, for the arrow keys; null at the border. */
export function neighbourOf(
  layout: WallLayout,
  index: number,
  direction: 'left' | 'right' | 'up' | 'down',
): number | null {
  const tile = layout.tiles[index]
  if (tile === undefined) return null
  const [column, row] = {
    left: [tile.column - 1, tile.row],
    right: [tile.column + tile.size, tile.row],
    up: [tile.column, tile.row - 1],
    down: [tile.column, tile.row + tile.size],
  }[direction] as [number, number]
  const found = layout.tiles.findIndex(other => contains(other, column, row))
  return found === -1 ? null : found
}

/** Puts a camera at a place of the list. Where it hung before hangs now what was here: nothing is shown twice. */
export function placeCamera(
  cameraIds: readonly (string | null)[],
  at: number,
  cameraId: string | null,
): (string | null)[] {
  const placed = [...cameraIds]
  while (placed.length <= at) placed.push(null)
  const before = cameraId === null ? -1 : placed.indexOf(cameraId)
  if (before !== -1) placed[before] = placed[at] ?? null
  placed[at] = cameraId
  return withoutTail(placed)
}

/** Exchanges two places of the list. */
export function swapPlaces(cameraIds: readonly (string | null)[], one: number, other: number) {
  const swapped = [...cameraIds]
  while (swapped.length <= Math.max(one, other)) swapped.push(null)
  ;[swapped[one], swapped[other]] = [swapped[other] ?? null, swapped[one] ?? null]
  return withoutTail(swapped)
}

function withoutTail(cameraIds: readonly (string | null)[]): (string | null)[] {
  return cameraIds.slice(0, cameraIds.findLastIndex(id => id !== null) + 1)
}

function contains(tile: WallTile, column: number, row: number): boolean {
  return (
    column >= tile.column && column < tile.column + tile.size && row >= tile.row && row < tile.row + tile.size
  )
}

function overlap(one: WallTile, other: WallTile): boolean {
  return (
    one.column < other.column + other.size &&
    other.column < one.column + one.size &&
    one.row < other.row + other.size &&
    other.row < one.row + one.size
  )
}

/** Squares that no tile covers become tiles of one square; all in reading order. */
function fillUp(tiles: readonly WallTile[], columns: number, rows: number): WallTile[] {
  const filled = [...tiles]
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (!filled.some(tile => contains(tile, column, row))) filled.push({ column, row, size: 1 })
  return filled.toSorted((a, b) => a.row - b.row || a.column - b.column)
}

function isWhole({ columns, rows, tiles }: { columns: number; rows: number; tiles: WallTile[] }): boolean {
  const isInside = tiles.every(tile => tile.column + tile.size <= columns && tile.row + tile.size <= rows)
  const isApart = tiles.every((tile, index) => !tiles.slice(index + 1).some(other => overlap(tile, other)))
  const squares = tiles.reduce((sum, { size }) => sum + size * size, 0)
  const isInOrder = tiles.every((tile, index) => {
    const before = tiles[index - 1]
    return before === undefined || before.row < tile.row || before.column < tile.column
  })
  return isInside && isApart && isInOrder && squares === columns * rows
}
