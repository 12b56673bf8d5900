import { useMemo, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { PlanMap } from '../../ui/map/plan-map.tsx'
import { positionOf } from './devices.ts'
import { planGrounds } from './grounds.ts'
import { useDevices } from './use-devices.ts'
import { usePlan } from './use-plan.ts'

/** The part of a plan around a zone, else around a camera, for the alarm pop-up. Without either the whole first plan. */
export function MapExcerpt(props: { zoneId: string | null; cameraId: string | null }): JSX.Element {
  const { zoneId, cameraId } = props
  const t = useText()
  const site = useKnown(state => state.site)
  const zone = site?.zones.find(candidate => candidate.id === zoneId) ?? null
  const camera = site?.cameras.find(candidate => candidate.id === cameraId) ?? null
  const planId = zone?.plan ?? camera?.plan ?? site?.plans[0]?.id ?? null
  const load = usePlan(planId)
  const devices = useDevices()
  const marks = useMemo(
    () => devices.filter(device => device.planId === planId).map(device => device.mark),
    [devices, planId],
  )
  const wish = useMemo(() => {
    if (zone !== null) return { planId: zone.plan, at: positionOf(zone) }
    return camera === null ? null : { planId: camera.plan, at: camera.at }
  }, [zone, camera])
  if (load.kind === 'loading') return <Loading />
  if (load.kind === 'failed') return <Failed message={t.refusal(load.error)} retry={load.retry} />
  return (
    <PlanMap
      plan={load.plan}
      marks={marks}
      wish={wish}
      selectedId={zone?.id ?? camera?.id ?? null}
      label={t('map.title')}
      ground={planGrounds}
    />
  )
}
