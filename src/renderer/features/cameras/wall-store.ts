import { create } from 'zustand'

/** Tiles on the wall at once, with columns and rows. 6 is three beside three. */
export const wallLayouts = {
  1: { columns: 1, rows: 1 },
  4: { columns: 2, rows: 2 },
  6: { columns: 3, rows: 2 },
  9: { columns: 3, rows: 3 },
  16: { columns: 4, rows: 4 },
} as const
export type WallLayout = keyof typeof wallLayouts
export const wallSizes = [1, 4, 6, 9, 16] as const satisfies readonly WallLayout[]

interface WallState {
  /** Null: as many as there are cameras, up to sixteen. Kept on this PC once somebody chose. */
  layout: WallLayout | null
  page: number
  enlarged: string | null
}

const storageKey = 'wall.layout'

function storedLayout(): WallLayout | null {
  const stored = Number(localStorage.getItem(storageKey))
  return wallSizes.find(size => size === stored) ?? null
}

export const useWall = create<WallState>(() => ({ layout: storedLayout(), page: 0, enlarged: null }))

export function setLayout(layout: WallLayout): void {
  localStorage.setItem(storageKey, String(layout))
  useWall.setState({ layout, page: 0, enlarged: null })
}

/** Shows another screenful; `pages` is how many there are. Goes round at the ends. */
export function turnPage(step: number, pages: number): void {
  useWall.setState(({ page }) => ({
    page: (Math.min(page, pages - 1) + step + pages) % pages,
    enlarged: null,
  }))
}

/** Enlarges a camera to the whole wall, or back when it is the enlarged one. */
export function toggleEnlarged(cameraId: string): void {
  useWall.setState(({ enlarged }) => ({ enlarged: enlarged === cameraId ? null : cameraId }))
}

/** The camera that has the whole wall; null when several share it. */
export function enlargedCamera(): string | null {
  return useWall.getState().enlarged
}

export function shrink(): void {
  useWall.setState({ enlarged: null })
}

/** The smallest wall that shows so many cameras at once. */
export function layoutFor(cameras: number): WallLayout {
  return wallSizes.find(size => size >= cameras) ?? 16
}
