import type { CameraPlacement, MapDraft, ZonePlacement } from '../../../../shared/domain/map-draft.ts'
import type { PlanShape } from '../../../../shared/site.ts'
import type { CameraView, SiteView, ZoneView } from '../../../../shared/site-view.ts'
import type { PlanFeature } from '../../../../shared/site/map.ts'
import type { PlanPoint } from '../../../ui/map/geometry.ts'

/** The form of a thing on the plan, as it is drawn and dragged. */
export type Geometry =
  | { readonly type: 'point'; readonly at: PlanPoint }
  | { readonly type: 'line'; readonly points: readonly PlanPoint[] }
  | { readonly type: 'area'; readonly points: readonly PlanPoint[] }

/** What one can take hold of in the editor; a zone may have a point, a course and an area. */
export type ItemRef =
  | { readonly kind: 'camera' | 'panel'; readonly id: string }
  | { readonly kind: 'zone'; readonly id: string; readonly part: 'at' | 'line' | 'area' }
  | { readonly kind: 'feature'; readonly id: string }
  | { readonly kind: 'shape'; readonly index: number }

export interface Item {
  readonly key: string
  readonly ref: ItemRef
  readonly name: string
  readonly geometry: Geometry
  readonly camera?: CameraPlacement
  readonly feature?: PlanFeature['kind']
}

export function keyOf(ref: ItemRef): string {
  if (ref.kind === 'shape') return `shape:${ref.index}`
  return ref.kind === 'zone' ? `zone:${ref.id}:${ref.part}` : `${ref.kind}:${ref.id}`
}

type Point = [number, number]
const copied = (points: readonly PlanPoint[]): Point[] => points.map(([x, y]) => [x, y])
const pointOf = (at: PlanPoint): Point => [at[0], at[1]]

/** Where a camera is by the draft; null when it is not on this plan. */
export function cameraPlacement(draft: MapDraft, camera: CameraView): CameraPlacement | null {
  const own = draft.cameras[camera.id]
  if (own !== undefined) return own
  const { plan, at, directionDegrees, fieldOfViewDegrees, rangeUnits } = camera
  return plan === draft.plan.id ? { at, directionDegrees, fieldOfViewDegrees, rangeUnits } : null
}

/** Where a zone is by the draft; null when it is not on this plan. */
export function zonePlacement(draft: MapDraft, zone: ZoneView): ZonePlacement | null {
  const own = draft.zones[zone.id]
  if (own !== undefined) return own
  if (zone.plan !== draft.plan.id) return null
  return {
    ...(zone.at === undefined ? {} : { at: zone.at }),
    ...(zone.line === undefined ? {} : { line: zone.line }),
    ...(zone.area === undefined ? {} : { area: zone.area }),
  }
}

/** Everything on the plan that can be moved: what is drawn first, devices last so that they lie on top. */
export function itemsOf(draft: MapDraft, site: SiteView): Item[] {
  const item = (ref: ItemRef, name: string, geometry: Geometry): Item => ({
    key: keyOf(ref),
    ref,
    name,
    geometry,
  })
  const shapes = draft.plan.shapes.map((shape, index) =>
    item({ kind: 'shape', index }, 'label' in shape ? shape.label : '', geometryOfShape(shape)),
  )
  const features = draft.plan.features.map(feature => ({
    ...item({ kind: 'feature', id: feature.id }, feature.label, geometryOfFeature(feature)),
    feature: feature.kind,
  }))
  const zones = site.zones.flatMap(zone => {
    const { at, line, area } = zonePlacement(draft, zone) ?? {}
    const part = (name: 'at' | 'line' | 'area', geometry: Geometry) =>
      item({ kind: 'zone', id: zone.id, part: name }, zone.name, geometry)
    return [
      ...(area === undefined ? [] : [part('area', { type: 'area', points: area })]),
      ...(line === undefined ? [] : [part('line', { type: 'line', points: line })]),
      ...(at === undefined ? [] : [part('at', { type: 'point', at })]),
    ]
  })
  const panels = site.panels.flatMap(({ id, name, position }) => {
    const at = draft.panels[id]?.at ?? (position?.plan === draft.plan.id ? position.at : null)
    return at === null ? [] : [item({ kind: 'panel', id }, name, { type: 'point', at })]
  })
  const cameras = site.cameras.flatMap(camera => {
    const placement = cameraPlacement(draft, camera)
    if (placement === null) return []
    const base = item({ kind: 'camera', id: camera.id }, camera.name, { type: 'point', at: placement.at })
    return [{ ...base, camera: placement }]
  })
  return [...shapes, ...features, ...zones, ...panels, ...cameras]
}

function geometryOfShape(shape: PlanShape): Geometry {
  switch (shape.kind) {
    case 'building':
    case 'green':
      return { type: 'area', points: shape.points }
    case 'wall':
    case 'gate':
    case 'road':
      return { type: 'line', points: shape.points }
    case 'field':
      return { type: 'point', at: shape.centre }
  }
}

