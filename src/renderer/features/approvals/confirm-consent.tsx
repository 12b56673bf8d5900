import { useState, type JSX } from 'react'
import { pendingStep, type Approval } from '../../../shared/domain/approval.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { WithReason } from './decision.tsx'
import { ScanButton } from './scan.tsx'
import { act } from './store.ts'

/** The second person compares what was entered with the scan, then confirms or sends it back. */
export function ConfirmConsent({ approval }: { approval: Approval }): JSX.Element | null {
  const t = useText()
  const [hasLooked, setHasLooked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const step = pendingStep(approval)
  const { state, number } = approval
  if (step === null || state.kind !== 'submitted' || state.entered === null) return null
  const { evidence, by, atMs } = state.entered
  return (
    <div className="request-card" data-testid="confirm-consent">
      <h3>{t('approvals.confirm', { step: t.dynamic(`approvals.step.${step.id}`) })}</h3>
      <p className="request-hint">{t('approvals.confirm.why')}</p>
      <dl className="request-facts">
        <dt>{t('approvals.enter.party')}</dt>
        <dd>{evidence.party}</dd>
        <dt>{t('approvals.enter.document')}</dt>
        <dd>{evidence.documentNumber}</dd>
        <dt>{t('approvals.enter.signer')}</dt>
        <dd>{evidence.signer}</dd>
        <dt>{t('approvals.enter.signed-on')}</dt>
        <dd className="numbers">{evidence.signedOn}</dd>
        <dt>{t('approvals.enter.scan')}</dt>
        <dd>
          <ScanButton scan={evidence.scan} onSeen={() => setHasLooked(true)} />
        </dd>
      </dl>
      <p className="request-hint">
        {t('approvals.entered-by', { name: by.name, time: formatDateTime(atMs) })}
        {!hasLooked && ` · ${t('approvals.confirm.look')}`}
      </p>
      {error !== null && (
        <p className="request-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="request-buttons">
        <Button
          kind="primary"
          size="big"
          disabled={!hasLooked}
          testId="consent-confirm"
          onClick={() =>
            void act(number, { type: 'confirm-consent', stepId: step.id, note: '' }).catch(setError)
          }
        >
          {t('approvals.confirm.do')}
        </Button>
        <WithReason
          label={t('approvals.dispute')}
          testId="consent-dispute"
          onReason={reason => act(number, { type: 'dispute-consent', stepId: step.id, reason })}
        />
      </div>
    </div>
  )
}
