import { useMemo, type JSX } from 'react'
import { useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import type { MapMark, MarkShape } from '../../../ui/map/mark.ts'
import { PlanMap } from '../../../ui/map/plan-map.tsx'
import { Failed, Loading } from '../../../ui/page-states.tsx'
import { planGrounds, usePlan } from '../../map/index.ts'
import { Field } from '../fields.tsx'

export interface PlanPoint {
  readonly plan: string
  readonly at: readonly [number, number] | null
}

/** A point on one of the plans: chosen with a click. */
export function PlanPick(props: {
  value: PlanPoint
  name: string
  shape: MarkShape
  hint: string
  onChange: (value: PlanPoint) => void
}): JSX.Element {
  const t = useText()
  const plans = useKnown(state => state.site?.plans ?? null)
  const { value, hint, onChange } = props
  return (
    <div className="setup-position">
      {(plans?.length ?? 0) > 1 && (
        <Field label={t('setup.position.plan')}>
          <select
            className="setup-input"
            value={value.plan}
            data-testid="zone-plan"
            onChange={event => onChange({ plan: event.target.value, at: null })}
          >
            {plans?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <p className="setup-hint">{hint}</p>
      <div className="setup-map panel-map" data-testid="zone-map">
        <Plan {...props} />
      </div>
    </div>
  )
}

/** The mark of what is being placed; no id looks like this. */
const ownMark = '·'

function Plan(props: Parameters<typeof PlanPick>[0]): JSX.Element {
  const t = useText()
  const { value, name, shape, onChange } = props
  const { plan, at } = value
  const load = usePlan(plan)
  const marks = useMemo<MapMark[]>(
    () =>
      at === null
        ? []
        : [
            {
              id: ownMark,
              shape,
              at,
              line: null,
              wedge: null,
              tone: 'info',
              name,
              word: '',
              blinking: false,
            },
          ],
    [at, name, shape],
  )
  if (load.kind === 'loading') return <Loading />
  if (load.kind === 'failed') return <Failed message={t.refusal(load.error)} retry={load.retry} />
  return (
    <PlanMap
      plan={load.plan}
      marks={marks}
      selectedId={ownMark}
      label={t('panels.zone.position')}
      ground={planGrounds}
      onPick={point => onChange({ plan, at: point })}
    />
  )
}
