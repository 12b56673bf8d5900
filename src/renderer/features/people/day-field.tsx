import { Input } from 'antd'
import type { JSX } from 'react'

interface DayProps {
  label: string
  value: string
  onChange: (value: string) => void
  testId?: string
}

/** A day as the papers write it, `2026-11-22`. A text, because the browser's own field follows the language of the PC. */
export function Day({ label, value, onChange, testId }: DayProps): JSX.Element {
  const isWrong = value !== '' && !/^\d{4}-\d\d-\d\d$/.test(value)
  return (
    <label className="people-field">
      <span>{label}</span>
      <Input
        className="numbers"
        inputMode="numeric"
        placeholder="2026-11-22"
        maxLength={10}
        value={value}
        {...(isWrong && { status: 'warning' as const })}
        data-testid={testId}
        onChange={event => onChange(event.target.value.trim())}
      />
    </label>
  )
}
