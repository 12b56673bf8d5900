import { useState, type JSX } from 'react'
import { pendingStep, type Approval, type Scan } from '../../../shared/domain/approval.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { formatDay } from '../../ui/time.ts'
import { WithReason } from './decision.tsx'
import { ScanButton, ScanUpload } from './scan.tsx'
import { act } from './store.ts'

const fields = [
  ['party', 'approvals.enter.party', 80],
  ['documentNumber', 'approvals.enter.document', 80],
  ['signer', 'approvals.enter.signer', 40],
] as const

/** The paper of an outside party is written down by one person; another confirms it (requirements 4.1.5). */
export function EnterConsent({ approval }: { approval: Approval }): JSX.Element | null {
  const t = useText()
  const [values, setValues] = useState({ party: '', documentNumber: '', signer: '' })
  const [signedOn, setSignedOn] = useState(() => formatDay(Date.now()))
  const [scan, setScan] = useState<Scan | null>(null)
  const [error, setError] = useState<unknown>(null)
  const step = pendingStep(approval)
  if (step === null) return null
  const name = t.dynamic(`approvals.step.${step.id}`)
  const isReady =
    scan !== null &&
    Object.values(values).every(value => value.trim() !== '') &&
    /^\d{4}-\d{2}-\d{2}$/.test(signedOn)
  const enter = () => {
    if (scan === null) return
    const evidence = { ...values, signedOn, scan }
    act(approval.number, { type: 'enter-consent', stepId: step.id, evidence }).catch(setError)
  }
  return (
    <div className="request-card" data-testid="enter-consent">
      <h3>{t('approvals.enter', { step: name })}</h3>
      <p className="request-hint">{t('approvals.enter.why')}</p>
      <div className="request-fields">
        {fields.map(([field, label, maxLength]) => (
          <label key={field}>
            {t(label)}
            <input
              value={values[field]}
              maxLength={maxLength}
              data-testid={`consent-${field}`}
              onChange={event => setValues(before => ({ ...before, [field]: event.target.value }))}
            />
          </label>
        ))}
        <label>
          {t('approvals.enter.signed-on')}
          <input
            value={signedOn}
            maxLength={10}
            placeholder="2026-11-22"
            data-testid="consent-signed-on"
            onChange={event => setSignedOn(event.target.value)}
          />
        </label>
      </div>
      <div className="request-row">
        <ScanUpload
          label={t('approvals.enter.scan.choose')}
          testId="consent-scan"
          onKept={kept => Promise.resolve(setScan(kept))}
        />
        {scan === null ? (
          <span className="request-hint">{t('approvals.enter.scan.hint')}</span>
        ) : (
          <>
            <span data-testid="consent-scan-name">{scan.name}</span> <ScanButton scan={scan} />
          </>
        )}
      </div>
      {error !== null && (
        <p className="request-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="request-buttons">
        <Button kind="primary" size="big" disabled={!isReady} testId="consent-enter" onClick={enter}>
          {t('approvals.enter.do')}
        </Button>
        <WithReason
          label={t('approvals.reject.outside')}
          testId="consent-refused"
          onReason={reason => act(approval.number, { type: 'reject', stepId: step.id, reason })}
        />
      </div>
    </div>
  )
}
