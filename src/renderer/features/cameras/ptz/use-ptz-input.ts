import { useEffect, type RefObject } from 'react'
import type { PtzVelocity } from '../../../../shared/domain/ptz.ts'
import { closePtz, drive, halt, speeds, usePtz } from './ptz-store.ts'

type Sum = readonly [pan: number, tilt: number, zoom: number]

/** What a key adds to the movement; by place on the keyboard, so that Shift does not matter when it is let go. */
const keys: Readonly<Record<string, Sum>> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  Equal: [0, 0, 1],
  NumpadAdd: [0, 0, 1],
  Minus: [0, 0, -1],
  NumpadSubtract: [0, 0, -1],
}

/** One notch of the wheel zooms this long, ms. */
const wheelMs = 250

/** At the chosen speed. */
export function velocityOf(pan: number, tilt: number, zoom: number): PtzVelocity {
  const speed = speeds[usePtz.getState().speed]
  return { pan: pan * speed, tilt: tilt * speed, zoom: zoom * speed }
}

/**
 * While the panel is open and the camera is in hand: arrows, + and -, and the wheel over the tile turn it, instead of
 * walking over the wall and zooming the picture. Whatever takes the keys away stops it: another window, another focus,
 * a page that is hidden.
 */
export function usePtzInput(panel: RefObject<HTMLElement | null>, cameraId: string, isMine: boolean): void {
  useEffect(() => {
    const tile = panel.current?.closest<HTMLElement>('.tile') ?? null
    if (tile === null) return
    const listening = new AbortController()
    listenToKeys(tile, cameraId, isMine, listening.signal)
    if (isMine) listenToWheel(tile, cameraId, listening.signal)
    return () => {
      listening.abort()
      halt()
    }
  }, [panel, cameraId, isMine])
}

function listenToKeys(tile: HTMLElement, cameraId: string, isMine: boolean, signal: AbortSignal): void {
  const held = new Set<string>()
  const apply = () => {
    const sum = [...held].reduce<Sum>((total, code) => add(total, keys[code] ?? [0, 0, 0]), [0, 0, 0])
    if (sum.some(part => part !== 0)) drive(cameraId, velocityOf(...sum))
    else halt()
  }
  const letGo = () => {
    if (held.size === 0) return
    held.clear()
    halt()
  }
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return
    const isKnown = isMine && keys[event.code] !== undefined
    if (!isKnown && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      closePtz(cameraId)
      tile.focus()
    } else if (!held.has(event.code)) {
      held.add(event.code)
      apply()
    }
  }
  const release = (event: KeyboardEvent) => {
    if (held.delete(event.code)) apply()
  }
  const leave = (event: FocusEvent) => {
    if (!(event.relatedTarget instanceof Node && tile.contains(event.relatedTarget))) letGo()
  }
  const stopAll = () => {
    held.clear()
    halt()
  }
  tile.addEventListener('keydown', press, { capture: true, signal })
  window.addEventListener('keyup', release, { signal })
  tile.addEventListener('focusout', leave, { signal })
  window.addEventListener('blur', stopAll, { signal })
  window.addEventListener('pagehide', stopAll, { signal })
  document.addEventListener('visibilitychange', stopAll, { signal })
}

function listenToWheel(tile: HTMLElement, cameraId: string, signal: AbortSignal): void {
  let timer = 0
  const turn = (event: WheelEvent) => {
    if (event.ctrlKey || event.deltaY === 0) return
    // Before the digital zoom, which listens on the same tile.
    event.stopPropagation()
    if (event.target instanceof Element && event.target.closest('.ptz-panel') !== null) return
    event.preventDefault()
    const end = drive(cameraId, velocityOf(0, 0, event.deltaY < 0 ? 1 : -1))
    window.clearTimeout(timer)
    timer = window.setTimeout(end, wheelMs)
  }
  tile.addEventListener('wheel', turn, { capture: true, passive: false, signal })
  signal.addEventListener('abort', () => window.clearTimeout(timer))
}

const add = (a: Sum, b: Sum): Sum => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]

const isField = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('input')
