import { useEffect, useMemo, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Empty, Loading } from '../../ui/page-states.tsx'
import { CameraList } from './camera-list.tsx'
import { SnapshotDialog } from './snapshot-dialog.tsx'
import { resetZooms, zoomOf } from './use-zoom.ts'
import { EmptyCell, WallCell } from './wall-cell.tsx'
import { WallHead } from './wall-head.tsx'
import { keepWall } from './wall-keeper.ts'
import { onScreen, pagesOf, placedCameras, type Screen } from './wall-screens.ts'
import {
  hangingScreen,
  nextScreen,
  shrink,
  siteGroups,
  toggleEnlarged,
  toggleFigures,
  toTour,
  turnPage,
  useWall,
} from './wall-store.ts'
import { zoomStep } from './zoom.ts'
import './wall.css'

/** One key of 1–9: enlarges the tile with this number. A component, because each key is a binding of its own. */
function EnlargeKey({ number, cameraId }: { number: number; cameraId: string }): null {
  useHotkey(String(number), 'page', () => toggleEnlarged(cameraId))
  return null
}

/** The picture that a key means while no tile has the focus: the enlarged one, or the only one. */
function zoomInHand(): ReturnType<typeof zoomOf> {
  const tiles = document.querySelectorAll('.wall-grid .tile')
  const enlarged = document.querySelector('.wall-grid .tile[data-enlarged="true"]')
  return zoomOf(enlarged ?? (tiles.length === 1 ? (tiles[0] ?? null) : null))
}

function useWallKeys(isEnlarged: boolean, pages: number): void {
  useHotkey('Escape', 'page', () => {
    if (!resetZooms()) shrink()
  })
  useHotkey('0', 'page', () => void resetZooms())
  useHotkey('+', 'page', () => zoomInHand()?.zoomBy(zoomStep), isEnlarged)
  useHotkey('=', 'page', () => zoomInHand()?.zoomBy(zoomStep), isEnlarged)
  useHotkey('-', 'page', () => zoomInHand()?.zoomBy(1 / zoomStep), isEnlarged)
  useHotkey('i', 'page', toggleFigures)
  useHotkey('PageDown', 'page', () => turnPage(1, pages), pages > 1)
  useHotkey('PageUp', 'page', () => turnPage(-1, pages), pages > 1)
}

interface CameraWallProps {
  /** 发现情况 in the picture of a camera; the same function each time. */
  onObserve?: (cameraId: string) => void
  /** Who watched recordings of this camera, and why: the register is asked for. */
  onWhoWatched?: (cameraId: string) => void
}

/** Mounted once a window: what its wall shows is read, kept and toured, whatever page is in view. */
export function useWallKeeper(): void {
  useEffect(() => {
    const keeping = keepWall()
    return () => keeping[Symbol.dispose]()
  }, [])
}

/**
 * The live wall: 1 to 25 tiles, or a layout of its own; double click, Enter or a number enlarges one to its main stream,
 * Esc goes back. What it showed is the same after a restart.
 */
export function CameraWall(props: CameraWallProps): JSX.Element {
  const t = useText()
  const site = useKnown(known => known.site)
  const isRestored = useWall(state => state.isRestored)
  if (site === null || !isRestored) return <Loading />
  if (site.cameras.length === 0) return <Empty>{t('cameras.wall.none')}</Empty>
  return <HungWall {...props} />
}

function HungWall({ onObserve, onWhoWatched }: CameraWallProps): JSX.Element {
  const t = useText()
  const wall = useWall()
  const site = useKnown(known => known.site)
  const views = useKnown(known => known.views)
  const groups = siteGroups(site)
  const screen = hangingScreen(wall, site)
  const shown = onScreen(screen, groups)
  const enlarged = shown.find(id => id !== null && id === wall.enlarged) ?? null
  const pages = pagesOf(screen.arrangement, groups)
  useWallKeys(enlarged !== null || shown.length === 1, pages)
  const touch = () => toTour({ type: 'touched' })
  return (
    <section className="wall" aria-label={t('cameras.wall')} data-testid="wall">
      <WallHead screen={screen} shown={shown} pages={pages} />
      <div className="wall-body">
        {wall.hasList && <CameraList shown={shown} />}
        <div
          className="wall-frame"
          onPointerDownCapture={touch}
          onWheelCapture={touch}
          onKeyDownCapture={touch}
        >
          <WallGrid
            screen={screen}
            next={wall.isAhead ? nextScreen(wall, site, views) : null}
            enlarged={enlarged}
            onObserve={onObserve}
            onWhoWatched={onWhoWatched}
          />
        </div>
      </div>
      <SnapshotDialog />
    </section>
  )
}

interface WallGridProps {
  screen: Screen
  next: Screen | null
  enlarged: string | null
  onObserve: ((cameraId: string) => void) | undefined
  onWhoWatched: ((cameraId: string) => void) | undefined
}

function WallGrid({ screen, next, enlarged, onObserve, onWhoWatched }: WallGridProps): JSX.Element {
  const site = useKnown(known => known.site)
  const hasFigures = useWall(state => state.hasFigures)
  const isArranging = useWall(state => state.hasList)
  const groups = siteGroups(site)
  const { layout } = screen.arrangement
  const placed = useMemo(() => placedCameras(screen, next, groups), [screen, next, groups])
  const shown = onScreen(screen, groups)
  const { columns, rows } = layout
  return (
    <div
      className={`wall-grid${enlarged === null ? '' : ' wall-enlarged'}`}
      data-testid="wall-grid"
      data-columns={columns}
      data-rows={rows}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
        aspectRatio: enlarged === null ? `${columns * 16} / ${rows * 9}` : '16 / 9',
      }}
    >
      {placed.map(({ cameraId, index, tile }) => (
        <WallCell
          key={cameraId}
          cameraId={cameraId}
          index={index}
          tile={tile}
          layout={layout}
          isEnlarged={cameraId === enlarged}
          isArranging={isArranging}
          hasFigures={hasFigures && index !== null}
          onObserve={onObserve}
          onWhoWatched={onWhoWatched}
        />
      ))}
      {layout.tiles.map((tile, index) =>
        shown[index] == null ? (
          <EmptyCell key={`${tile.column} ${tile.row}`} index={index} tile={tile} layout={layout} />
        ) : (
          index < 9 && <EnlargeKey key={`key ${index}`} number={index + 1} cameraId={shown[index]} />
        ),
      )}
    </div>
  )
}
