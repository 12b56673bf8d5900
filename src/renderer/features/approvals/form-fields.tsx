import { Input } from 'antd'
import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { formatDateTime } from '../../ui/time.ts'
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
  const nowMs = useNow(60_000)
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
  const atMs = Date.parse(`${field}:00Z`) - beijingOffsetMs
  return Number.isNaN(atMs) ? null : atMs
}

/** Day and time, Beijing. */
export function MomentField(props: {
  label: string
  value: string
  testId: string
  onChange: (value: string) => void
}): JSX.Element {
  return (
    <label className="request-moment">
      {props.label}
      <input
        type="datetime-local"
        value={props.value}
        data-testid={props.testId}
        onChange={event => props.onChange(event.target.value)}
      />
    </label>
  )
}
