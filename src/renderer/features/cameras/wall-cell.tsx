import { memo, useState, type DragEvent, type JSX, type KeyboardEvent } from 'react'
import { neighbourOf, type WallLayout, type WallTile } from '../../../shared/domain/wall.ts'
import { useText } from '../../link/use-text.ts'
import { LiveTile } from './live-tile.tsx'
import { PtzPanel } from './ptz/ptz-panel.tsx'
import { TileTools } from './tile-tools.tsx'
import { zoomOf } from './use-zoom.ts'
import { putCamera, resize, setTarget, swapTiles, toggleEnlarged, toggleList } from './wall-store.ts'
import { zoomStep } from './zoom.ts'

/** What is dragged onto the wall: the id of a camera. */
export const cameraDragType = 'application/x-zhishou-camera'

const areaOf = ({ column, row, size }: WallTile) => ({
  gridColumn: `${column + 1} / span ${size}`,
  gridRow: `${row + 1} / span ${size}`,
})

/** A place on the wall onto which a camera can be dragged. */
function useDrop(index: number) {
  const [isOver, setIsOver] = useState(false)
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(cameraDragType)) return
        event.preventDefault()
        setIsOver(true)
      },
      onDragLeave: () => setIsOver(false),
      onDrop: (event: DragEvent) => {
        setIsOver(false)
        const cameraId = event.dataTransfer.getData(cameraDragType)
        if (cameraId === '') return
        event.preventDefault()
        putCamera(cameraId, index)
      },
    },
  }
}

interface WallCellProps {
  cameraId: string
  /** Null: the picture only waits for its screen. */
  index: number | null
  tile: WallTile
  layout: WallLayout
  isEnlarged: boolean
  isArranging: boolean
  hasFigures: boolean
  onObserve?: ((cameraId: string) => void) | undefined
  onWhoWatched?: ((cameraId: string) => void) | undefined
}

/**
 * A camera on the wall. Drawn anew only when its own place or state changes; a screen that is dialled ahead lies behind
 * the wall, small and unseen, until its turn comes.
 */
export const WallCell = memo(function WallCell(props: WallCellProps): JSX.Element {
  const { cameraId, index, tile, layout, isEnlarged, isArranging, hasFigures, onObserve, onWhoWatched } =
    props
  const { isOver, handlers } = useDrop(index ?? 0)
  const isAhead = index === null
  const isOnly = layout.tiles.length === 1
  const style = isAhead ? undefined : isEnlarged ? { gridArea: '1 / 1 / -1 / -1' } : areaOf(tile)
  return (
    <div
      className={`wall-cell${isAhead ? ' wall-ahead' : ''}${isOver ? ' wall-over' : ''}`}
      style={style}
      data-enlarged={isEnlarged}
      data-ahead={isAhead}
      data-index={index ?? undefined}
      data-size={isAhead ? undefined : tile.size}
      inert={isAhead}
      draggable={!isEnlarged}
      onDragStart={event => startDrag(event, cameraId)}
      onFocus={() => index !== null && setTarget(index)}
      {...handlers}
    >
      <LiveTile
        cameraId={cameraId}
        stream={isEnlarged || isOnly ? 'main' : 'sub'}
        number={index !== null && index < 9 ? index + 1 : undefined}
        isEnlarged={isEnlarged}
        hasFigures={hasFigures}
        onToggle={isOnly ? undefined : () => toggleEnlarged(cameraId)}
        onKeyDown={event => index !== null && tileKey(event, index, layout)}
        panel={(isEnlarged || isOnly) && !isAhead && <PtzPanel cameraId={cameraId} />}
        tools={
          <TileTools
            cameraId={cameraId}
            index={index ?? 0}
            isEnlarged={isEnlarged}
            canEnlarge={!isOnly}
            isArranging={isArranging}
            onObserve={onObserve}
            onWhoWatched={onWhoWatched}
          />
        }
      />
    </div>
  )
})

/** A tile without a camera; Enter opens the list to choose one. */
export function EmptyCell({
  index,
  tile,
  layout,
}: {
  index: number
  tile: WallTile
  layout: WallLayout
}): JSX.Element {
  const t = useText()
  const { isOver, handlers } = useDrop(index)
  return (
    <div
      className={`wall-cell wall-empty${isOver ? ' wall-over' : ''}`}
      style={areaOf(tile)}
      data-testid="empty-cell"
      data-index={index}
      role="group"
      aria-label={t('wall.empty-cell')}
      tabIndex={0}
      title={t('wall.empty-cell.hint')}
      onFocus={() => setTarget(index)}
      onKeyDown={event => {
        if (event.key !== 'Enter') tileKey(event, index, layout)
        else if (document.querySelector('.wall-list') === null) toggleList()
      }}
      {...handlers}
    />
  )
}

function startDrag(event: DragEvent, cameraId: string): void {
  // A zoomed picture is moved under the pointer instead.
  if (zoomOf(event.currentTarget.querySelector('.tile'))?.isZoomed() === true) {
    event.preventDefault()
    return
  }
  event.dataTransfer.setData(cameraDragType, cameraId)
  event.dataTransfer.effectAllowed = 'move'
  const bar = event.currentTarget.querySelector('.tile-bar')
  // A picture of a running video would cost a read-back of every frame.
  if (bar !== null) event.dataTransfer.setDragImage(bar, 20, 10)
}

const directions = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const
const panStep = 0.15

/** Keys of the tile in hand: everything that the mouse can do with it. */
function tileKey(event: KeyboardEvent<HTMLElement>, index: number, layout: WallLayout): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return
  const zoom = zoomOf(event.currentTarget)
  const act = actionOf(event, index, layout, zoom)
  if (act === null) return
  event.preventDefault()
  act()
}

function actionOf(
  event: KeyboardEvent<HTMLElement>,
  index: number,
  layout: WallLayout,
  zoom: ReturnType<typeof zoomOf>,
): (() => void) | null {
  switch (event.key) {
    case '+':
    case '=':
      return zoom && (() => zoom.zoomBy(zoomStep))
    case '-':
      return zoom && (() => zoom.zoomBy(1 / zoomStep))
    case '0':
      return zoom && (() => zoom.reset())
    case ']':
      return () => resize(index, 1)
    case '[':
      return () => resize(index, -1)
    case 'Delete':
      return () => putCamera(null, index)
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      return arrow(directions[event.key], event.shiftKey, index, layout, zoom)
    default:
      return null
  }
}

function arrow(
  direction: 'left' | 'right' | 'up' | 'down',
  isSwap: boolean,
  index: number,
  layout: WallLayout,
  zoom: ReturnType<typeof zoomOf>,
): (() => void) | null {
  if (zoom?.isZoomed() === true && !isSwap) {
    const [x, y] = { left: [1, 0], right: [-1, 0], up: [0, 1], down: [0, -1] }[direction] as [number, number]
    return () => zoom.panBy(x * panStep, y * panStep)
  }
  const to = neighbourOf(layout, index, direction)
  if (to === null) return null
  if (!isSwap) return () => focusTile(to)
  return () => {
    swapTiles(index, to)
    setTarget(to)
  }
}

/** The focus goes to whatever hangs there. */
export function focusTile(index: number): void {
  const cell = document.querySelector<HTMLElement>(`.wall-grid [data-index="${index}"]`)
  const target = cell?.matches('[tabindex]') === true ? cell : cell?.querySelector<HTMLElement>('.tile')
  target?.focus()
}
