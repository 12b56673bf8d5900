import * as L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import type { Plan } from '../../../shared/site.ts'
import { drawPlan } from './draw-plan.ts'
import type { ScreenPoint } from './edge.ts'
import { fromLatLng, toLatLng, type PlanPoint } from './geometry.ts'
import { drawGround, planeOf, type GroundSource } from './ground.ts'
import type { MapMark } from './mark.ts'
import { createMarksLayer } from './marks-layer.ts'
import { drawOverlay, type Overlay } from './overlay.ts'
import './map.css'

/** How far the map goes in at a place, in zoom levels above the whole plan. */
const closeZoomSteps = 1.25
/** A guard who has just moved the map by hand is still looking at what he moved it to, ms. */
const handsOnMs = 3_000

export interface PlanView extends Disposable {
  /** Shows another plan, all of it. */
  showPlan(plan: Plan): void
  /** Draws what changed since the last call, and nothing else. */
  setMarks(marks: readonly MapMark[]): void
  setOverlays(overlays: readonly Overlay[]): void
  select(id: string | null): void
  /** Whether the guard is moving the map, or has just done so: it is never taken out of his hand. */
  isInHand(): boolean
  goTo(at: PlanPoint): void
  zoom(steps: 1 | -1): void
  /** The whole plan. */
  fit(): void
  /** Where a point of the plan is on the screen now, and how large the map is. */
  onScreen(at: PlanPoint): ScreenPoint
  size(): { width: number; height: number }
}

export interface PlanViewOptions {
  /** A picture without controls (the excerpt in the alarm pop-up) when false. */
  interactive: boolean
  onSelect: ((id: string) => void) | null
  /** Told the point of the plan that was clicked; nothing for a click beside it. */
  onPick?: ((at: PlanPoint) => void) | null
  /** Told when another part of the plan is in sight. */
  onView?: () => void
  /** Pictures under plans. */
  ground: GroundSource
}

/** A map on an element, with the layers of a plan in their order from below. */
export function createPlanLeaflet(
  container: HTMLElement,
  interactive: boolean,
  more: L.MapOptions = {},
): L.Map {
  const map = L.map(container, { ...mapOptions(interactive), ...more })
  map.createPane('planGround').classList.add('plan-ground')
  map.createPane('planCrowd').classList.add('plan-crowd')
  map.createPane('planLabels').classList.add('plan-labels')
  return map
}

/** The zoom at which a plan is seen whole. */
export function fitZoomOf(map: L.Map, plan: Plan): number {
  const bounds = sheetOf(plan)
  // A wide campus of tiles needs more than a drawing.
  map.setMinZoom(-14)
  const zoom = map.getBoundsZoom(bounds, false, L.point(12, 12))
  map.setMinZoom(Math.min(-4, zoom - 1))
  return zoom
}

export const sheetOf = (plan: Plan): L.LatLngBounds =>
  L.latLngBounds(toLatLng([0, 0]), toLatLng([plan.width, plan.height]))

/** A plan with marks in an element. */
export function createPlanView(container: HTMLElement, options: PlanViewOptions): PlanView {
  const map = createPlanLeaflet(container, options.interactive)
  const renderer = L.svg({ padding: 1 })
  const marks = createMarksLayer(map, renderer, options.onSelect)
  const overlayGroup = L.layerGroup().addTo(map)
  let plan: Plan | null = null
  let overlays = ''
  let planLayers: L.Layer[] = []
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
  map.on('move zoomend resize', () => options.onView?.())
  if (options.onPick != null)
    map.on('click', ({ latlng }) => {
      const at = fromLatLng(latlng)
      // Beside the plan there is nowhere to stand.
      if (plan !== null && isWithin(at, plan)) options.onPick?.(at)
    })
  const place = (animate: boolean) => {
    if (plan === null) return
    const fitZoom = fitZoomOf(map, plan)
    if (target === null) map.setView(sheetOf(plan).getCenter(), fitZoom, { animate })
    else map.setView(toLatLng(target), fitZoom + closeZoomSteps, { animate })
  }
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false })
    if (!isMovedByHand) place(false)
  })
  observer.observe(container)

  return {
    showPlan(next) {
      if (plan === next) return
      for (const layer of planLayers) layer.remove()
      plan = next
      target = null
      isMovedByHand = false
      map.options.crs = planeOf(next)
      place(false)
      showThrough(map, next)
      const ground = drawGround(next, options.ground)
      planLayers = [...(ground === null ? [] : [ground]), drawPlan(next, renderer)]
      for (const layer of planLayers) layer.addTo(map)
      // Marks were drawn on the old sheet, in its plane.
      marks.clear(next)
      overlays = ''
      overlayGroup.clearLayers()
    },
    setMarks: next => marks.set(next),
    setOverlays(next) {
      const text = JSON.stringify(next)
      if (plan === null || text === overlays) return
      overlays = text
      overlayGroup.clearLayers()
      for (const overlay of next)
        for (const layer of drawOverlay(overlay, renderer)) layer.addTo(overlayGroup)
    },
    select: id => marks.select(id),
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
    onScreen: at => map.latLngToContainerPoint(toLatLng(at)),
    size: () => {
      const { x, y } = map.getSize()
      return { width: x, height: y }
    },
    [Symbol.dispose]() {
      observer.disconnect()
      marks[Symbol.dispose]()
      map.remove()
    },
  }
}

/** What lies under a plan must be seen through its sheet and its buildings. */
export function showThrough(map: L.Map, plan: Plan): void {
  map.getContainer().classList.toggle('plan-has-ground', plan.background !== undefined)
}

const isWithin = ([x, y]: PlanPoint, { width, height }: Plan): boolean =>
  x >= 0 && y >= 0 && x <= width && y <= height

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
