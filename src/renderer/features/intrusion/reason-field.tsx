import { useId, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'

interface ReasonFieldProps {
  label: string
  /** Reasons that come up often, one press each. */
  picks: readonly { readonly key: string; readonly words: string }[]
  reason: string
  onReason: (reason: string) => void
  /** Prefix of the test ids: `PREFIX-reason`. */
  testId: string
}

/** Why: picked, or in the guard's own words. */
export function ReasonField({ label, picks, reason, onReason, testId }: ReasonFieldProps): JSX.Element {
  const t = useText()
  const id = useId()
  return (
    <div className="disarm-field">
      <label htmlFor={id}>{label}</label>
      <div className="disarm-picks">
        {picks.map(({ key, words }) => (
          <button
            key={key}
            type="button"
            className="disarm-pick"
            aria-pressed={reason === words}
            data-testid={`reason-${key}`}
            onClick={() => onReason(words)}
          >
            {words}
          </button>
        ))}
      </div>
      <input
        id={id}
        className="disarm-input"
        maxLength={300}
        placeholder={t('arming.reason.own')}
        value={reason}
        data-testid={`${testId}-reason`}
        onChange={event => onReason(event.target.value)}
      />
    </div>
  )
}
