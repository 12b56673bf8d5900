import type { JSX, ReactNode } from 'react'

/** A field of the editor with its name. */
export function EditField({ label, children }: { label: string; children: ReactNode }): JSX.Element {
  return (
    <label className="map-editor-field">
      <span>{label}</span>
      {children}
    </label>
  )
}

interface NumberInputProps {
  value: number
  least: number
  most: number
  testId: string
  label?: string
  onChange: (value: number) => void
}

/** A figure that counts when the field is left or Enter is pressed: half a number is no change. */
export function NumberInput({ value, least, most, testId, label, onChange }: NumberInputProps): JSX.Element {
  const take = (text: string) => {
    const typed = Number(text)
    if (text.trim() === '' || !Number.isFinite(typed)) return
    const next = Math.min(most, Math.max(least, typed))
    if (next !== value) onChange(next)
  }
  return (
    <input
      key={value}
      className="map-editor-input map-editor-number"
      type="number"
      step="any"
      defaultValue={Math.round(value * 1_000) / 1_000}
      aria-label={label}
      data-testid={testId}
      onBlur={event => take(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') take(event.currentTarget.value)
      }}
    />
  )
}
