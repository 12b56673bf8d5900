import { useEffect, useRef, useState, type JSX } from 'react'
import type { TileSet } from '../../../../shared/contract/map.ts'
import type { Plan } from '../../../../shared/site.ts'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { EditField, NumberInput } from './edit-fields.tsx'
import { importPicture } from './import-picture.ts'
import { withPlan } from './items.ts'
import { sheetOnTiles } from './mercator.ts'
import { edit, type Editing } from './store.ts'

const change = (part: Partial<Plan>) => edit(draft => withPlan(draft, part))

/** The plan itself: its name, where it belongs, how large a unit is, and what lies under it. */
export function PlanFields({ editing }: { editing: Editing }): JSX.Element {
  const t = useText()
  const { plan } = editing.history.present
  const text = (key: 'name' | 'building' | 'floor', most: number) => (
    <EditField label={t(`map.edit.plan.${key}`)}>
      <input
        key={plan[key] ?? ''}
        className="map-editor-input"
        defaultValue={plan[key] ?? ''}
        maxLength={most}
        data-testid={`map-plan-${key}`}
        onBlur={event => {
          const value = event.target.value.trim()
          if (value !== (plan[key] ?? '') && (key !== 'name' || value !== '')) change({ [key]: value })
        }}
      />
    </EditField>
  )
  return (
    <section className="map-editor-fields" data-testid="map-plan-fields">
      {text('name', 40)}
      <div className="map-editor-row">
        {text('building', 40)}
        {text('floor', 10)}
      </div>
      <div className="map-editor-row">
        {(['width', 'height'] as const).map(side => (
          <EditField key={side} label={t(`map.edit.plan.${side}`)}>
            <NumberInput
              value={plan[side]}
              least={10}
              most={10_000_000}
              testId={`map-plan-${side}`}
              onChange={value => change({ [side]: value })}
            />
          </EditField>
        ))}
        <EditField label={t('map.edit.plan.scale')}>
          <NumberInput
            value={plan.metresPerUnit}
            least={0.0001}
            most={1_000}
            testId="map-plan-scale"
            onChange={metresPerUnit => change({ metresPerUnit })}
          />
        </EditField>
      </div>
      {editing.measuredUnits !== null && editing.measuredUnits > 0 && (
        <EditField label={t('map.edit.measured', { units: Math.round(editing.measuredUnits) })}>
          <NumberInput
            value={Math.round(editing.measuredUnits * plan.metresPerUnit * 100) / 100}
            least={0.01}
            most={100_000}
            testId="map-measured-metres"
            onChange={metres => change({ metresPerUnit: metres / (editing.measuredUnits ?? metres) })}
          />
        </EditField>
      )}
      <Background plan={plan} />
    </section>
  )
}

function Background({ plan }: { plan: Plan }): JSX.Element {
  const t = useText()
  const file = useRef<HTMLInputElement>(null)
  const [page, setPage] = useState(1)
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [sets, setSets] = useState<readonly TileSet[]>([])
  useEffect(() => {
    let isOver = false
    const read = async () => {
      try {
        const found = await call('map.tile-sets', {})
        if (!isOver) setSets(found)
      } catch (refused) {
        if (!isOver) setError(refused)
      }
    }
    void read()
    return () => {
      isOver = true
    }
  }, [])
  const take = async (chosen: File) => {
    setIsBusy(true)
    setError(null)
    try {
      const { hash, width, height } = await importPicture(chosen, page)
      const isEmpty = plan.shapes.length === 0 && plan.features.length === 0
      // A plan on which something is drawn keeps its sheet: the picture is laid over it.
      const sheet = isEmpty ? { width: 1000, height: Math.max(10, Math.round((1000 * height) / width)) } : {}
      change({ ...sheet, background: { kind: 'image', hash, opacity: 1 } })
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <fieldset className="map-editor-ground">
      <legend>{t('map.edit.ground')}</legend>
      <p data-testid="map-ground" data-kind={plan.background?.kind ?? 'none'}>
        {t(`map.edit.ground.${plan.background?.kind ?? 'none'}`)}
      </p>
      <input
        ref={file}
        type="file"
        hidden
        accept=".png,.jpg,.jpeg,.svg,.pdf"
        data-testid="map-ground-file"
        onChange={event => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen !== undefined) void take(chosen)
        }}
      />
      <div className="map-editor-row">
        <Button
          size="small"
          disabled={isBusy}
          testId="map-ground-choose"
          onClick={() => file.current?.click()}
        >
          {t(isBusy ? 'map.edit.ground.busy' : 'map.edit.ground.choose')}
        </Button>
        <EditField label={t('map.edit.ground.page')}>
          <NumberInput value={page} least={1} most={999} testId="map-ground-page" onChange={setPage} />
        </EditField>
        {plan.background !== undefined && (
          <Button
            size="small"
            onClick={() =>
              edit(draft => {
                const { background: _, ...rest } = draft.plan
                return { ...draft, plan: rest }
              })
            }
          >
            {t('map.edit.ground.remove')}
          </Button>
        )}
      </div>
      {sets.map(set => (
        <div key={set.file} className="map-editor-row">
          <Button
            size="small"
            disabled={set.problem !== null}
            testId={`map-tiles-${set.file}`}
            onClick={() => change(sheetOnTiles(set))}
          >
            {t('map.edit.tiles', { name: set.name })}
          </Button>
          <small>
            {set.problem === null
              ? t('map.edit.tiles.zoom', { from: set.minZoom, to: set.maxZoom })
              : t(`map.edit.tiles.${set.problem}`)}
          </small>
        </div>
      ))}
      <small>{t('map.edit.tiles.hint')}</small>
      {error !== null && (
        <p className="map-editor-warn" role="alert">
          {t.refusal(error)}
        </p>
      )}
    </fieldset>
  )
}
