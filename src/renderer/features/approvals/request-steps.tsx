import type { JSX } from 'react'
import { termsOf, type ApprovalStep } from '../../../shared/domain/approval-kinds.ts'
import { pendingStep, type Approval, type Consent } from '../../../shared/domain/approval.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { ScanButton } from './scan.tsx'

type StepState = 'done' | 'entered' | 'now' | 'later' | 'rejected'
const toneOfStep: Readonly<Record<StepState, Tone>> = {
  done: 'ok',
  entered: 'warn',
  now: 'busy',
  later: 'off',
  rejected: 'fault',
}

/** Everybody who must agree, in order: who did, when and by which paper; and how it ended. */
export function RequestSteps({ approval }: { approval: Approval }): JSX.Element {
  const t = useText()
  const end = endWords(t, approval)
  return (
    <>
      <h3>{t('approvals.steps')}</h3>
      <ol className="request-steps">
        {termsOf(approval.matter).steps.map(step => (
          <Step key={step.id} step={step} approval={approval} />
        ))}
      </ol>
      {end !== null && (
        <p className="request-end" data-testid="request-end">
          {end}
        </p>
      )}
    </>
  )
}

function Step({ step, approval }: { step: ApprovalStep; approval: Approval }): JSX.Element {
  const t = useText()
  const consent = approval.consents.find(({ stepId }) => stepId === step.id)
  const state = stateOf(step, approval, consent)
  return (
    <li data-testid={`step-${step.id}`} data-state={state}>
      <StateIcon tone={toneOfStep[state]} size={18} />
      <b>{t.dynamic(`approvals.step.${step.id}`)}</b>
      <span>{t(`approvals.step.${state}`)}</span>
      {consent !== undefined && <ConsentWords consent={consent} />}
    </li>
  )
}

function stateOf(step: ApprovalStep, approval: Approval, consent: Consent | undefined): StepState {
  const { state } = approval
  if (consent !== undefined) return 'done'
  if (state.kind === 'rejected' && state.stepId === step.id) return 'rejected'
  if (pendingStep(approval)?.id !== step.id) return 'later'
  return state.kind === 'submitted' && state.entered !== null ? 'entered' : 'now'
}

function ConsentWords({ consent }: { consent: Consent }): JSX.Element {
  const t = useText()
  const { entered, by, atMs, note } = consent
  if (entered === null)
    return (
      <span className="request-consent">
        {[note, by.name].filter(Boolean).join(' · ')} <span className="numbers">{formatDateTime(atMs)}</span>
      </span>
    )
  const { party, documentNumber, signer, signedOn, scan } = entered.evidence
  return (
    <span className="request-consent">
      {party} {documentNumber} · {signer} <span className="numbers">{signedOn}</span>{' '}
      <small>{t('approvals.handled-by', { entered: entered.by.name, confirmed: by.name })}</small>{' '}
      <ScanButton scan={scan} />
    </span>
  )
}

function endWords(t: Translate, { state, matter }: Approval): string | null {
  const isOutage = matter.kind === 'planned-outage'
  if (state.kind === 'expired') {
    const time = formatDateTime(state.atMs)
    return isOutage ? t('approvals.ended.outage-over', { time }) : t('approvals.ended.expired', { time })
  }
  if (state.kind !== 'rejected' && state.kind !== 'revoked' && state.kind !== 'closed') return null
  const who = { name: state.by.name, time: formatDateTime(state.atMs) }
  if (state.kind === 'closed') {
    if (state.done !== null)
      return t('approvals.ended.done', {
        name: state.by.name,
        done: formatDateTime(state.done.atMs),
        witness: state.done.witness.name,
      })
    return isOutage ? t('approvals.ended.restored', who) : t('approvals.ended.closed', who)
  }
  if (state.kind === 'revoked') return t('approvals.ended.revoked', { ...who, reason: state.reason })
  const step = t.dynamic(`approvals.step.${state.stepId}`)
  return t('approvals.ended.rejected', { ...who, step, reason: state.reason })
}
