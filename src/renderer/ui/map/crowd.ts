import * as L from 'leaflet'
import { clusterMarks, type Cluster } from './cluster.ts'
import { crowdPainter } from './crowd-paint.ts'
import { fromLatLngExact, toLatLng } from './geometry.ts'
import type { MapMark } from './mark.ts'

/** How much is drawn around what is in sight, as a share of it: so far the map is moved without drawing. */
const marginShare = 0.35
/** A sign is hit within so many pixels of its middle. */
const hitPixels = 18
/** As the signs of the page flash, ms. */
const flashMs = 500

/** What was hit: a device, or several that lie too close. */
export type CrowdHit =
  { readonly kind: 'mark'; readonly mark: MapMark } | { readonly kind: 'cluster'; readonly cluster: Cluster }

/** Many quiet devices on one canvas: no element each, and moving the map draws nothing. */
export interface Crowd extends Disposable {
  set(marks: readonly MapMark[], selectedId: string | null): void
  /** Draws anew; after the names were switched, or another plan came. */
  redraw(): void
  hit(at: L.LatLng): CrowdHit | null
}

/** @param withNames whether there is room for names */
export function createCrowd(map: L.Map, withNames: () => boolean): Crowd {
  const canvas = document.createElement('canvas')
  canvas.className = 'map-crowd'
  canvas.setAttribute('aria-hidden', 'true')
  const painter = crowdPainter(map.getContainer())
  // Leaflet lays an element of one's own over a stretch of the plane, and keeps it there while zooming.
  const overlay = L.svgOverlay(canvas as unknown as SVGElement, [toLatLng([0, 0]), toLatLng([1, 1])], {
    interactive: false,
    pane: 'planCrowd',
  })
  let marks: readonly MapMark[] = []
  let selectedId: string | null = null
  let shown: ReturnType<typeof clusterMarks> = { singles: [], clusters: [] }
  let drawnBounds: L.LatLngBounds | null = null
  let isDim = false

  const paint = () => {
    if (drawnBounds === null) return
    const topLeft = map.latLngToLayerPoint(drawnBounds.getNorthWest())
    painter.paint(canvas, shown, {
      place: at => map.latLngToLayerPoint(toLatLng(at)).subtract(topLeft),
      pixelsPerUnit: map.getZoomScale(map.getZoom(), 0),
      withNames: withNames(),
      selectedId,
      isDim,
    })
  }
  const redraw = () => {
    if (marks.length === 0) {
      overlay.remove()
      drawnBounds = null
      return
    }
    shown = clusterMarks(marks, map.getZoomScale(map.getZoom(), 0), selectedId)
    const bounds = map.getBounds().pad(marginShare)
    drawnBounds = bounds
    overlay.setBounds(bounds)
    if (!map.hasLayer(overlay)) overlay.addTo(map)
    const size = map.getSize().multiplyBy(1 + 2 * marginShare)
    painter.resize(canvas, size.x, size.y)
    paint()
  }
  const follow = () => {
    if (marks.length > 0 && drawnBounds?.contains(map.getBounds()) !== true) redraw()
  }
  map.on('zoomend moveend resize', redraw)
  map.on('move', follow)
  const flashing = setInterval(() => {
    if (!marks.some(mark => mark.blinking)) return
    isDim = !isDim
    paint()
  }, flashMs)

  return {
    set(next, selected) {
      marks = next
      selectedId = selected
      redraw()
    },
    redraw,
    hit(at) {
      const point = map.latLngToContainerPoint(at)
      const isNear = (place: MapMark['at']) =>
        map.latLngToContainerPoint(toLatLng(place)).distanceTo(point) <= hitPixels
      const mark = shown.singles.findLast(single => isNear(single.at))
      if (mark !== undefined) return { kind: 'mark', mark }
      const cluster = shown.clusters.find(candidate => isNear(candidate.at))
      if (cluster !== undefined) return { kind: 'cluster', cluster }
      const segment = nearestSegment(
        shown.singles,
        fromLatLngExact(at),
        hitPixels / 2 / map.getZoomScale(map.getZoom(), 0),
      )
      return segment === null ? null : { kind: 'mark', mark: segment }
    },
    [Symbol.dispose]() {
      clearInterval(flashing)
      map.off('zoomend moveend resize', redraw)
      map.off('move', follow)
      overlay.remove()
    },
  }
}

function nearestSegment(marks: readonly MapMark[], at: MapMark['at'], withinUnits: number): MapMark | null {
  const [x, y] = at
  const isNear = (from: MapMark['at'], to: MapMark['at']): boolean => {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy || 1)
    const share = Math.min(1, Math.max(0, along))
    return Math.hypot(x - from[0] - share * dx, y - from[1] - share * dy) <= withinUnits
  }
  return (
    marks.find(({ line }) => line?.some((to, index) => index > 0 && isNear(line[index - 1] ?? to, to))) ??
    null
  )
}
