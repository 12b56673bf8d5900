import { useEffect, type RefObject } from 'react'
import { noZoom, pan, zoomAt, zoomStep, type Zoom } from './zoom.ts'

/** The zoom of one picture, for keys that are pressed anywhere. */
export interface ZoomHandle {
  readonly isZoomed: () => boolean
  /** At the middle of the tile; below 1 zooms out. */
  zoomBy(factor: number): void
  /** In tile widths and heights. */
  panBy(x: number, y: number): void
  reset(): void
}

const handles = new Map<HTMLElement, ZoomHandle>()

/** The zoom of the tile that an element belongs to; null when it belongs to none. */
export function zoomOf(element: Element | null): ZoomHandle | null {
  const tile = element?.closest<HTMLElement>('.tile') ?? null
  return tile === null ? null : (handles.get(tile) ?? null)
}

/** All pictures as they are; false when they were already. */
export function resetZooms(): boolean {
  const zoomed = [...handles.values()].filter(handle => handle.isZoomed())
  for (const handle of zoomed) handle.reset()
  return zoomed.length > 0
}

interface ZoomParts {
  readonly root: RefObject<HTMLElement | null>
  readonly picture: RefObject<HTMLElement | null>
  readonly label: RefObject<HTMLElement | null>
  /** `2.5 倍` */
  readonly words: (factor: string) => string
}

/** The wheel zooms at the pointer, a drag moves the zoomed picture. Written into the elements: nothing is drawn anew. */
export function useZoom({ root, picture, label, words }: ZoomParts): void {
  useEffect(() => {
    const tile = root.current
    if (tile === null) return
    let zoom: Zoom = noZoom
    const set = (next: Zoom) => {
      zoom = next
      show(tile, picture.current, label.current, zoom, words)
    }
    const at = (event: MouseEvent) => {
      const box = tile.getBoundingClientRect()
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] as const
    }
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      set(zoomAt(zoom, event.deltaY < 0 ? zoomStep : 1 / zoomStep, ...at(event)))
    }
    const move = (event: PointerEvent) => {
      if (!tile.hasPointerCapture(event.pointerId)) return
      const { width, height } = tile.getBoundingClientRect()
      set(pan(zoom, event.movementX / width, event.movementY / height))
    }
    const press = (event: PointerEvent) => {
      const isOnButton = (event.target as Element).closest('button') !== null
      if (zoom.factor > 1 && event.button === 0 && !isOnButton) tile.setPointerCapture(event.pointerId)
    }
    const listening = new AbortController()
    const { signal } = listening
    tile.addEventListener('wheel', wheel, { passive: false, signal })
    tile.addEventListener('pointerdown', press, { signal })
    tile.addEventListener('pointermove', move, { signal })
    handles.set(tile, {
      isZoomed: () => zoom.factor > 1,
      zoomBy: factor => set(zoomAt(zoom, factor, 0.5, 0.5)),
      panBy: (x, y) => set(pan(zoom, x, y)),
      reset: () => set(noZoom),
    })
    return () => {
      listening.abort()
      handles.delete(tile)
    }
  }, [root, picture, label, words])
}

function show(
  tile: HTMLElement,
  picture: HTMLElement | null,
  label: HTMLElement | null,
  { factor, x, y }: Zoom,
  words: (factor: string) => string,
): void {
  const isZoomed = factor > 1
  tile.dataset['zoom'] = factor.toFixed(2)
  // Without a transform the picture costs no layer of its own.
  if (picture !== null)
    picture.style.transform = isZoomed ? `translate(${x * 100}%, ${y * 100}%) scale(${factor})` : ''
  if (label === null) return
  label.hidden = !isZoomed
  label.textContent = words(factor.toFixed(1))
}
