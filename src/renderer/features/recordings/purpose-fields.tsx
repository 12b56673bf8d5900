import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { fieldsOf, presetSpan, spanPresets, type SpanFields } from './span.ts'

interface CameraChoiceProps {
  offered: readonly { id: string; name: string; recorded: boolean }[]
  chosen: readonly string[]
  most: number
  onChange: (chosen: readonly string[]) => void
}

/** Which cameras; those that are not recorded are shown but cannot be chosen. */
export function CameraChoice({ offered, chosen, most, onChange }: CameraChoiceProps): JSX.Element {
  const t = useText()
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id])
  const recorded = offered.filter(camera => camera.recorded).map(({ id }) => id)
  return (
    <>
      <h3>
        {t('recordings.cameras')}
        <small>{t('recordings.cameras.count', { count: chosen.length })}</small>
        <Button size="small" kind="ghost" onClick={() => onChange(recorded.slice(0, most))}>
          {t('recordings.cameras.all')}
        </Button>
        <Button size="small" kind="ghost" onClick={() => onChange([])}>
          {t('recordings.cameras.none')}
        </Button>
      </h3>
      <div className="purpose-cameras">
        {offered.map(({ id, name, recorded: isRecorded }) => {
          const isChosen = chosen.includes(id)
          return (
            <label key={id} className="purpose-camera" data-chosen={isChosen}>
              <input
                type="checkbox"
                checked={isChosen}
                disabled={!isRecorded || (!isChosen && chosen.length >= most)}
                data-testid={`purpose-camera-${id}`}
                onChange={() => toggle(id)}
              />
              {name}
              {!isRecorded && <small>{t('gap.not-recorded')}</small>}
            </label>
          )
        })}
      </div>
    </>
  )
}

const presetText = {
  'last-hour': 'recordings.span.last-hour',
  'last-night': 'recordings.span.last-night',
  today: 'recordings.span.today',
} as const

interface SpanChoiceProps {
  fields: SpanFields
  isValid: boolean
  onChange: (fields: SpanFields) => void
}

/** From when to when, Beijing time; the usual periods with one press. */
export function SpanChoice({ fields, isValid, onChange }: SpanChoiceProps): JSX.Element {
  const t = useText()
  const field = (key: keyof SpanFields, type: 'date' | 'time', label: string) => (
    <input
      type={type}
      step={type === 'time' ? 1 : undefined}
      aria-label={label}
      aria-invalid={!isValid}
      value={fields[key]}
      data-testid={`span-${key}`}
      onChange={event => onChange({ ...fields, [key]: event.target.value })}
    />
  )
  const from = t('recordings.span.from')
  const to = t('recordings.span.to')
  return (
    <>
      <h3>{t('recordings.span')}</h3>
      <div className="purpose-row purpose-span">
        {from} {field('fromDay', 'date', from)} {field('fromTime', 'time', from)}
        {to} {field('toDay', 'date', to)} {field('toTime', 'time', to)}
        {spanPresets.map(preset => (
          <Button
            key={preset}
            size="small"
            onClick={() => onChange(fieldsOf(presetSpan(preset, Date.now())))}
          >
            {t(presetText[preset])}
          </Button>
        ))}
      </div>
    </>
  )
}
