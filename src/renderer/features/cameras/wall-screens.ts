import type { WallArrangement, WallTile, WallView } from '../../../shared/domain/wall.ts'
import type { CameraGroup } from './wall-groups.ts'

/** One screenful of an arrangement. */
export interface Screen {
  readonly arrangement: WallArrangement
  readonly viewId: number | null
  readonly page: number
}

/** Where a camera hangs now, or that it is dialled for the next screen. */
export interface PlacedCamera {
  readonly cameraId: string
  /** Number of the tile in reading order, from 0; null while the camera only waits for its screen. */
  readonly index: number | null
  readonly tile: WallTile
}

/** The cameras of an arrangement in their order; null where a tile is empty. Cameras that are gone leave no hole in a group. */
export function camerasOf(
  { content }: WallArrangement,
  groups: readonly CameraGroup[],
): readonly (string | null)[] {
  const all = groups.find(({ id }) => id === 'all')?.cameraIds ?? []
  if (content.kind === 'list')
    return content.cameraIds.map(id => (id !== null && all.includes(id) ? id : null))
  return groups.find(({ id }) => id === content.group)?.cameraIds ?? []
}

/** How many screens it takes. */
export function pagesOf(arrangement: WallArrangement, groups: readonly CameraGroup[]): number {
  const { length } = camerasOf(arrangement, groups)
  return Math.max(1, Math.ceil(length / arrangement.layout.tiles.length))
}

/** What hangs on one screen, tile after tile. */
export function onScreen(
  { arrangement, page }: Screen,
  groups: readonly CameraGroup[],
): readonly (string | null)[] {
  const { tiles } = arrangement.layout
  const cameraIds = camerasOf(arrangement, groups)
  const first = Math.min(page, pagesOf(arrangement, groups) - 1) * tiles.length
  return tiles.map((_, index) => cameraIds[first + index] ?? null)
}

/**
 * All pictures to keep running: those on the screen, and those of the next one. In an order that never changes, for a
 * video that is moved in the page stops: where it hangs is told by its place in the grid alone.
 */
export function placedCameras(
  now: Screen,
  next: Screen | null,
  groups: readonly CameraGroup[],
): PlacedCamera[] {
  const placed = new Map<string, PlacedCamera>()
  const hang = (screen: Screen, isNow: boolean) =>
    onScreen(screen, groups).forEach((cameraId, index) => {
      const tile = screen.arrangement.layout.tiles[index]
      if (cameraId === null || tile === undefined || placed.has(cameraId)) return
      placed.set(cameraId, { cameraId, index: isNow ? index : null, tile })
    })
  hang(now, true)
  if (next !== null) hang(next, false)
  return [...placed.values()].toSorted((a, b) => (a.cameraId < b.cameraId ? -1 : 1))
}

/** The screens of a tour, in their order: every page of each view, or of what hangs on the wall. */
export function tourScreens(
  hanging: Screen,
  viewIds: readonly number[] | null,
  views: readonly WallView[],
  groups: readonly CameraGroup[],
): Screen[] {
  const shown =
    viewIds === null
      ? [{ arrangement: hanging.arrangement, viewId: hanging.viewId }]
      : viewIds.flatMap(id => {
          const view = views.find(candidate => candidate.id === id)
          return view === undefined ? [] : [{ arrangement: view.arrangement, viewId: view.id }]
        })
  return shown.flatMap(part =>
    Array.from({ length: pagesOf(part.arrangement, groups) }, (_, page) => ({ ...part, page })),
  )
}

/** The screen after this one; null when there is no other. */
export function screenAfter(now: Screen, screens: readonly Screen[]): Screen | null {
  const at = screens.findIndex(({ viewId, page }) => viewId === now.viewId && page === now.page)
  const next = screens[(at + 1) % screens.length]
  if (next === undefined || (screens.length === 1 && at === 0)) return null
  return next
}
