import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { Approval } from '../../../shared/domain/approval.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { usePeople, useSession } from '../duty/index.ts'
import { fieldOfMoment, MomentField, momentOfField } from './form-fields.tsx'
import { PersonChoice } from './person-choice.tsx'
import { readApprovals } from './store.ts'

/** 已更改: the executor says when, and a second person proves by the PIN that he saw it. */
export function ReportDone({ approval }: { approval: Approval }): JSX.Element {
  const t = useText()
  const me = useSession()?.person.id
  const known = usePeople()
  const [at, setAt] = useState(() => fieldOfMoment(stationNowMs()))
  const [witnessId, setWitnessId] = useState('')
  const [pin, setPin] = useState('')
  const [error, setError] = useState<unknown>(null)
  const doneAtMs = momentOfField(at)
  const people = known.kind === 'known' ? known.people.filter(({ id }) => id !== me) : []
  const report = async () => {
    if (doneAtMs === null) return
    try {
      // A field shows whole minutes: the minute of the consent itself is after it.
      const authorisedAtMs = 'authorisedAtMs' in approval.state ? approval.state.authorisedAtMs : doneAtMs
      const atMs = Math.max(doneAtMs, Math.min(authorisedAtMs, doneAtMs + 59_999))
      await call('approvals.report-done', { number: approval.number, doneAtMs: atMs, witnessId, pin })
      await readApprovals(null)
    } catch (refused) {
      setPin('')
      setError(refused)
    }
  }
  return (
    <div className="request-card" data-testid="report-done">
      <h3>{t('approvals.done.title')}</h3>
      <p className="request-hint">{t('approvals.done.why')}</p>
      <p className="request-hint">{t('approvals.done.console')}</p>
      <div className="purpose-row">
        <MomentField
          label={t('approvals.done.at')}
          value={at}
          days={{ first: -31, last: 0 }}
          testId="done-at"
          onChange={setAt}
        />
        <PersonChoice
          label={t('approvals.done.witness')}
          people={people}
          chosen={witnessId}
          testId="done-witness"
          onChange={setWitnessId}
        />
        <Input.Password
          className="request-filter"
          maxLength={64}
          autoComplete="off"
          placeholder={t('approvals.done.pin')}
          aria-label={t('approvals.done.pin')}
          value={pin}
          data-testid="done-pin"
          onChange={event => setPin(event.target.value)}
        />
        <Button
          kind="primary"
          disabled={doneAtMs === null || witnessId === '' || pin === ''}
          testId="done-report"
          onClick={() => void report()}
        >
          {t('approvals.done.do')}
        </Button>
      </div>
      {error !== null && (
        <p className="request-error" role="alert" data-testid="done-error">
          {t.refusal(error)}
        </p>
      )}
    </div>
  )
}
