import * as L from 'leaflet'
import { toLatLng, wedgeOutline } from './geometry.ts'
import { isSameLook, isSamePlace, type MapMark } from './mark.ts'
import { drawSign } from './sign.ts'

/** What is drawn of one mark. */
export interface DrawnMark {
  /** False when the mark has moved and must be drawn anew. */
  update(mark: MapMark): boolean
  select(isSelected: boolean): void
  remove(): void
}

/** On which side of its sign a name stands. */
export type LabelSide = 'left' | 'right' | 'below'

/** Draws a mark: its sign with a label, the course of a segment, the field of view of a camera. */
export function drawMark(
  first: MapMark,
  side: LabelSide,
  group: L.LayerGroup,
  renderer: L.Renderer,
  onSelect: ((id: string) => void) | null,
): DrawnMark {
  let mark = first
  let isSelected = false
  const press = () => onSelect?.(mark.id)
  const icon = document.createElement('div')
  const marker = L.marker(toLatLng(first.at), {
    icon: L.divIcon({ className: 'map-mark-anchor', html: icon, iconSize: [28, 28] }),
    interactive: onSelect !== null,
    keyboard: onSelect !== null,
    // What alarms lies on top of what is quiet.
    riseOnHover: true,
  }).addTo(group)
  if (onSelect !== null) marker.on('click', press)
  const line = first.line === null ? null : drawLine(first.line, renderer, onSelect === null ? null : press)
  line?.addTo(group)
  const wedge = first.wedge === null ? null : drawWedge(first, renderer)
  wedge?.addTo(group)
  const area = first.area === undefined ? null : drawArea(first.area, renderer)
  area?.addTo(group)

  const paint = () => {
    const classes = `map-tone-${mark.tone}${mark.blinking ? ' map-blinking' : ''}${isSelected ? ' map-selected' : ''}`
    icon.className = `map-mark ${classes}`
    icon.replaceChildren(drawSign(mark.shape, mark.tone), labelOf(mark, side))
    setClasses(line, `map-segment ${classes}`)
    setClasses(wedge, `map-wedge ${classes}`)
    setClasses(area, `map-area ${classes}`)
    marker.setZIndexOffset(mark.blinking ? 2000 : mark.tone === 'alarm' || mark.tone === 'panic' ? 1000 : 0)
    describe(marker, mark)
  }
  marker.getElement()?.addEventListener('keydown', event => {
    if (onSelect === null || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    event.stopPropagation()
    press()
  })
  paint()
  return {
    update(next) {
      if (!isSamePlace(mark, next)) return false
      const isSame = isSameLook(mark, next)
      mark = next
      if (!isSame) paint()
      return true
    },
    select(selected) {
      if (selected === isSelected) return
      isSelected = selected
      paint()
    },
    remove() {
      for (const layer of [marker, line, wedge, area]) if (layer !== null) group.removeLayer(layer)
    },
  }
}

/** The sign can be reached with Tab and pressed with Enter; a screen reader hears name and state. */
function describe(marker: L.Marker, mark: MapMark): void {
  const element = marker.getElement()
  if (element === undefined) return
  element.setAttribute('aria-label', `${mark.name} ${mark.word}`)
  element.dataset['testid'] = `map-mark-${mark.id}`
  element.dataset['tone'] = mark.tone
  element.dataset['blinking'] = String(mark.blinking)
}

function labelOf(mark: MapMark, side: LabelSide): HTMLElement {
  const label = document.createElement('span')
  const isQuiet = mark.tone === 'ok' || mark.tone === 'info' || mark.tone === 'off'
  label.className = `map-label map-label-${side}${isQuiet ? ' map-label-quiet' : ''}`
  label.textContent = isQuiet ? mark.name : `${mark.name} ${mark.word}`
  return label
}

function drawLine(
  line: NonNullable<MapMark['line']>,
  renderer: L.Renderer,
  press: (() => void) | null,
): L.Polyline {
  const layer = L.polyline(line.map(toLatLng), {
    renderer,
    interactive: press !== null,
    className: 'map-segment',
  })
  if (press !== null) layer.on('click', press)
  return layer
}

function drawWedge(mark: MapMark, renderer: L.Renderer): L.Polygon | null {
  if (mark.wedge === null) return null
  const outline = wedgeOutline(mark.at, mark.wedge).map(toLatLng)
  return L.polygon(outline, { renderer, interactive: false, className: 'map-wedge' })
}

function drawArea(area: NonNullable<MapMark['area']>, renderer: L.Renderer): L.Polygon {
  return L.polygon(area.map(toLatLng), { renderer, interactive: false, className: 'map-area' })
}

/** Leaflet sets classes only once; Leaflet's own (`leaflet-interactive`) must stay. */
function setClasses(layer: L.Path | null, classes: string): void {
  const element = layer?.getElement()
  if (element === undefined || layer === null) return
  const own = layer.options.interactive === true ? ' leaflet-interactive' : ''
  element.setAttribute('class', classes + own)
}
