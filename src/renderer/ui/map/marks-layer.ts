import * as L from 'leaflet'
import type { Plan } from '../../../shared/site.ts'
import { isCalling } from './cluster.ts'
import { createCrowd, type Crowd } from './crowd.ts'
import { drawMark, type DrawnMark, type LabelSide } from './draw-mark.ts'
import type { MapMark } from './mark.ts'

/** So many square pixels a mark, and names fit beside the signs. */
const roomForNamesPixels = 40_000
/** So many devices are elements of the page, reached with Tab; of more than that the quiet ones go onto one canvas. */
const mostElements = 80
/** More alarms than this at once flash on the canvas as well. */
const mostCallingElements = 60

/** The devices on a map. What calls for the guard is an element of the page; a crowd of quiet ones is a picture. */
export interface MarksLayer extends Disposable {
  set(marks: readonly MapMark[]): void
  select(id: string | null): void
  /** Another plan: nothing drawn is of use. */
  clear(plan: Plan): void
}

/** @param onSelect told which device was pressed; null for a picture */
export function createMarksLayer(
  map: L.Map,
  renderer: L.Renderer,
  onSelect: ((id: string) => void) | null,
): MarksLayer {
  const container = map.getContainer()
  const group = L.layerGroup().addTo(map)
  const drawn = new Map<string, DrawnMark>()
  const crowd: Crowd = createCrowd(map, () => container.classList.contains('map-names'))
  let plan: Plan | null = null
  let marks: readonly MapMark[] = []
  let selectedId: string | null = null

  const markRoom = () => {
    const scale = map.getZoomScale(map.getZoom(), 0)
    const area = (plan?.width ?? 1) * (plan?.height ?? 1) * scale * scale
    const before = container.classList.contains('map-names')
    const hasRoom = area / Math.max(1, marks.length) > roomForNamesPixels
    container.classList.toggle('map-names', hasRoom)
    if (hasRoom !== before) crowd.redraw()
  }
  const draw = () => {
    if (plan === null) return
    const { elements, crowded } = split(marks, selectedId)
    const present = new Set(elements.map(mark => mark.id))
    for (const [id, old] of drawn)
      if (!present.has(id)) {
        old.remove()
        drawn.delete(id)
      }
    for (const mark of elements) {
      const old = drawn.get(mark.id)
      if (old?.update(mark) !== true) {
        old?.remove()
        drawn.set(mark.id, drawMark(mark, sideOf(mark, plan), group, renderer, onSelect))
      }
      drawn.get(mark.id)?.select(mark.id === selectedId)
    }
    container.dataset['crowd'] = String(crowded.length)
    crowd.set(crowded, selectedId)
    markRoom()
  }
  const press = ({ latlng }: L.LeafletMouseEvent) => {
    const hit = crowd.hit(latlng)
    if (hit?.kind === 'mark') onSelect?.(hit.mark.id)
    else if (hit?.kind === 'cluster') map.setView(latlng, map.getZoom() + 1.5, { animate: false })
  }
  const point = ({ latlng }: L.LeafletMouseEvent) => {
    const hit = crowd.hit(latlng)
    container.classList.toggle('map-on-crowd', hit !== null)
    container.title =
      hit === null
        ? ''
        : hit.kind === 'mark'
          ? `${hit.mark.name} ${hit.mark.word}`
          : String(hit.cluster.markIds.length)
  }
  map.on('zoomend', markRoom)
  if (onSelect !== null) {
    map.on('click', press)
    map.on('mousemove', point)
  }
  return {
    set(next) {
      marks = next
      draw()
    },
    select(id) {
      if (id === selectedId) return
      selectedId = id
      draw()
    },
    clear(next) {
      plan = next
      for (const old of drawn.values()) old.remove()
      drawn.clear()
      draw()
    },
    [Symbol.dispose]() {
      map.off('zoomend', markRoom)
      map.off('click', press)
      map.off('mousemove', point)
      crowd[Symbol.dispose]()
      group.remove()
    },
  }
}

/** What is an element of the page and what is painted. */
function split(
  marks: readonly MapMark[],
  selectedId: string | null,
): { elements: readonly MapMark[]; crowded: readonly MapMark[] } {
  if (marks.length <= mostElements) return { elements: marks, crowded: [] }
  const calling = marks.filter(mark => isCalling(mark) || mark.id === selectedId)
  const elements = calling.length <= mostCallingElements ? calling : calling.slice(0, mostCallingElements)
  const ids = new Set(elements.map(mark => mark.id))
  return { elements, crowded: marks.filter(mark => !ids.has(mark.id)) }
}

/** Names near the edge of a plan stand on the inner side of their sign. */
function sideOf(mark: MapMark, plan: Plan): LabelSide {
  const share = mark.at[0] / plan.width
  return share > 0.78 ? 'left' : share < 0.22 ? 'right' : 'below'
}
