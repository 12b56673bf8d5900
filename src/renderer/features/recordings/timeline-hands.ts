import { useEffect, useRef, type RefObject } from 'react'
import type { Span } from '../../../shared/domain/recording.ts'
import { axisPixels } from './timeline-draw.ts'
import { panned, zoomed } from './timeline-view.ts'

export interface TimelineHover {
  readonly atMs: number
  readonly row: number | null
  /** Of the pointer and of the canvas, in the window, pixels. */
  readonly clientX: number
  readonly clientTop: number
}

export interface HandsOptions {
  readonly whole: Span
  readonly view: Span
  readonly rowPixels: number
  readonly rows: number
  /** Moved or zoomed by hand. */
  readonly onView: (view: Span) => void
  /** Pointed at a time and a row; null when the pointer left. */
  readonly onHover: (at: TimelineHover | null) => void
  /** Pressed, or let go after dragging along the axis. */
  readonly onPick: (atMs: number, row: number | null) => void
}

/** Further than this a press is a drag, pixels. */
const clickPixels = 4

interface Drag {
  readonly startX: number
  readonly view: Span
  readonly isScrub: boolean
  hasMoved: boolean
}

/**
 * Mouse and fingers on the canvas: the wheel zooms where it points, dragging moves the view, dragging along the axis
 * previews; two fingers pinch. The pointer is captured, so a drag goes on beyond the edge (complaint 17).
 */
export function useHands(canvas: RefObject<HTMLCanvasElement | null>, options: HandsOptions): void {
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const stopping = new AbortController()
    const hands = new Hands(element, () => latest.current)
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      handle: (event: HTMLElementEventMap[K]) => void,
    ) => element.addEventListener(type, handle, { signal: stopping.signal, passive: false })
    on('wheel', event => hands.turn(event))
    on('pointerdown', event => hands.press(event))
    on('pointermove', event => hands.move(event))
    on('pointerup', event => hands.release(event))
    on('pointercancel', event => hands.cancel(event))
    on('pointerleave', () => hands.leave())
    return () => stopping.abort()
  }, [canvas])
}

class Hands {
  readonly #element: HTMLCanvasElement
  readonly #options: () => HandsOptions
  readonly #fingers = new Map<number, number>()
  #drag: Drag | null = null

  constructor(element: HTMLCanvasElement, options: () => HandsOptions) {
    this.#element = element
    this.#options = options
  }

  turn(event: WheelEvent): void {
    event.preventDefault()
    const { whole, view, onView } = this.#options()
    const perPixelMs = (view.toMs - view.fromMs) / this.#width
    // Shift, or a pad's sideways stroke, moves; everything else zooms. A pad's pinch comes as wheel with Ctrl.
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY
      onView(panned(whole, view, by * perPixelMs))
      return
    }
    const strength = event.ctrlKey ? 0.01 : event.deltaMode === 0 ? 0.003 : 0.1
    const factor = Math.exp(Math.max(-0.7, Math.min(0.7, event.deltaY * strength)))
    onView(zoomed(whole, view, this.#timeAt(event.offsetX), factor))
  }

  press(event: PointerEvent): void {
    if (event.button !== 0) return
    this.#element.setPointerCapture(event.pointerId)
    this.#fingers.set(event.pointerId, event.offsetX)
    const { view } = this.#options()
    this.#drag = {
      startX: event.offsetX,
      view,
      isScrub: event.offsetY < axisPixels,
      hasMoved: false,
    }
    if (this.#drag.isScrub) this.#hover(event)
  }

  move(event: PointerEvent): void {
    const drag = this.#drag
    if (this.#fingers.size === 2 && this.#fingers.has(event.pointerId)) {
      this.#pinch(event)
      return
    }
    if (drag === null) {
      this.#hover(event)
      return
    }
    if (Math.abs(event.offsetX - drag.startX) > clickPixels) drag.hasMoved = true
    if (drag.isScrub) {
      this.#moveAlongEdge(event.offsetX)
      this.#hover(event)
      return
    }
    if (!drag.hasMoved) return
    const { whole, onView, onHover } = this.#options()
    onHover(null)
    const perPixelMs = (drag.view.toMs - drag.view.fromMs) / this.#width
    onView(panned(whole, drag.view, (drag.startX - event.offsetX) * perPixelMs))
  }

  release(event: PointerEvent): void {
    const drag = this.#drag
    this.cancel(event)
    if (drag === null || (drag.hasMoved && !drag.isScrub)) return
    this.#options().onPick(this.#timeAt(event.offsetX), drag.isScrub ? null : this.#rowAt(event.offsetY))
  }

  cancel(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId)
    this.#drag = null
  }

  leave(): void {
    if (this.#drag === null) this.#options().onHover(null)
  }

  #pinch(event: PointerEvent): void {
    const before = [...this.#fingers.values()]
    this.#fingers.set(event.pointerId, event.offsetX)
    const after = [...this.#fingers.values()]
    const apart = ([a = 0, b = 0]: number[]) => Math.max(20, Math.abs(a - b))
    const middle = ((after[0] ?? 0) + (after[1] ?? 0)) / 2
    const { whole, view, onView } = this.#options()
    onView(zoomed(whole, view, this.#timeAt(middle), apart(before) / apart(after)))
    if (this.#drag !== null) this.#drag.hasMoved = true
  }

  /** Scrubbing beyond an edge takes the view along. */
  #moveAlongEdge(x: number): void {
    const beyond = x < 0 ? x : x > this.#width ? x - this.#width : 0
    if (beyond === 0) return
    const { whole, view, onView } = this.#options()
    onView(panned(whole, view, (beyond / this.#width) * (view.toMs - view.fromMs) * 0.2))
  }

  #hover(event: PointerEvent): void {
    this.#options().onHover({
      atMs: this.#timeAt(event.offsetX),
      row: this.#rowAt(event.offsetY),
      clientX: event.clientX,
      clientTop: this.#element.getBoundingClientRect().top,
    })
  }

  get #width(): number {
    return Math.max(1, this.#element.clientWidth)
  }

  #timeAt(x: number): number {
    const { view } = this.#options()
    const share = Math.min(1, Math.max(0, x / this.#width))
    return view.fromMs + share * (view.toMs - view.fromMs)
  }

  #rowAt(y: number): number | null {
    const { rows, rowPixels } = this.#options()
    const row = Math.floor((y - axisPixels) / rowPixels)
    return row >= 0 && row < rows ? row : null
  }
}
