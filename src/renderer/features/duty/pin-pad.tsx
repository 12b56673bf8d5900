import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react'
import { useText } from '../../link/use-text.ts'
import { Icon } from '../../ui/icon.tsx'
import './duty.css'

interface PinPadProps {
  /** Whose PIN, for the label. */
  label: string
  pin: string
  onChange: (pin: string) => void
  /** Enter was pressed. */
  onEnter: () => void
  disabled?: boolean
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** A PIN by keyboard or by mouse: the field has the focus, the keys beside it do the same. */
export function PinPad({ label, pin, onChange, onEnter, disabled = false }: PinPadProps): JSX.Element {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!disabled) field.current?.focus()
  }, [disabled])
  const press = (next: string) => {
    onChange(next)
    field.current?.focus()
  }
  const enterOnField = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onEnter()
  }
  return (
    <div className="pin-pad">
      <input
        ref={field}
        className="pin-field"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        maxLength={64}
        aria-label={label}
        placeholder={t('duty.sign-on.pin')}
        value={pin}
        disabled={disabled}
        data-testid="pin"
        onChange={event => onChange(event.target.value)}
        onKeyDown={enterOnField}
      />
      <div className="pin-keys">
        {keys.map(key => (
          <button key={key} type="button" tabIndex={-1} disabled={disabled} onClick={() => press(pin + key)}>
            {key}
          </button>
        ))}
        <button
          type="button"
          tabIndex={-1}
          disabled={disabled}
          className="pin-word"
          onClick={() => press('')}
        >
          {t('duty.pin.clear')}
        </button>
        <button type="button" tabIndex={-1} disabled={disabled} onClick={() => press(`${pin}0`)}>
          0
        </button>
        <button
          type="button"
          tabIndex={-1}
          disabled={disabled}
          aria-label={t('duty.pin.delete')}
          onClick={() => press(pin.slice(0, -1))}
        >
          <Icon name="delete" size={26} />
        </button>
      </div>
    </div>
  )
}
