import { useEffect, useMemo, useRef, type JSX } from 'react'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { PlanMap } from '../../ui/map/plan-map.tsx'
import type { PlanView } from '../../ui/map/plan-view.ts'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { useLater } from '../../ui/use-later.ts'
import { AlarmPlaces } from './alarm-places.tsx'
import { DeviceCard } from './device-card.tsx'
import { DeviceList } from './device-list.tsx'
import { alarmPlaces, type Device } from './devices.ts'
import { planGrounds } from './grounds.ts'
import { closeHistory } from './history/store.ts'
import { usePastMarks } from './history/use-past-marks.ts'
import { LayerMenu } from './layer-menu.tsx'
import { shownDevices } from './layers.ts'
import { Legend } from './legend.tsx'
import { usePlanInView } from './plan-tabs.tsx'
import {
  followed,
  goToPlace,
  selectDevice,
  stopFollowing,
  toggleLayers,
  toggleLegend,
  useMapState,
} from './store.ts'
import { useDevices } from './use-devices.ts'
import { useOverlays } from './use-overlays.ts'
import { usePlan, type PlanLoad } from './use-plan.ts'
import './map.css'

/** The plan with everything on it: alarming places above, zoom and legend beside, the card of what was chosen. */
export function MapFrame({ isList }: { isList: boolean }): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const planId = usePlanInView()
  const load = usePlan(planId)
  const devices = useDevices()
  const { selectedId, wish, isLegend, isLayers, hidden } = useMapState()
  const past = usePastMarks()
  const overlays = useOverlays(load.kind === 'ready' ? load.plan : null)
  const view = useRef<PlanView | null>(null)
  const marks = useMemo(
    () =>
      shownDevices(devices, hidden)
        .filter(device => device.planId === planId)
        .map(({ mark }) => (past === null ? mark : past(mark))),
    [devices, planId, hidden, past],
  )
  useFollowing(view)
  const selected = devices.find(device => device.mark.id === selectedId) ?? null
  if (site !== null && site.plans.length === 0) return <Empty>{t('map.no-plan')}</Empty>
  return (
    <div className="map-frame" data-testid="map">
      <AlarmPlaces />
      <div className="map-body">
        {isList ? (
          <DeviceList devices={devices} />
        ) : load.kind === 'loading' ? (
          <Loading />
        ) : load.kind === 'failed' ? (
          <Failed message={t.refusal(load.error)} retry={load.retry} />
        ) : (
          <>
            <PlanMap
              plan={load.plan}
              marks={marks}
              overlays={overlays}
              ground={planGrounds}
              selectedId={selectedId}
              wish={wish}
              onSelect={selectDevice}
              label={t('map.of-plan', { plan: load.plan.name })}
              viewRef={view}
            />
            <MapControls view={view} />
            {isLegend && <Legend />}
            {isLayers && <LayerMenu />}
          </>
        )}
        {selected !== null && (
          <DeviceCard
            key={selected.mark.id}
            device={selected}
            isLeft={!isList && isOnRight(selected, load)}
          />
        )}
      </div>
    </div>
  )
}

function isOnRight({ mark, planId }: Device, load: PlanLoad): boolean {
  return load.kind === 'ready' && load.plan.id === planId && mark.at[0] > load.plan.width / 2
}

/**
 * The map goes to the place of a new most urgent alarm, unless the guard has it in his hand; when the last one is
 * closed it shows the whole plan again.
 */
function useFollowing(view: { current: PlanView | null }): void {
  const site = useKnown(state => state.site)
  const incidents = useLater(useKnown(state => state.incidents))
  useEffect(() => {
    const top = alarmPlaces(site, incidents)[0]
    if (top === undefined && incidents !== null && useMapState.getState().followedId !== null) {
      const { planId, planBeforeId } = useMapState.getState()
      stopFollowing()
      // Another plan is shown whole by itself.
      if (planId === planBeforeId && view.current?.isInHand() !== true) view.current?.fit()
    }
    if (top === undefined || !isUnacknowledged(top.incident)) return
    if (useMapState.getState().followedId === top.incident.id) return
    // The present comes before the past.
    closeHistory()
    followed(top.incident.id)
    if (top.spot === null || view.current?.isInHand() === true) return
    goToPlace(top.spot.planId, top.spot.at)
  }, [site, incidents, view])
}

function MapControls({ view }: { view: { current: PlanView | null } }): JSX.Element {
  const t = useText()
  const isLegend = useMapState(state => state.isLegend)
  const isLayers = useMapState(state => state.isLayers)
  return (
    <div className="map-controls" role="group" aria-label={t('map.controls')}>
      <button
        type="button"
        aria-label={t('map.zoom-in')}
        title={t('map.zoom-in')}
        onClick={() => view.current?.zoom(1)}
      >
        +
      </button>
      <button
        type="button"
        aria-label={t('map.zoom-out')}
        title={t('map.zoom-out')}
        onClick={() => view.current?.zoom(-1)}
      >
        −
      </button>
      <button type="button" onClick={() => view.current?.fit()}>
        {t('map.fit')}
      </button>
      <button type="button" aria-pressed={isLegend} data-testid="map-legend-toggle" onClick={toggleLegend}>
        {t('map.legend')}
      </button>
      <button type="button" aria-pressed={isLayers} data-testid="map-layers-toggle" onClick={toggleLayers}>
        {t('map.layers')}
      </button>
    </div>
  )
}
