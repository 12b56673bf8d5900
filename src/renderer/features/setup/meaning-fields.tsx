import type { JSX } from 'react'
import type { SetupOverview } from '../../../shared/contract/setup.ts'
import { PlaceType, ViewPurpose } from '../../../shared/site.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { isKeyArea, type MeaningDraft } from './draft.ts'
import { Field, TextInput } from './fields.tsx'
import { PositionField } from './position-field.tsx'

interface MeaningFieldsProps {
  draft: MeaningDraft
  overview: SetupOverview
  ownId: string | null
  hasSub: boolean
  onChange: (draft: MeaningDraft) => void
}

/** What a camera is: name, place, purpose, recording, position. */
export function MeaningFields(props: MeaningFieldsProps): JSX.Element {
  const t = useText()
  const { draft, ownId, onChange } = props
  return (
    <div className="setup-meaning">
      <div className="setup-meaning-words">
        <Field label={t('setup.name')}>
          <TextInput
            testId="setup-name"
            most={40}
            value={draft.name}
            onChange={name => onChange({ ...draft, name })}
          />
        </Field>
        <PlaceFields {...props} />
        <fieldset className="setup-purposes">
          <legend>{t('setup.purposes')}</legend>
          {ViewPurpose.options.map(purpose => (
            <label key={purpose}>
              <input
                type="checkbox"
                checked={draft.viewPurposes.includes(purpose)}
                data-testid={`setup-purpose-${purpose}`}
                onChange={event =>
                  onChange({
                    ...draft,
                    viewPurposes: event.target.checked
                      ? [...draft.viewPurposes, purpose]
                      : draft.viewPurposes.filter(other => other !== purpose),
                  })
                }
              />
              {t(`setup.purpose.${purpose}`)}
            </label>
          ))}
        </fieldset>
        <RecordFields {...props} />
      </div>
      <PositionField draft={draft} ownId={ownId} onChange={onChange} />
    </div>
  )
}

function PlaceFields({ draft, overview, onChange }: MeaningFieldsProps): JSX.Element {
  const t = useText()
  const { placeId, newPlace } = draft
  /** A key area keeps its recordings for 90 days from the start. */
  const placed = (next: MeaningDraft): MeaningDraft =>
    isKeyArea(next, overview) ? { ...next, retentionDays: Math.max(90, next.retentionDays) } : next
  return (
    <>
      <Field label={t('setup.place')}>
        <select
          className="setup-input"
          value={placeId}
          data-testid="setup-place"
          onChange={event => onChange(placed({ ...draft, placeId: event.target.value }))}
        >
          <option value="">{t('setup.place.choose')}</option>
          {overview.places.map(place => (
            <option key={place.id} value={place.id}>
              {place.name}
            </option>
          ))}
          <option value="new">{t('setup.place.new')}</option>
        </select>
      </Field>
      {placeId === 'new' && (
        <div className="setup-row setup-new-place">
          <Field label={t('setup.place.name')}>
            <TextInput
              testId="setup-place-name"
              most={40}
              value={newPlace.name}
              onChange={name => onChange({ ...draft, newPlace: { ...newPlace, name } })}
            />
          </Field>
          <Field label={t('setup.place.type')}>
            <select
              className="setup-input"
              value={newPlace.type}
              data-testid="setup-place-type"
              onChange={event =>
                onChange({ ...draft, newPlace: { ...newPlace, type: PlaceType.parse(event.target.value) } })
              }
            >
              {PlaceType.options.map(type => (
                <option key={type} value={type}>
                  {t(`place-type.${type}`)}
                </option>
              ))}
            </select>
          </Field>
          <label className="setup-check">
            <input
              type="checkbox"
              checked={newPlace.keyArea}
              onChange={event =>
                onChange(placed({ ...draft, newPlace: { ...newPlace, keyArea: event.target.checked } }))
              }
            />
            {t('setup.place.key-area')}
          </label>
        </div>
      )}
    </>
  )
}

function RecordFields({ draft, overview, hasSub, onChange }: MeaningFieldsProps): JSX.Element {
  const t = useText()
  const isShort = isKeyArea(draft, overview) && draft.retentionDays < 90
  const records = (['main', 'sub', 'off'] as const).filter(record => record !== 'sub' || hasSub)
  const days = [...new Set([30, 90, draft.retentionDays])].toSorted((a, b) => a - b)
  return (
    <>
      <div className="setup-field">
        <span>{t('setup.record')}</span>
        <Choice
          label={t('setup.record')}
          testId="setup-record"
          options={records.map(value => ({ value, label: t(`setup.record.${value}`) }))}
          value={draft.record}
          onChange={record => onChange({ ...draft, record })}
        />
      </div>
      <div className="setup-field">
        <span>{t('setup.retention')}</span>
        <Choice
          label={t('setup.retention')}
          testId="setup-retention"
          options={days.map(value => ({ value, label: t('setup.days', { days: value }) }))}
          value={draft.retentionDays}
          onChange={retentionDays => onChange({ ...draft, retentionDays })}
        />
        {isShort && <small className="setup-warn">{t('setup.retention.short')}</small>}
      </div>
      <label className="setup-check">
        <input
          type="checkbox"
          checked={draft.enabled}
          data-testid="setup-enabled"
          onChange={event => onChange({ ...draft, enabled: event.target.checked })}
        />
        {t('setup.enabled')}
      </label>
    </>
  )
}
