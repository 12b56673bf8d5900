import { create } from 'zustand'
import {
  placeCamera,
  resizeTile,
  sizeFor,
  standardLayout,
  type WallArrangement,
  type WallSize,
  type WallTour,
  type WallView,
  type WallWindow,
} from '../../../shared/domain/wall.ts'
import type { SiteView } from '../../../shared/site-view.ts'
import { useKnown } from '../../link/stores.ts'
import { groupsOf, type CameraGroup } from './wall-groups.ts'
import { camerasOf, onScreen, pagesOf, screenAfter, tourScreens, type Screen } from './wall-screens.ts'
import { stepTour, type TourEvent, type TourPhase } from './wall-tour.ts'

interface WallState {
  /** What was shown before the last restart was read. */
  readonly isRestored: boolean
  /** Null: nobody chose yet; then all cameras, as many tiles as they need. */
  readonly arrangement: WallArrangement | null
  /** The saved view that hangs there; null after a change by hand. */
  readonly viewId: number | null
  readonly page: number
  readonly enlarged: string | null
  /** The tile that the camera list puts into; the one last in hand. */
  readonly target: number
  readonly hasFigures: boolean
  readonly hasList: boolean
  readonly tour: WallTour
  readonly phase: TourPhase
  /** The next screen of the tour is being dialled. */
  readonly isAhead: boolean
  readonly shows: 'wall' | 'map'
}

export const useWall = create<WallState>(() => ({
  isRestored: false,
  arrangement: null,
  viewId: null,
  page: 0,
  enlarged: null,
  target: 0,
  hasFigures: false,
  hasList: false,
  tour: { viewIds: null, dwellSeconds: 15, isRunning: false },
  phase: { kind: 'off' },
  isAhead: false,
  shows: 'wall',
}))

const noGroups: readonly CameraGroup[] = []
let grouped: { site: SiteView; groups: readonly CameraGroup[] } | null = null

/** The groups of the site; the same array for as long as the site is the same. */
export function siteGroups(site: SiteView | null): readonly CameraGroup[] {
  if (site === null) return noGroups
  if (grouped?.site !== site) grouped = { site, groups: groupsOf(site) }
  return grouped.groups
}

const automatic = new Map<WallSize, WallArrangement>()

/** What hangs on the wall while nobody chose: everything. */
function automaticFor(cameras: number): WallArrangement {
  const size = sizeFor(cameras)
  const known = automatic.get(size)
  if (known !== undefined) return known
  const made: WallArrangement = { layout: standardLayout(size), content: { kind: 'group', group: 'all' } }
  automatic.set(size, made)
  return made
}

/** The screen that is shown, whatever was chosen. */
export function hangingScreen(state: WallState, site: SiteView | null): Screen {
  const arrangement = state.arrangement ?? automaticFor(site?.cameras.length ?? 0)
  const page = Math.min(state.page, pagesOf(arrangement, siteGroups(site)) - 1)
  return { arrangement, viewId: state.viewId, page }
}

/** The screen that the tour shows next; null when there is none. */
export function nextScreen(
  state: WallState,
  site: SiteView | null,
  views: readonly WallView[] | null,
): Screen | null {
  const now = hangingScreen(state, site)
  return screenAfter(now, tourScreens(now, state.tour.viewIds, views ?? [], siteGroups(site)))
}

/** Changes what hangs there. `viewId` null: it is no longer the saved view. */
function hang(arrangement: WallArrangement, page: number, viewId: number | null = null): void {
  useWall.setState(({ phase, tour }) => ({
    arrangement,
    page,
    viewId,
    enlarged: null,
    phase: stepTour(phase, { type: 'changed' }, tour.dwellSeconds * 1_000, Date.now()),
  }))
}

function present(): Screen & { cameraIds: readonly (string | null)[] } {
  const { site } = useKnown.getState()
  const screen = hangingScreen(useWall.getState(), site)
  return { ...screen, cameraIds: camerasOf(screen.arrangement, siteGroups(site)) }
}

export function setSize(size: WallSize): void {
  hang({ ...present().arrangement, layout: standardLayout(size) }, 0)
}

export function hangGroup(group: string): void {
  hang({ ...present().arrangement, content: { kind: 'group', group } }, 0)
}

export function callUpView({ id, arrangement }: WallView): void {
  hang(arrangement, 0, id)
}

/** Puts a camera (or nothing) into a tile of the screen; what hung there goes where the camera came from. */
export function putCamera(cameraId: string | null, index: number): void {
  const { arrangement, cameraIds, page } = present()
  const at = page * arrangement.layout.tiles.length + index
  hang({ ...arrangement, content: { kind: 'list', cameraIds: placeCamera(cameraIds, at, cameraId) } }, page)
}

