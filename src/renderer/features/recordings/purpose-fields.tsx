import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { beijingMidnight, formatDay, formatLongDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { fieldsOf, presetSpan, spanPresets, type SpanFields } from './span.ts'

interface CameraChoiceProps {
  offered: readonly { id: string; name: string; isRecorded: boolean }[]
  chosen: readonly string[]
  most: number
  onChange: (chosen: readonly string[]) => void
}

/** Which cameras; those that are not recorded are shown but cannot be chosen. */
export function CameraChoice({ offered, chosen, most, onChange }: CameraChoiceProps): JSX.Element {
  const t = useText()
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id])
  const recorded = offered.filter(camera => camera.isRecorded).map(({ id }) => id)
  return (
    <>
      <h3>
        {t('recordings.cameras')}
        <small>{t('recordings.cameras.count', { count: chosen.length, most })}</small>
        <Button size="small" kind="ghost" onClick={() => onChange(recorded.slice(0, most))}>
          {t('recordings.cameras.all')}
        </Button>
        <Button size="small" kind="ghost" onClick={() => onChange([])}>
          {t('recordings.cameras.none')}
        </Button>
      </h3>
      <div className="purpose-cameras">
        {offered.map(({ id, name, isRecorded }) => {
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

/** Recordings of key areas are kept for 90 days (B-4.4.1.d); nothing older can exist. */
const daysOffered = 91
const dayMs = 86_400_000

/**
 * A day from a list and a time typed as 24 h: the browser's own fields follow the language of the system, and a guard
 * must not have to read 11:14 PM.
 */
function Moment(props: {
  label: string
  day: string
  time: string
  isValid: boolean
  testId: string
  onDay: (day: string) => void
  onTime: (time: string) => void
}): JSX.Element {
  const locale = useLocale(state => state.locale)
  useNow(60_000)
  const days = Array.from(
    { length: daysOffered },
    (_, back) => beijingMidnight(stationNowMs()) - back * dayMs,
  )
  return (
    <span className="purpose-moment">
      {props.label}
      <select
        aria-label={props.label}
        value={props.day}
        data-testid={`${props.testId}-day`}
        onChange={event => props.onDay(event.target.value)}
      >
        {days.map(atMs => (
          <option key={atMs} value={formatDay(atMs)}>
            {formatLongDay(atMs, locale)}
          </option>
        ))}
      </select>
      <input
        className="numbers"
        aria-label={props.label}
        aria-invalid={!props.isValid}
        placeholder="hh:mm:ss"
        maxLength={8}
        value={props.time}
        data-testid={`${props.testId}-time`}
        onChange={event => props.onTime(event.target.value)}
      />
    </span>
  )
}

/** From when to when, Beijing time; the usual periods with one press. */
export function SpanChoice({ fields, isValid, onChange }: SpanChoiceProps): JSX.Element {
  const t = useText()
  return (
    <>
      <h3>{t('recordings.span')}</h3>
      <div className="purpose-row purpose-span">
        <Moment
          label={t('recordings.span.from')}
          day={fields.fromDay}
          time={fields.fromTime}
          isValid={isValid}
          testId="span-from"
          onDay={fromDay => onChange({ ...fields, fromDay })}
          onTime={fromTime => onChange({ ...fields, fromTime })}
        />
        <Moment
          label={t('recordings.span.to')}
          day={fields.toDay}
          time={fields.toTime}
          isValid={isValid}
          testId="span-to"
          onDay={toDay => onChange({ ...fields, toDay })}
          onTime={toTime => onChange({ ...fields, toTime })}
        />
        {spanPresets.map(preset => (
          <Button
            key={preset}
            size="small"
            onClick={() => onChange(fieldsOf(presetSpan(preset, stationNowMs())))}
          >
            {t(presetText[preset])}
          </Button>
        ))}
      </div>
    </>
  )
}
