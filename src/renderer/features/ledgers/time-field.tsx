import { useState, type JSX } from 'react'
import { parseBeijing } from '../../ui/time.ts'
import { fieldValue } from './period.ts'

interface TimeFieldProps {
  label: string
  atMs: number
  onChange: (atMs: number) => void
  testId: string
}

/**
 * A time as it is written on the forms, `2026-11-22 02:41`, Beijing time. A text, because the browser's own field
 * follows the language of the PC and may show 02:41 PM.
 */
export function TimeField({ label, atMs, onChange, testId }: TimeFieldProps): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null)
  const parsedMs = typed === null ? atMs : parseBeijing(typed)
  const take = () => {
    if (typed === null || parsedMs === null) return
    setTyped(null)
    if (typed !== fieldValue(atMs)) onChange(parsedMs)
  }
  return (
    <label>
      {label}
      <input
        className="ledger-time numbers"
        inputMode="numeric"
        placeholder="2026-11-22 02:41"
        maxLength={19}
        value={typed ?? fieldValue(atMs)}
        aria-invalid={parsedMs === null}
        data-testid={testId}
        onChange={event => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={event => {
          if (event.key === 'Enter') take()
          if (event.key === 'Escape') setTyped(null)
        }}
      />
    </label>
  )
}
