import type { JSX, ReactNode } from 'react'
import './ui.css'

interface ChoiceProps<T extends string | number> {
  options: readonly { value: T; label: ReactNode; title?: string }[]
  value: T
  onChange: (value: T) => void
  /** Says to a screen reader what is chosen here. */
  label: string
  testId?: string
}

/** One of a few, side by side (`按优先级 | 按时间`). Each option carries `data-value`. */
export function Choice<T extends string | number>({
  options,
  value,
  onChange,
  label,
  testId,
}: ChoiceProps<T>): JSX.Element {
  return (
    <div className="choice" role="group" aria-label={label} data-testid={testId}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          className="choice-option"
          title={option.title}
          aria-pressed={option.value === value}
          data-value={option.value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
