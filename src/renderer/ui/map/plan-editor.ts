import * as L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import '@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css'
import type { Plan } from '../../../shared/site.ts'
import { drawPlan } from './draw-plan.ts'
import { fromLatLng, toLatLng, wedgeOutline, type PlanPoint, type Wedge } from './geometry.ts'
import { drawGround, planeOf, type GroundSource } from './ground.ts'
import { createPlanLeaflet, fitZoomOf, sheetOf, showThrough } from './plan-view.ts'
import { drawSign } from './sign.ts'
import type { MarkShape } from './mark.ts'
import './map.css'

/** The form of a thing in the editor. */
export type EditGeometry =
  | { readonly type: 'point'; readonly at: PlanPoint }
  | { readonly type: 'line'; readonly points: readonly PlanPoint[] }
  | { readonly type: 'area'; readonly points: readonly PlanPoint[] }

/** One thing that can be chosen, dragged and bent. */
export interface EditItem {
  readonly key: string
  readonly name: string
  readonly sign: MarkShape
  readonly geometry: EditGeometry
  readonly wedge: Wedge | null
  /** Drawn by the plan already: only its handles are shown. */
  readonly isGround: boolean
}

export interface PlanEditor extends Disposable {
  show(plan: Plan, items: readonly EditItem[], selectedKey: string | null): void
  /** Begins to draw a form; null ends it. */
  draw(form: EditGeometry['type'] | null): void
  fit(): void
}

export interface PlanEditorOptions {
  readonly ground: GroundSource
  readonly onChoose: (key: string | null) => void
  readonly onChange: (key: string, geometry: EditGeometry) => void
  readonly onDrawn: (geometry: EditGeometry) => void
}

/** Geoman adds itself to the Leaflet of the page, and only to maps made after that which ask for it. */
export async function loadPlanEditor(): Promise<typeof createPlanEditor> {
  await import('@geoman-io/leaflet-geoman-free')
  // A module's namespace does not grow: what Geoman added is found on the page alone.
  const page = globalThis as unknown as { readonly L: typeof L }
  page.L.PM.setOptIn(true)
  return createPlanEditor
}

const shapeOf = { point: 'Marker', line: 'Line', area: 'Polygon' } as const

function createPlanEditor(container: HTMLElement, options: PlanEditorOptions): PlanEditor {
  const map = createPlanLeaflet(container, true, { pmIgnore: false })
  const renderer = L.svg({ padding: 1 })
  const group = L.layerGroup().addTo(map)
  let plan: Plan | null = null
  let ground: L.Layer[] = []
  let isDrawing = false

  map.on('pm:create', ({ layer }) => {
    layer.remove()
    isDrawing = false
    const geometry = geometryOf(layer)
    // Geoman is still in its own handler: what is drawn anew must wait until it has ended.
    if (geometry !== null) queueMicrotask(() => options.onDrawn(geometry))
  })
  map.on('pm:drawend', () => {
    isDrawing = false
  })
  map.on('click', () => {
    if (!isDrawing) options.onChoose(null)
  })
  const observer = new ResizeObserver(() => map.invalidateSize({ animate: false }))
  observer.observe(container)
  const showGround = (next: Plan) => {
    const isSameSheet =
      plan !== null && plan.id === next.id && plan.width === next.width && plan.height === next.height
    const isSameGround = JSON.stringify(plan?.background) === JSON.stringify(next.background)
    const isSame = isSameSheet && isSameGround && JSON.stringify(plan?.shapes) === JSON.stringify(next.shapes)
    plan = next
    if (isSame) return
    if (!isSameSheet || !isSameGround) {
      map.options.crs = planeOf(next)
      map.setView(sheetOf(next).getCenter(), fitZoomOf(map, next), { animate: false })
    }
    for (const layer of ground) layer.remove()
    showThrough(map, next)
    const picture = drawGround(next, options.ground)
    ground = [...(picture === null ? [] : [picture]), drawPlan(next, renderer)]
    for (const layer of ground) layer.addTo(map)
  }
  return {
    show(next, items, selectedKey) {
      showGround(next)
      group.clearLayers()
      for (const item of items) {
        const isSelected = item.key === selectedKey
        const layer = layerOf(item, isSelected, renderer)
        layer.on('click', event => {
          if (isDrawing) return
          L.DomEvent.stopPropagation(event)
          options.onChoose(item.key)
        })
        // A course or an area has no sign of its own: its name comes up under the mouse.
        if (item.geometry.type !== 'point' && item.name !== '') layer.bindTooltip(item.name, { sticky: true })
        layer.addTo(group)
        if (item.wedge !== null && item.geometry.type === 'point')
          L.polygon(wedgeOutline(item.geometry.at, item.wedge).map(toLatLng), {
            renderer,
            interactive: false,
            className: 'map-wedge map-tone-info',
          }).addTo(group)
        if (isSelected) enable(layer, item.key, options.onChange)
      }
    },
    draw(form) {
      map.pm.disableDraw()
      isDrawing = form !== null
      if (form === null) return
      map.pm.enableDraw(shapeOf[form], {
        snappable: true,
        snapDistance: 14,
        continueDrawing: false,
        tooltips: false,
        allowSelfIntersection: form === 'line',
        ...(form === 'point' ? { markerStyle: { icon: signIcon('patrol', '') } } : {}),
      })
    },
    fit() {
      if (plan !== null) map.setView(sheetOf(plan).getCenter(), fitZoomOf(map, plan), { animate: false })
    },
    [Symbol.dispose]() {
      observer.disconnect()
      map.pm.disableDraw()
      map.remove()
    },
  }
}

