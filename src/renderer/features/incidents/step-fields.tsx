import { useId, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { togglePhrase } from './draft.ts'

interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** One of the guards by a press; a name can be written when the site file names none. */
export function GuardChoice({ name, label, value, onChange }: FieldProps & { name: string }): JSX.Element {
  const t = useText()
  const guards = useKnown(state => state.site?.guards) ?? []
  const isOther = value !== '' && !guards.some(guard => guard.name === value)
  return (
    <fieldset className="field">
      <legend>{guards.length === 0 ? t('incidents.no-guards') : label}</legend>
      <div className="picks">
        {guards.map(guard => (
          <label key={guard.id} className="pick">
            <input
              type="radio"
              name={name}
              checked={value === guard.name}
              data-first={value === guard.name}
              onChange={() => onChange(guard.name)}
            />
            <span>{guard.name}</span>
          </label>
        ))}
        {guards.length === 0 && (
          <input
            className="line-input"
            aria-label={label}
            maxLength={40}
            value={isOther ? value : ''}
            onChange={event => onChange(event.target.value)}
          />
        )}
      </div>
    </fieldset>
  )
}

/** The guard's own entry: phrases go in at a press, and every word can be changed. */
export function OwnWords(props: FieldProps & { maxLength: number; testId: string }): JSX.Element {
  const { label, value, onChange, maxLength, testId } = props
  const t = useText()
  const id = useId()
  const phrases = useKnown(state => state.site?.quickPhrases) ?? []
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={maxLength}
        value={value}
        data-first
        data-testid={testId}
        onChange={event => onChange(event.target.value)}
      />
      {phrases.length > 0 && (
        <div className="phrases" role="group" aria-label={t('incidents.phrases')}>
          {phrases.map(phrase => (
            <button
              key={phrase}
              type="button"
              className="phrase"
              aria-pressed={value.includes(phrase)}
              onClick={() => onChange(togglePhrase(value, phrase))}
            >
              {phrase}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

/** A line that may stay empty; it never has the focus by itself. */
export function OptionalNote({ label, value, onChange }: FieldProps): JSX.Element {
  return (
    <input
      className="line-input"
      aria-label={label}
      placeholder={label}
      maxLength={500}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  )
}

interface TicksProps<T extends string> {
  label: string
  options: readonly { value: T; label: string; details: readonly string[]; isRequired: boolean }[]
  chosen: readonly T[]
  onToggle: (value: T) => void
}

/** Large boxes to tick, each with its phone number. */
export function Ticks<T extends string>({ label, options, chosen, onToggle }: TicksProps<T>): JSX.Element {
  const t = useText()
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <div className="ticks">
        {options.map((option, index) => (
          <label
            key={option.value}
            className={`tick${option.details.length > 1 ? ' tick-wide' : ''}`}
            data-testid={`told-${option.value}`}
          >
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              data-first={index === 0 ? true : undefined}
              onChange={() => onToggle(option.value)}
            />
            <span>
              {option.label}
              {option.isRequired && <em>{t('incidents.leader-required')}</em>}
              {option.details.map(detail => (
                <small key={detail} className="numbers">
                  {detail}
                </small>
              ))}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
