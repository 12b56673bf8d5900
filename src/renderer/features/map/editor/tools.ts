import type { MapDraft } from '../../../../shared/domain/map-draft.ts'
import type { PlanShape } from '../../../../shared/site.ts'
import type { SiteView } from '../../../../shared/site-view.ts'
import type { PlanFeature } from '../../../../shared/site/map.ts'
import type { PlanPoint } from '../../../ui/map/geometry.ts'
import { keyOf, withGeometry, withPlan, type Geometry, type ItemRef } from './items.ts'

/** What is to be drawn next. */
export type Tool =
  | { readonly kind: 'device'; readonly ref: ItemRef; readonly form: Geometry['type'] }
  | { readonly kind: 'feature'; readonly feature: PlanFeature['kind'] }
  | { readonly kind: 'shape'; readonly shape: PlanShape['kind'] }
  | { readonly kind: 'measure' }

/** Which form a tool draws. */
export function formOf(tool: Tool): Geometry['type'] {
  switch (tool.kind) {
    case 'device':
      return tool.form
    case 'feature':
      return tool.feature === 'evacuation-route' ? 'line' : 'point'
    case 'shape':
      return tool.shape === 'building' || tool.shape === 'green'
        ? 'area'
        : tool.shape === 'field'
          ? 'point'
          : 'line'
    case 'measure':
      return 'line'
  }
}

/** The draft with what was drawn, and the key of it; `label` names what needs a name. */
export function drawn(
  draft: MapDraft,
  site: SiteView,
  tool: Exclude<Tool, { kind: 'measure' }>,
  geometry: Geometry,
  label: string,
): { draft: MapDraft; key: string } {
  switch (tool.kind) {
    case 'device':
      return { draft: withGeometry(draft, site, tool.ref, geometry), key: keyOf(tool.ref) }
    case 'feature': {
      const id = freeId(tool.feature, new Set(draft.plan.features.map(feature => feature.id)))
      const feature = newFeature(tool.feature, id, label, geometry)
      return {
        draft: feature === null ? draft : withPlan(draft, { features: [...draft.plan.features, feature] }),
        key: keyOf({ kind: 'feature', id }),
      }
    }
    case 'shape': {
      const shape = newShape(tool.shape, label, geometry)
      return {
        draft: shape === null ? draft : withPlan(draft, { shapes: [...draft.plan.shapes, shape] }),
        key: keyOf({ kind: 'shape', index: draft.plan.shapes.length }),
      }
    }
  }
}

function freeId(base: string, taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(`${base}-${number}`)) number++
  return `${base}-${number}`
}

const copied = (points: readonly PlanPoint[]): [number, number][] => points.map(([x, y]) => [x, y])

function newFeature(
  kind: PlanFeature['kind'],
  id: string,
  label: string,
  geometry: Geometry,
): PlanFeature | null {
  if (kind === 'evacuation-route')
    return geometry.type === 'line' ? { kind, id, label, points: copied(geometry.points) } : null
  return geometry.type === 'point' ? { kind, id, label, at: [geometry.at[0], geometry.at[1]] } : null
}

function newShape(kind: PlanShape['kind'], label: string, geometry: Geometry): PlanShape | null {
  if (kind === 'field')
    return geometry.type === 'point'
      ? { kind, label, centre: [geometry.at[0], geometry.at[1]], radius: [60, 40] }
      : null
  if (geometry.type === 'point') return null
  const points = copied(geometry.points)
  switch (kind) {
    case 'building':
      return { kind, label, points }
    case 'green':
    case 'wall':
      return { kind, points }
    case 'road':
      return { kind, points, width: 16 }
    case 'gate': {
      const [first, last] = [points[0], points.at(-1)]
      return first === undefined || last === undefined ? null : { kind, label, points: [first, last] }
    }
  }
}

/** A form in the middle of the plan: the way to draw without a mouse; its points are then typed. */
export function formInMiddle(form: Geometry['type'], plan: { width: number; height: number }): Geometry {
  const [x, y] = [Math.round(plan.width / 2), Math.round(plan.height / 2)]
  const step = Math.max(1, Math.round(Math.min(plan.width, plan.height) / 20))
  switch (form) {
    case 'point':
      return { type: 'point', at: [x, y] }
    case 'line':
      return {
        type: 'line',
        points: [
          [x - step, y],
          [x + step, y],
        ],
      }
    case 'area':
      return {
        type: 'area',
        points: [
          [x - step, y - step],
          [x + step, y - step],
          [x + step, y + step],
          [x - step, y + step],
        ],
      }
  }
}

/** How long a line is, plan units. */
export function lengthUnits(points: readonly PlanPoint[]): number {
  return points.slice(1).reduce((sum, [x, y], index) => {
    const [fromX, fromY] = points[index] ?? [x, y]
    return sum + Math.hypot(x - fromX, y - fromY)
  }, 0)
}
