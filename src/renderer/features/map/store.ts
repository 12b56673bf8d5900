import { create } from 'zustand'
import type { PlanPoint } from '../../ui/map/geometry.ts'
import type { PlaceWish } from '../../ui/map/plan-map.tsx'
import { hiddenAtFirst, type MapLayer } from './layers.ts'

interface MapState {
  /** The plan in view; null = the first of the site. */
  readonly planId: string | null
  readonly selectedId: string | null
  readonly wish: PlaceWish | null
  readonly isList: boolean
  readonly isLegend: boolean
  readonly isLayers: boolean
  /** Layers that are put away. */
  readonly hidden: ReadonlySet<MapLayer>
  /** The incident the map went to by itself last, so that it goes there once. */
  readonly followedId: number | null
  /** The plan that was in view before the map went to an alarm. */
  readonly planBeforeId: string | null
}

export const useMapState = create<MapState>(() => ({
  planId: null,
  selectedId: null,
  wish: null,
  isList: false,
  isLegend: false,
  isLayers: false,
  hidden: hiddenAtFirst,
  followedId: null,
  planBeforeId: null,
}))

export function showPlan(planId: string): void {
  useMapState.setState({ planId, planBeforeId: planId, wish: null })
}

/** Opens the card of a device; null closes it. */
export function selectDevice(id: string | null): void {
  useMapState.setState({ selectedId: id })
}

/** Goes to a place on a plan. */
export function goToPlace(planId: string, at: PlanPoint): void {
  useMapState.setState({ planId, wish: { planId, at } })
}

export function showAsList(isList: boolean): void {
  useMapState.setState({ isList })
}

export function toggleLegend(): void {
  useMapState.setState(state => ({ isLegend: !state.isLegend }))
}

export function toggleLayers(): void {
  useMapState.setState(state => ({ isLayers: !state.isLayers }))
}

/** Shows a layer, or puts it away. */
export function toggleLayer(layer: MapLayer): void {
  useMapState.setState(({ hidden }) => {
    const next = new Set(hidden)
    if (!next.delete(layer)) next.add(layer)
    return { hidden: next }
  })
}

/** Nothing alarms any more: the map is the guard's again, with the plan that he had in view. */
export function stopFollowing(): void {
  useMapState.setState(({ planBeforeId }) => ({ followedId: null, wish: null, planId: planBeforeId }))
}

/** Remembers that the map has been told about this incident, whether it went there or was in the guard's hand. */
export function followed(incidentId: number): void {
  useMapState.setState(({ followedId, planId, planBeforeId }) => ({
    followedId: incidentId,
    planBeforeId: followedId === null ? planId : planBeforeId,
  }))
}
