import type { JSX } from 'react'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { alarmPlaces } from './devices.ts'
import { showPlan, useMapState } from './store.ts'

/** Which plan is in view. */
export function usePlanInView(): string | null {
  const site = useKnown(state => state.site)
  const chosen = useMapState(state => state.planId)
  const isThere = site?.plans.some(plan => plan.id === chosen) ?? false
  return isThere ? chosen : (site?.plans[0]?.id ?? null)
}

/** Plans and buildings; of a building with several floors its floors beside it. An alarm elsewhere shows its number. */
export function PlanTabs(): JSX.Element | null {
  const t = useText()
  const site = useKnown(state => state.site)
  const incidents = useKnown(state => state.incidents)
  const planId = usePlanInView()
  if (site === null || planId === null || site.plans.length < 2) return null
  const alarms = new Map<string, number>()
  for (const { spot, incident } of alarmPlaces(site, incidents))
    if (spot !== null && isUnacknowledged(incident))
      alarms.set(spot.planId, (alarms.get(spot.planId) ?? 0) + 1)
  const countOf = (plans: readonly { id: string }[]) =>
    plans.reduce((sum, { id }) => sum + (alarms.get(id) ?? 0), 0)
  const labelOf = (name: string, count: number) =>
    count === 0 ? name : t('map.plan-alarms', { plan: name, count })
  const groups = groupsOf(site.plans)
  const present = groups.find(({ plans }) => plans.some(({ id }) => id === planId))
  return (
    <>
      <Choice
        label={t('map.plans')}
        testId="map-plans"
        options={groups.map(({ name, plans }) => ({
          value: plans.find(({ id }) => id === planId)?.id ?? plans[0]?.id ?? '',
          label: labelOf(name, countOf(plans)),
        }))}
        value={planId}
        onChange={showPlan}
      />
      {present !== undefined && present.plans.length > 1 && (
        <Choice
          label={t('map.floors')}
          testId="map-floors"
          options={present.plans.map(plan => ({
            value: plan.id,
            label: labelOf(plan.floor === '' ? plan.name : plan.floor, countOf([plan])),
          }))}
          value={planId}
          onChange={showPlan}
        />
      )}
    </>
  )
}

interface PlanName {
  readonly id: string
  readonly name: string
  readonly building: string
  readonly floor: string
}

/** Floors of one building together, in the order of the site file; what is out of doors stands alone. */
function groupsOf(plans: readonly PlanName[]): { name: string; plans: PlanName[] }[] {
  const groups: { name: string; plans: PlanName[] }[] = []
  for (const plan of plans) {
    const same = plan.building === '' ? undefined : groups.find(({ name }) => name === plan.building)
    if (same === undefined)
      groups.push({ name: plan.building === '' ? plan.name : plan.building, plans: [plan] })
    else same.plans.push(plan)
  }
  // A building with a single floor is called as its plan is.
  return groups.map(group =>
    group.plans.length === 1 ? { ...group, name: group.plans[0]?.name ?? '' } : group,
  )
}