/** What Geoman takes hold of. */
type Editable = ReturnType<typeof layerOf>

function signIcon(sign: MarkShape, name: string): L.DivIcon {
  const element = document.createElement('div')
  element.className = 'map-mark map-tone-info'
  element.append(drawSign(sign, 'info'))
  if (name !== '') {
    const label = document.createElement('span')
    label.className = 'map-label map-label-below'
    label.textContent = name
    element.append(label)
  }
  return L.divIcon({ className: 'map-mark-anchor', html: element, iconSize: [28, 28] })
}

function layerOf(item: EditItem, isSelected: boolean, renderer: L.Renderer) {
  const { geometry } = item
  const className = `edit-item${item.isGround ? ' edit-ground' : ''}${isSelected ? ' edit-selected' : ''}`
  switch (geometry.type) {
    case 'point': {
      const marker = L.marker(toLatLng(geometry.at), {
        icon: signIcon(item.sign, item.name),
        pmIgnore: false,
        keyboard: false,
        zIndexOffset: isSelected ? 2_000 : 0,
      })
      marker.on('add', () => {
        const element = marker.getElement()
        if (element === undefined) return
        element.dataset['testid'] = `edit-${item.key}`
        if (isSelected) element.querySelector('.map-mark')?.classList.add('map-selected')
      })
      return marker
    }
    case 'line':
      return L.polyline(geometry.points.map(toLatLng), { renderer, className, pmIgnore: false, weight: 8 })
    case 'area':
      return L.polygon(geometry.points.map(toLatLng), { renderer, className, pmIgnore: false })
  }
}

/** Lets a thing be dragged and bent; every end of a movement is one change. */
function enable(layer: Editable, key: string, onChange: (key: string, geometry: EditGeometry) => void): void {
  layer.pm.enable({
    snappable: true,
    snapDistance: 14,
    draggable: true,
    allowSelfIntersection: true,
    preventMarkerRemoval: layer instanceof L.Marker,
  })
  const tell = () => {
    const geometry = geometryOf(layer)
    if (geometry !== null) queueMicrotask(() => onChange(key, geometry))
  }
  layer.on('pm:dragend', tell)
  layer.on('pm:markerdragend', tell)
  layer.on('pm:vertexadded', tell)
  layer.on('pm:vertexremoved', tell)
}

function geometryOf(layer: L.Layer): EditGeometry | null {
  if (layer instanceof L.Marker) return { type: 'point', at: fromLatLng(layer.getLatLng()) }
  if (layer instanceof L.Polygon) {
    const [ring] = layer.getLatLngs() as L.LatLng[][]
    const points = (ring ?? []).map(fromLatLng)
    return points.length < 3 ? null : { type: 'area', points }
  }
  if (layer instanceof L.Polyline) {
    const points = (layer.getLatLngs() as L.LatLng[]).map(fromLatLng)
    return points.length < 2 ? null : { type: 'line', points }
  }
  return null
}
