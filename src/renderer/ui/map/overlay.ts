import * as L from 'leaflet'
import { middleOf, toLatLng, type PlanPoint } from './geometry.ts'
import { drawSign } from './sign.ts'

/** What lies on a plan and is no device: it has no state, and nothing is done with it. */
export type Overlay =
  | {
      readonly kind: 'route'
      readonly id: string
      readonly points: readonly PlanPoint[]
      readonly label: string
    }
  | {
      readonly kind: 'sign'
      readonly id: string
      readonly shape: 'patrol' | 'assembly' | 'post' | 'person'
      readonly at: PlanPoint
      readonly label: string
    }
  | {
      readonly kind: 'risk'
      readonly id: string
      readonly at: PlanPoint
      readonly count: number
      readonly label: string
    }

/** Draws one; names stand beside it as text, so that nothing hangs on its colour. */
export function drawOverlay(overlay: Overlay, renderer: L.Renderer): L.Layer[] {
  switch (overlay.kind) {
    case 'route':
      return [
        L.polyline(overlay.points.map(toLatLng), { renderer, interactive: false, className: 'map-route' }),
        ...arrowsOf(overlay.points),
        ...(overlay.label === '' ? [] : [text(middleOf(overlay.points), overlay.label, 'map-overlay-text')]),
      ]
    case 'sign': {
      const element = document.createElement('div')
      element.className = 'map-mark map-overlay-sign'
      element.append(drawSign(overlay.shape, 'ok'))
      if (overlay.label !== '') {
        const label = document.createElement('span')
        label.className = 'map-label map-label-below'
        label.textContent = overlay.label
        element.append(label)
      }
      element.dataset['testid'] = `map-overlay-${overlay.id}`
      return [marker(overlay.at, element, 'map-overlay', 28)]
    }
    case 'risk': {
      const element = document.createElement('div')
      // The area grows with the number, so that four look like twice two.
      const size = Math.min(110, 26 + 14 * Math.sqrt(overlay.count))
      element.className = 'map-risk'
      element.title = overlay.label
      element.textContent = String(overlay.count)
      element.dataset['testid'] = `map-risk-${overlay.id}`
      return [marker(overlay.at, element, 'map-risk-anchor', size)]
    }
  }
}

function marker(at: PlanPoint, html: HTMLElement, className: string, size: number): L.Marker {
  const icon = L.divIcon({ className, html, iconSize: [size, size] })
  return L.marker(toLatLng(at), { icon, interactive: false, keyboard: false, pane: 'planLabels' })
}

function text(at: PlanPoint, label: string, className: string): L.Marker {
  const element = document.createElement('span')
  element.textContent = label
  return L.marker(toLatLng(at), {
    icon: L.divIcon({ className, html: element, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    pane: 'planLabels',
  })
}

/** A way out has a direction: an arrow in the middle of each leg. */
function arrowsOf(points: readonly PlanPoint[]): L.Marker[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to
    const degrees = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI
    const element = document.createElement('span')
    element.textContent = '➤'
    element.style.transform = `translate(-50%, -50%) rotate(${degrees}deg)`
    return L.marker(toLatLng(middleOf([from, to])), {
      icon: L.divIcon({ className: 'map-route-arrow', html: element, iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
      pane: 'planLabels',
    })
  })
}
