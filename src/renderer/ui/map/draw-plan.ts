import * as L from 'leaflet'
import type { Plan, PlanShape } from '../../../shared/site.ts'
import { centreOf, ellipseOutline, toLatLng, type PlanPoint } from './geometry.ts'

/** Draws the shapes of a plan, once; colours come from map.css by class. */
export function drawPlan(plan: Plan, renderer: L.Renderer): L.LayerGroup {
  const group = L.layerGroup()
  L.polygon(outlineOfSheet(plan), { ...still, renderer, className: 'plan-sheet' }).addTo(group)
  // Ground first, what stands on it later.
  for (const shape of plan.shapes.toSorted((one, other) => depth(one) - depth(other)))
    for (const layer of drawShape(shape, renderer)) layer.addTo(group)
  return group
}

const still: L.PathOptions = { interactive: false }

function depth(shape: PlanShape): number {
  return ['green', 'road', 'field', 'building', 'wall', 'gate'].indexOf(shape.kind)
}

function outlineOfSheet(plan: Plan): [number, number][] {
  const corners: PlanPoint[] = [
    [0, 0],
    [plan.width, 0],
    [plan.width, plan.height],
    [0, plan.height],
  ]
  return corners.map(toLatLng)
}

function drawShape(shape: PlanShape, renderer: L.Renderer): L.Layer[] {
  const options = (className: string): L.PolylineOptions => ({ ...still, renderer, className })
  switch (shape.kind) {
    case 'building':
      return [
        L.polygon(shape.points.map(toLatLng), options('plan-building')),
        label(centreOf(shape.points), shape.label, 'plan-label'),
      ]
    case 'field':
      return [
        L.polygon(ellipseOutline(shape.centre, shape.radius).map(toLatLng), options('plan-field')),
        label(shape.centre, shape.label, 'plan-label plan-label-dim'),
      ]
    case 'wall':
      return [L.polyline(shape.points.map(toLatLng), options('plan-wall'))]
    case 'gate':
      return [
        L.polyline(shape.points.map(toLatLng), options('plan-gate')),
        label(centreOf(shape.points), shape.label, 'plan-label plan-label-gate'),
      ]
    case 'road':
      return [L.polygon(roadOutline(shape.points, shape.width).map(toLatLng), options('plan-road'))]
    case 'green':
      return [L.polygon(shape.points.map(toLatLng), options('plan-green'))]
  }
}

/** A road's width is in plan units, a stroke's in pixels: so a road is an area. */
function roadOutline(points: readonly PlanPoint[], width: number): PlanPoint[] {
  const left: PlanPoint[] = []
  const right: PlanPoint[] = []
  points.forEach((point, index) => {
    const before = points[Math.max(0, index - 1)] ?? point
    const after = points[Math.min(points.length - 1, index + 1)] ?? point
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1
    const across: PlanPoint = [
      (-(after[1] - before[1]) / length) * (width / 2),
      ((after[0] - before[0]) / length) * (width / 2),
    ]
    left.push([point[0] + across[0], point[1] + across[1]])
    right.unshift([point[0] - across[0], point[1] - across[1]])
  })
  return [...left, ...right]
}

function label(at: PlanPoint, text: string, className: string): L.Marker {
  const element = document.createElement('span')
  element.textContent = text
  return L.marker(toLatLng(at), {
    icon: L.divIcon({ className, html: element, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    pane: 'planLabels',
  })
}