function geometryOfFeature(feature: PlanFeature): Geometry {
  return feature.kind === 'evacuation-route'
    ? { type: 'line', points: feature.points }
    : { type: 'point', at: feature.at }
}

/** The draft with a thing in another place; unchanged where the form does not fit the thing. */
export function withGeometry(draft: MapDraft, site: SiteView, ref: ItemRef, geometry: Geometry): MapDraft {
  switch (ref.kind) {
    case 'camera': {
      const camera = site.cameras.find(({ id }) => id === ref.id)
      if (camera === undefined || geometry.type !== 'point') return draft
      const { directionDegrees, fieldOfViewDegrees, rangeUnits } = cameraPlacement(draft, camera) ?? camera
      const placement = { at: pointOf(geometry.at), directionDegrees, fieldOfViewDegrees, rangeUnits }
      return { ...draft, cameras: { ...draft.cameras, [ref.id]: placement } }
    }
    case 'panel':
      if (geometry.type !== 'point') return draft
      return { ...draft, panels: { ...draft.panels, [ref.id]: { at: pointOf(geometry.at) } } }
    case 'zone': {
      const zone = site.zones.find(({ id }) => id === ref.id)
      if (zone === undefined) return draft
      const part = zonePart(ref.part, geometry)
      if (part === null) return draft
      const placement = { ...zonePlacement(draft, zone), ...part }
      return { ...draft, zones: { ...draft.zones, [ref.id]: placement } }
    }
    case 'feature':
      return withPlan(draft, {
        features: draft.plan.features.map(feature =>
          feature.id === ref.id ? movedFeature(feature, geometry) : feature,
        ),
      })
    case 'shape':
      return withPlan(draft, {
        shapes: draft.plan.shapes.map((shape, index) =>
          index === ref.index ? movedShape(shape, geometry) : shape,
        ),
      })
  }
}

function zonePart(part: 'at' | 'line' | 'area', geometry: Geometry): ZonePlacement | null {
  if (part === 'at') return geometry.type === 'point' ? { at: pointOf(geometry.at) } : null
  if (part === 'line') return geometry.type === 'line' ? { line: copied(geometry.points) } : null
  return geometry.type === 'area' ? { area: copied(geometry.points) } : null
}

function movedFeature(feature: PlanFeature, geometry: Geometry): PlanFeature {
  if (feature.kind === 'evacuation-route')
    return geometry.type === 'line' ? { ...feature, points: copied(geometry.points) } : feature
  return geometry.type === 'point' ? { ...feature, at: pointOf(geometry.at) } : feature
}

function movedShape(shape: PlanShape, geometry: Geometry): PlanShape {
  switch (shape.kind) {
    case 'field':
      return geometry.type === 'point' ? { ...shape, centre: pointOf(geometry.at) } : shape
    case 'building':
    case 'green':
      return geometry.type === 'area' ? { ...shape, points: copied(geometry.points) } : shape
    case 'wall':
    case 'road':
      return geometry.type === 'line' ? { ...shape, points: copied(geometry.points) } : shape
    case 'gate': {
      if (geometry.type !== 'line') return shape
      const [first, last] = [geometry.points[0], geometry.points.at(-1)]
      return first === undefined || last === undefined
        ? shape
        : { ...shape, points: [pointOf(first), pointOf(last)] }
    }
  }
}

/** The draft with another plan around the same devices. */
export function withPlan(draft: MapDraft, part: Partial<MapDraft['plan']>): MapDraft {
  return { ...draft, plan: { ...draft.plan, ...part } }
}

/** The draft with a camera that looks elsewhere. */
export function withCamera(draft: MapDraft, id: string, placement: CameraPlacement): MapDraft {
  return { ...draft, cameras: { ...draft.cameras, [id]: placement } }
}

/** What can go: what is drawn, and a part of a zone that has another one. Devices themselves stay with the school. */
export function canRemove(draft: MapDraft, site: SiteView, ref: ItemRef): boolean {
  if (ref.kind === 'shape' || ref.kind === 'feature') return true
  if (ref.kind !== 'zone') return false
  const zone = site.zones.find(({ id }) => id === ref.id)
  const placement = zone === undefined ? null : zonePlacement(draft, zone)
  return placement !== null && Object.keys(placement).length > 1
}

/** The draft without a thing; unchanged where it cannot go. */
export function without(draft: MapDraft, site: SiteView, ref: ItemRef): MapDraft {
  if (!canRemove(draft, site, ref)) return draft
  switch (ref.kind) {
    case 'shape':
      return withPlan(draft, { shapes: draft.plan.shapes.filter((_, index) => index !== ref.index) })
    case 'feature':
      return withPlan(draft, { features: draft.plan.features.filter(({ id }) => id !== ref.id) })
    case 'zone': {
      const zone = site.zones.find(({ id }) => id === ref.id)
      if (zone === undefined) return draft
      const { [ref.part]: _, ...rest } = zonePlacement(draft, zone) ?? {}
      return { ...draft, zones: { ...draft.zones, [ref.id]: rest } }
    }
    case 'camera':
    case 'panel':
      return draft
  }
}
