import { useMemo, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import type { MapMark } from '../../ui/map/mark.ts'
import { PlanMap } from '../../ui/map/plan-map.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { planGrounds, usePlan } from '../map/index.ts'
import type { MeaningDraft } from './draft.ts'
import { Field, TextInput } from './fields.tsx'

interface PositionFieldProps {
  draft: MeaningDraft
  /** The camera itself when it is on the map already. */
  ownId: string | null
  onChange: (draft: MeaningDraft) => void
}

/** Where the camera stands and looks: a click on the plan, and three numbers. */
export function PositionField({ draft, ownId, onChange }: PositionFieldProps): JSX.Element {
  const t = useText()
  const plans = useKnown(state => state.site?.plans ?? null)
  const number = (text: string, least: number, most: number): number =>
    Math.min(most, Math.max(least, Number.isFinite(Number(text)) ? Math.round(Number(text)) : least))
  return (
    <div className="setup-position">
      <div className="setup-row">
        <Field label={t('setup.position.plan')}>
          <select
            className="setup-input"
            value={draft.planId}
            data-testid="setup-plan"
            onChange={event => onChange({ ...draft, planId: event.target.value, at: null })}
          >
            {plans?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('setup.position.direction')}>
          <TextInput
            testId="setup-direction"
            type="number"
            value={String(draft.directionDegrees)}
            onChange={text => onChange({ ...draft, directionDegrees: number(text, 0, 360) })}
          />
        </Field>
        <Field label={t('setup.position.fov')}>
          <TextInput
            testId="setup-fov"
            type="number"
            value={String(draft.fieldOfViewDegrees)}
            onChange={text => onChange({ ...draft, fieldOfViewDegrees: number(text, 1, 360) })}
          />
        </Field>
        <Field label={t('setup.position.range')}>
          <TextInput
            testId="setup-range"
            type="number"
            value={String(draft.rangeUnits)}
            onChange={text => onChange({ ...draft, rangeUnits: number(text, 1, 2_000) })}
          />
        </Field>
      </div>
      <p className="setup-hint">{t('setup.position.hint')}</p>
      <div className="setup-map" data-testid="setup-map">
        <Plan draft={draft} ownId={ownId} onChange={onChange} />
      </div>
    </div>
  )
}

/** The mark of the camera that is being placed; no id of a camera looks like this. */
const ownMark = '·'

function Plan({ draft, ownId, onChange }: PositionFieldProps): JSX.Element {
  const t = useText()
  const load = usePlan(draft.planId)
  const cameras = useKnown(state => state.site?.cameras ?? null)
  const { planId, at, directionDegrees, fieldOfViewDegrees, rangeUnits, name } = draft
  const marks = useMemo<MapMark[]>(() => {
    const others = (cameras ?? []).filter(camera => camera.plan === planId && camera.id !== ownId)
    const base = { shape: 'camera', line: null, word: '', blinking: false } as const
    return [
      ...others.map(camera => ({
        ...base,
        id: camera.id,
        at: camera.at,
        wedge: null,
        tone: 'off' as const,
        name: camera.name,
      })),
      ...(at === null
        ? []
        : [
            {
              ...base,
              id: ownMark,
              at,
              wedge: { directionDegrees, fieldOfViewDegrees, rangeUnits },
              tone: 'info' as const,
              name,
            },
          ]),
    ]
  }, [cameras, planId, ownId, at, directionDegrees, fieldOfViewDegrees, rangeUnits, name])
  if (load.kind === 'loading') return <Loading />
  if (load.kind === 'failed') return <Failed message={t.refusal(load.error)} retry={load.retry} />
  return (
    <PlanMap
      plan={load.plan}
      marks={marks}
      selectedId={ownMark}
      label={t('setup.position')}
      ground={planGrounds}
      onPick={point => onChange({ ...draft, at: point })}
    />
  )
}
