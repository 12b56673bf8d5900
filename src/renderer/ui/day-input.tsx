import type { JSX } from 'react'

interface DayInputProps {
  value: string
  onChange: (day: string) => void
  /** Says what day this is where no label stands around it. */
  label?: string
  testId: string
}

/** Whether a text is a day of the calendar, `2026-11-22`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** A day as the papers write it, `2026-11-22`. A text, because the browser's own field follows the language of the PC. */
export function DayInput({ value, onChange, label, testId }: DayInputProps): JSX.Element {
  return (
    <input
      type="text"
      className="day-input numbers"
      inputMode="numeric"
      placeholder="2026-11-22"
      maxLength={10}
      value={value}
      aria-label={label}
      aria-invalid={value !== '' && !isDay(value)}
      data-testid={testId}
      onChange={event => onChange(event.target.value.trim())}
    />
  )
}
