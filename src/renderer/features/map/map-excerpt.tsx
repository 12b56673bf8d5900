import { useMemo, type JSX } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { PlanMap } from '../../ui/map/plan-map.tsx'
import { spotOf } from './devices.ts'
import { planGrounds } from './grounds.ts'
import { useDevices } from './use-devices.ts'
import { usePlan } from './use-plan.ts'

/** The part of a plan around the zone or contact of an incident, else around a camera, for the alarm pop-up. Without either the whole first plan. */
export function MapExcerpt(props: { incident: Incident; cameraId: string | null }): JSX.Element {
  const { incident, cameraId } = props
  const { zoneId, inputId } = incident
  const t = useText()
  const site = useKnown(state => state.site)
  const spot = useMemo(() => spotOf(site, { zoneId, inputId }), [site, zoneId, inputId])
  const camera = site?.cameras.find(candidate => candidate.id === cameraId) ?? null
  const planId = spot?.planId ?? camera?.plan ?? site?.plans[0]?.id ?? null
  const load = usePlan(planId)
  const devices = useDevices()
  const marks = useMemo(
    () => devices.filter(device => device.planId === planId).map(device => device.mark),
    [devices, planId],
  )
  const wish = useMemo(() => {
    if (spot !== null) return spot
    return camera === null ? null : { planId: camera.plan, at: camera.at }
  }, [spot, camera])
  if (load.kind === 'loading') return <Loading />
  if (load.kind === 'failed') return <Failed message={t.refusal(load.error)} retry={load.retry} />
  return (
    <PlanMap
      plan={load.plan}
      marks={marks}
      wish={wish}
      selectedId={spot?.deviceId ?? camera?.id ?? null}
      label={t('map.title')}
      ground={planGrounds}
    />
  )
}
