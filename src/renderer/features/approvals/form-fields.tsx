import { Input } from 'antd'
import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { beijingMidnight, formatDateTime, formatDay, formatLongDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'

const dayMs = 86_400_000
const validDays = [1, 3, 7, 30] as const
const beijingOffsetMs = 8 * 3_600_000

/** A line of text with its heading. */
export function TextField(props: {
  label: string
  hint: string
  value: string
  most: number
  testId: string
  autoFocus?: boolean
  onChange: (value: string) => void
}): JSX.Element {
  return (
    <>
      <h3>{props.label}</h3>
      <Input
        maxLength={props.most}
        placeholder={props.hint}
        aria-label={props.label}
        autoFocus={props.autoFocus ?? false}
        value={props.value}
        data-testid={props.testId}
        onChange={event => props.onChange(event.target.value)}
      />
    </>
  )
}

/** How long the request may be used. */
export function ValidDays(props: { days: number; onChange: (days: number) => void }): JSX.Element {
  const t = useText()
  useNow(60_000)
  const nowMs = stationNowMs()
  return (
    <div className="purpose-row">
      <span className="purpose-hint">{t('approvals.expires')}</span>
      <Choice
        label={t('approvals.expires')}
        value={props.days}
        options={validDays.map(value => ({ value, label: t('approvals.expires.days', { count: value }) }))}
        onChange={props.onChange}
      />
      <span className="numbers">{formatDateTime(nowMs + props.days * dayMs)}</span>
    </div>
  )
}

/** A minute of Beijing time as a field of day and time writes it: `2026-11-25T08:00`. */
export function fieldOfMoment(atMs: number): string {
  return new Date(atMs + beijingOffsetMs).toISOString().slice(0, 16)
}

/** Null while the field is not filled in. */
export function momentOfField(field: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(field)) return null
  const atMs = Date.parse(`${field}:00Z`) - beijingOffsetMs
  return Number.isNaN(atMs) ? null : atMs
}

/**
 * A day from a list and a time typed as 24 h, Beijing: the browser's own fields follow the language of the system, and
 * nobody must have to read 11:14 PM.
 */
export function MomentField(props: {
  label: string
  value: string
  /** Which days are offered, counted from today. */
  days: { readonly first: number; readonly last: number }
  testId: string
  onChange: (value: string) => void
}): JSX.Element {
  const locale = useLocale(state => state.locale)
  useNow(60_000)
  const nowMs = stationNowMs()
  const [day = '', time = ''] = props.value.split('T')
  const { first, last } = props.days
  const today = beijingMidnight(nowMs)
  const offered = Array.from({ length: last - first + 1 }, (_, index) => today + (first + index) * dayMs)
  const isOther = !offered.some(atMs => formatDay(atMs) === day)
  return (
    <span className="request-moment">
      {props.label}
      <select
        aria-label={props.label}
        value={day}
        data-testid={`${props.testId}-day`}
        onChange={event => props.onChange(`${event.target.value}T${time}`)}
      >
        {isOther && <option value={day}>{day}</option>}
        {offered.map(atMs => (
          <option key={atMs} value={formatDay(atMs)}>
            {formatLongDay(atMs, locale)}
          </option>
        ))}
      </select>
      <input
        className="numbers"
        aria-label={props.label}
        aria-invalid={momentOfField(props.value) === null}
        placeholder="hh:mm"
        maxLength={5}
        value={time}
        data-testid={`${props.testId}-time`}
        onChange={event => props.onChange(`${day}T${event.target.value}`)}
      />
    </span>
  )
}
