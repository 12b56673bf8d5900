import { useState, type JSX } from 'react'
import { approvalKinds, type ApprovalKind } from '../../../shared/domain/approval-kinds.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { find, useApprovals } from './store.ts'

const states = [
  'draft',
  'submitted',
  'authorised',
  'in-use',
  'closed',
  'rejected',
  'expired',
  'revoked',
] as const satisfies readonly Approval['state']['kind'][]

/** By kind, by where it stands, and one by its number, as an inspector has it on paper. */
export function RequestFilter(): JSX.Element {
  const t = useText()
  const kind = useApprovals(state => state.kind)
  const stateKind = useApprovals(state => state.stateKind)
  const [number, setNumber] = useState('')
  const [error, setError] = useState<unknown>(null)
  const look = () => {
    setError(null)
    find(Number(number)).catch(setError)
  }
  return (
    <form
      className="request-filters"
      onSubmit={event => {
        event.preventDefault()
        if (number !== '') look()
      }}
    >
      <select
        aria-label={t('approvals.filter.kind')}
        data-testid="request-filter-kind"
        value={kind ?? ''}
        onChange={event => {
          const { value } = event.target
          useApprovals.setState({ kind: value === '' ? null : (value as ApprovalKind) })
        }}
      >
        <option value="">{t('approvals.filter.all-kinds')}</option>
        {approvalKinds.map(one => (
          <option key={one} value={one}>
            {t(`approvals.kind.${one}.short`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('approvals.filter.state')}
        data-testid="request-filter-state"
        value={stateKind ?? ''}
        onChange={event => {
          const { value } = event.target
          useApprovals.setState({ stateKind: states.find(one => one === value) ?? null })
        }}
      >
        <option value="">{t('approvals.filter.all-states')}</option>
        {states.map(one => (
          <option key={one} value={one}>
            {t(`approvals.state.${one}`)}
          </option>
        ))}
      </select>
      <input
        inputMode="numeric"
        maxLength={8}
        placeholder={t('approvals.filter.number')}
        aria-label={t('approvals.filter.number')}
        data-testid="request-filter-number"
        value={number}
        onChange={event => setNumber(event.target.value.replaceAll(/\D/g, ''))}
      />
      <Button type="submit" size="small" disabled={number === ''} testId="request-find">
        {t('approvals.filter.find')}
      </Button>
      {error !== null && (
        <p className="request-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
    </form>
  )
}
