import { Input } from 'antd'
import { useState, type JSX } from 'react'
import { pendingStep, type Approval } from '../../../shared/domain/approval.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { act } from './store.ts'

/** 同意 or 不同意, by the school leader. */
export function Decision({ approval }: { approval: Approval }): JSX.Element | null {
  const t = useText()
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  const step = pendingStep(approval)
  if (step === null) return null
  return (
    <div className="request-card" data-testid="decision">
      <h3>{t('approvals.waits.decide')}</h3>
      <Input
        maxLength={300}
        placeholder={t('approvals.approve.note')}
        value={note}
        data-testid="decision-note"
        onChange={event => setNote(event.target.value)}
      />
      {error !== null && (
        <p className="request-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="request-buttons">
        <Button
          kind="primary"
          size="big"
          testId="decision-approve"
          onClick={() =>
            void act(approval.number, { type: 'approve', stepId: step.id, note }).catch(setError)
          }
        >
          {t('approvals.approve')}
        </Button>
        <WithReason
          label={t('approvals.reject')}
          testId="decision-reject"
          onReason={reason => act(approval.number, { type: 'reject', stepId: step.id, reason })}
        />
      </div>
    </div>
  )
}

/** A button that asks for the reason first; without one nothing happens. */
export function WithReason(props: {
  label: string
  testId: string
  onReason: (reason: string) => Promise<void>
}): JSX.Element {
  const t = useText()
  const [isAsking, setIsAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  if (!isAsking)
    return (
      <Button testId={props.testId} onClick={() => setIsAsking(true)}>
        {props.label}
      </Button>
    )
  return (
    <form
      className="request-reason"
      onSubmit={event => {
        event.preventDefault()
        if (reason.trim() !== '') props.onReason(reason).then(() => setIsAsking(false), setError)
      }}
    >
      <Input
        autoFocus
        maxLength={500}
        placeholder={t('approvals.reason')}
        value={reason}
        data-testid={`${props.testId}-reason`}
        onChange={event => setReason(event.target.value)}
      />
      <Button kind="danger" type="submit" disabled={reason.trim() === ''} testId={`${props.testId}-do`}>
        {props.label}
      </Button>
      <Button kind="ghost" onClick={() => setIsAsking(false)}>
        {t('app.cancel')}
      </Button>
      {error !== null && (
        <p className="request-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
    </form>
  )
}