/** Puts the camera of one tile into another; the two change places. */
export function swapTiles(from: number, to: number): void {
  const { arrangement, page } = present()
  const shown = onScreen({ arrangement, page, viewId: null }, siteGroups(useKnown.getState().site))
  const cameraId = shown[from] ?? null
  if (cameraId !== null) putCamera(cameraId, to)
}

/** Makes a tile larger or smaller; its camera stays in it, the others move on. */
export function resize(index: number, by: 1 | -1): void {
  const { arrangement, cameraIds, page } = present()
  const { layout } = arrangement
  const tile = layout.tiles[index]
  if (tile === undefined) return
  const resized = resizeTile(layout, index, tile.size + by)
  if (resized.layout === layout) return
  const at = page * layout.tiles.length + index
  const newPage = Math.floor((page * layout.tiles.length) / resized.layout.tiles.length)
  const moved = [...cameraIds]
  while (moved.length <= at) moved.push(null)
  const [camera = null] = moved.splice(at, 1)
  moved.splice(newPage * resized.layout.tiles.length + resized.index, 0, camera)
  hang({ layout: resized.layout, content: { kind: 'list', cameraIds: moved } }, newPage)
  useWall.setState({ target: resized.index })
}

/** Shows another screenful; `pages` is how many there are. Goes round at the ends. */
export function turnPage(step: number, pages: number): void {
  const { page, arrangement } = present()
  hang(arrangement, (page + step + pages) % pages, useWall.getState().viewId)
}

/** Enlarges a camera to the whole wall, or back when it is the enlarged one. */
export function toggleEnlarged(cameraId: string): void {
  useWall.setState(({ enlarged }) => ({ enlarged: enlarged === cameraId ? null : cameraId }))
}

/** Brings a camera to the whole wall, wherever it hangs; one that hangs nowhere takes the tile last in hand. */
export function callUpCamera(cameraId: string): void {
  const { arrangement, cameraIds } = present()
  const at = cameraIds.indexOf(cameraId)
  const { target, viewId } = useWall.getState()
  if (at < 0) putCamera(cameraId, Math.min(target, arrangement.layout.tiles.length - 1))
  else hang(arrangement, Math.floor(at / arrangement.layout.tiles.length), viewId)
  useWall.setState({ enlarged: cameraId, shows: 'wall' })
}

/** The camera that has the whole wall; null when several share it. */
export function enlargedCamera(): string | null {
  return useWall.getState().enlarged
}

export function shrink(): void {
  useWall.setState({ enlarged: null })
}

export function setTarget(target: number): void {
  useWall.setState({ target })
}

export function toggleFigures(): void {
  useWall.setState(({ hasFigures }) => ({ hasFigures: !hasFigures }))
}

export function toggleList(): void {
  useWall.setState(({ hasList }) => ({ hasList: !hasList }))
}

export function showIn(shows: 'wall' | 'map'): void {
  useWall.setState({ shows })
}

/** What the tour goes through, and how long each screen stays. */
export function editTour(part: Partial<Pick<WallTour, 'viewIds' | 'dwellSeconds'>>): void {
  useWall.setState(({ tour }) => ({ tour: { ...tour, ...part } }))
  toTour({ type: 'changed' })
}

export function runTour(isRunning: boolean): void {
  useWall.setState(({ tour }) => ({ tour: { ...tour, isRunning }, enlarged: null }))
  toTour({ type: isRunning ? 'start' : 'stop' })
}

export function toTour(event: TourEvent): void {
  useWall.setState(state => {
    const phase = stepTour(state.phase, event, state.tour.dwellSeconds * 1_000, Date.now())
    return phase === state.phase ? state : { phase }
  })
}

/** The next screen of the tour, now. */
export function advanceTour(): void {
  const { site, views } = useKnown.getState()
  const next = nextScreen(useWall.getState(), site, views)
  if (next !== null) hang(next.arrangement, next.page, next.viewId)
  else toTour({ type: 'changed' })
  useWall.setState({ isAhead: false })
}

/** As it was before the restart. A tour that ran runs on. */
export function restore(kept: WallWindow | null): void {
  useWall.setState(({ phase }) => ({
    isRestored: true,
    ...kept,
    phase:
      kept?.tour.isRunning === true
        ? stepTour(phase, { type: 'start' }, kept.tour.dwellSeconds * 1_000, Date.now())
        : phase,
  }))
}
