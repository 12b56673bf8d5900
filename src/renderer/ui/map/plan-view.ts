import * as L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import type { Plan } from '../../../shared/site.ts'
import { drawMark, type DrawnMark, type LabelSide } from './draw-mark.ts'
import { drawPlan } from './draw-plan.ts'
import { fromLatLng, toLatLng, type PlanPoint } from './geometry.ts'
import type { MapMark } from './mark.ts'
import './map.css'

/** So many square pixels a mark, and names fit beside the signs. */
const roomForNamesPixels = 40_000
/** How far the map goes in at a place, in zoom levels above the whole plan. */
const closeZoomSteps = 1.25
/** A guard who has just moved the map by hand is still looking at what he moved it to, ms. */
const handsOnMs = 3_000

export interface PlanView extends Disposable {
  /** Shows another plan, all of it. */
  showPlan(plan: Plan): void
  /** Draws what changed since the last call, and nothing else. */
  setMarks(marks: readonly MapMark[]): void
  select(id: string | null): void
  /** Whether the guard is moving the map, or has just done so: it is never taken out of his hand. */
  isInHand(): boolean
  goTo(at: PlanPoint): void
  zoom(steps: 1 | -1): void
  /** The whole plan. */
  fit(): void
}

export interface PlanViewOptions {
  /** A picture without controls (the excerpt in the alarm pop-up) when false. */
  interactive: boolean
  onSelect: ((id: string) => void) | null
  /** Told the point of the plan that was clicked; nothing for a click beside it. */
  onPick?: ((at: PlanPoint) => void) | null
}

/** A plan with marks in an element: the only place that knows Leaflet. */
export function createPlanView(container: HTMLElement, options: PlanViewOptions): PlanView {
  const map = L.map(container, mapOptions(options.interactive))
  map.createPane('planLabels').classList.add('plan-labels')
  const renderer = L.svg({ padding: 1 })
  const marksGroup = L.layerGroup().addTo(map)
  const drawn = new Map<string, DrawnMark>()
  let plan: Plan | null = null
  let selectedId: string | null = null
  let planLayer: L.LayerGroup | null = null
  let target: PlanPoint | null = null
  let isMovedByHand = false
  let lastHandAtMs = Number.NEGATIVE_INFINITY
  let isDragging = false

  map.on('dragstart', () => {
    isDragging = true
    isMovedByHand = true
  })
  map.on('dragend', () => {
    isDragging = false
    lastHandAtMs = performance.now()
  })
  const markRoom = () => {
    const scale = map.getZoomScale(map.getZoom(), 0)
    const area = (plan?.width ?? 1) * (plan?.height ?? 1) * scale * scale
    container.classList.toggle('map-names', area / Math.max(1, drawn.size) > roomForNamesPixels)
  }
  map.on('zoomend', markRoom)
  if (options.onPick != null)
    map.on('click', ({ latlng }) => {
      const at = fromLatLng(latlng)
      // Beside the plan there is nowhere to stand.
      if (plan !== null && isWithin(at, plan)) options.onPick?.(at)
    })
  const place = (animate: boolean) => {
    if (plan === null) return
    const bounds = L.latLngBounds(toLatLng([0, 0]), toLatLng([plan.width, plan.height]))
    const fitZoom = map.getBoundsZoom(bounds, false, L.point(12, 12))
    if (target === null) map.setView(bounds.getCenter(), fitZoom, { animate })
    else map.setView(toLatLng(target), fitZoom + closeZoomSteps, { animate })
    markRoom()
  }
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false })
    if (!isMovedByHand) place(false)
  })
  observer.observe(container)

  return {
    showPlan(next) {
      if (plan === next) return
      planLayer?.remove()
      plan = next
      target = null
      isMovedByHand = false
      place(false)
      planLayer = drawPlan(next, renderer).addTo(map)
      // Marks were drawn on the old sheet: above the new one they must be again.
      for (const layer of marksGroup.getLayers()) if (layer instanceof L.Path) layer.bringToFront()
    },
    setMarks(marks) {
      if (plan === null) return
      const present = new Set(marks.map(mark => mark.id))
      for (const [id, old] of drawn)
        if (!present.has(id)) {
          old.remove()
          drawn.delete(id)
        }
      for (const mark of marks) {
        const old = drawn.get(mark.id)
        if (old?.update(mark) === true) continue
        old?.remove()
        const fresh = drawMark(mark, sideOf(mark, plan), marksGroup, renderer, options.onSelect)
        fresh.select(mark.id === selectedId)
        drawn.set(mark.id, fresh)
      }
      markRoom()
    },
    select(id) {
      selectedId = id
      for (const [key, mark] of drawn) mark.select(key === id)
    },
    isInHand: () => isDragging || performance.now() - lastHandAtMs < handsOnMs,
    goTo(at) {
      target = at
      isMovedByHand = false
      place(options.interactive)
    },
    zoom(steps) {
      isMovedByHand = true
      map.setZoom(map.getZoom() + steps * 0.5)
    },
    fit() {
      target = null
      isMovedByHand = false
      place(true)
    },
    [Symbol.dispose]() {
      observer.disconnect()
      map.remove()
    },
  }
}

const isWithin = ([x, y]: PlanPoint, { width, height }: Plan): boolean =>
  x >= 0 && y >= 0 && x <= width && y <= height

/** Names near the edge of a plan stand on the inner side of their sign. */
function sideOf(mark: MapMark, plan: Plan): LabelSide {
  const share = mark.at[0] / plan.width
  return share > 0.78 ? 'left' : share < 0.22 ? 'right' : 'below'
}

function mapOptions(interactive: boolean): L.MapOptions {
  return {
    crs: L.CRS.Simple,
    center: [0, 0],
    zoom: 0,
    minZoom: -4,
    maxZoom: 6,
    zoomSnap: 0.25,
    zoomControl: false,
    attributionControl: false,
    // Its own fade and zoom animations cost frames on a plain PC while nine pictures run.
    fadeAnimation: false,
    keyboard: interactive,
    dragging: interactive,
    scrollWheelZoom: interactive,
    doubleClickZoom: interactive,
    boxZoom: false,
    touchZoom: interactive,
  }
}
