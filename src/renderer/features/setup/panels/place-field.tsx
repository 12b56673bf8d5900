import type { JSX } from 'react'
import type { PanelMeaning } from '../../../../shared/contract/panel-setup.ts'
import { PlaceType } from '../../../../shared/site.ts'
import { useText } from '../../../link/use-text.ts'
import { Field, TextInput } from '../fields.tsx'

export type Place = PanelMeaning['place']

/** One of the site's places, or a new one. */
export function PlaceField(props: {
  places: readonly { readonly id: string; readonly name: string }[]
  value: Place | null
  onChange: (place: Place | null) => void
}): JSX.Element {
  const t = useText()
  const { places, value, onChange } = props
  const choose = (id: string): void => {
    if (id === 'new') onChange({ kind: 'new', name: '', type: 'other', keyArea: false })
    else onChange(id === '' ? null : { kind: 'existing', id })
  }
  return (
    <>
      <Field label={t('panels.place')}>
        <select
          className="setup-input"
          value={value?.kind === 'existing' ? value.id : (value?.kind ?? '')}
          data-testid="panel-place"
          onChange={event => choose(event.target.value)}
        >
          <option value="">{t('setup.place.choose')}</option>
          {places.map(place => (
            <option key={place.id} value={place.id}>
              {place.name}
            </option>
          ))}
          <option value="new">{t('setup.place.new')}</option>
        </select>
      </Field>
      {value?.kind === 'new' && (
        <>
          <Field label={t('setup.place.name')}>
            <TextInput
              testId="panel-place-name"
              most={40}
              value={value.name}
              onChange={name => onChange({ ...value, name })}
            />
          </Field>
          <Field label={t('setup.place.type')}>
            <select
              className="setup-input"
              value={value.type}
              onChange={event => onChange({ ...value, type: PlaceType.parse(event.target.value) })}
            >
              {PlaceType.options.map(type => (
                <option key={type} value={type}>
                  {t(`place-type.${type}`)}
                </option>
              ))}
            </select>
          </Field>
        </>
      )}
    </>
  )
}

/** Whether a place is filled in. */
export const isPlace = (place: Place | null): place is Place =>
  place !== null && (place.kind === 'existing' || place.name.trim() !== '')
