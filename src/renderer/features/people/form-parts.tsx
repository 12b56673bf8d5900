import { Input } from 'antd'
import { useState, type JSX, type ReactNode } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { ask } from './store.ts'

/** Why; it goes on record. */
export function Reason({
  reason,
  onChange,
}: {
  reason: string
  onChange: (reason: string) => void
}): JSX.Element {
  const t = useText()
  return (
    <label className="people-field">
      <span>{t('people.reason')}</span>
      <Input
        value={reason}
        maxLength={200}
        placeholder={t('people.reason.placeholder')}
        data-testid="people-reason"
        onChange={event => onChange(event.target.value)}
      />
    </label>
  )
}

interface SubmitProps {
  words: string
  isReady: boolean
  isDanger?: boolean
  /** What is missing, as long as it is not ready. */
  hint?: string
  /** Over the buttons. */
  children?: ReactNode
  onSubmit: () => Promise<void>
  onRefused?: () => void
}

/** The button that does it, beside the one that does not, and why core refused. */
export function Submit({
  words,
  isReady,
  isDanger = false,
  hint,
  children,
  onSubmit,
  onRefused,
}: SubmitProps): JSX.Element {
  const t = useText()
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async () => {
    setIsBusy(true)
    setError(null)
    try {
      await onSubmit()
    } catch (refused) {
      setError(refused)
      onRefused?.()
    }
    setIsBusy(false)
  }
  return (
    <div className="people-foot">
      {children}
      {error !== null && (
        <p className="people-error" role="alert" data-testid="people-error">
          <StateIcon tone="alarm" size={18} /> {t.refusal(error)}
        </p>
      )}
      <div className="people-buttons">
        <Button
          kind={isDanger ? 'danger' : 'primary'}
          disabled={!isReady || isBusy}
          testId="people-submit"
          onClick={() => void submit()}
        >
          {words}
        </Button>
        <Button kind="ghost" testId="people-cancel" onClick={() => ask({ kind: 'none' })}>
          {t('people.cancel')}
        </Button>
        {!isReady && hint !== undefined && <span className="people-hint">{hint}</span>}
      </div>
    </div>
  )
}
