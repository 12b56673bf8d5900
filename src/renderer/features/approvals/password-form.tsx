import { useState, type JSX } from 'react'
import type { RequestDraft } from '../../../shared/contract/approvals.ts'
import type { MatterOf } from '../../../shared/domain/approval-kinds.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { usePeople, useSession } from '../duty/index.ts'
import { DeviceChoice, chosenOf, devicesOf, noDevices } from './device-choice.tsx'
import { TextField, ValidDays } from './form-fields.tsx'
import { FormFoot } from './form-foot.tsx'
import { PersonChoice } from './person-choice.tsx'
import { useSaving } from './use-saving.ts'

const dayMs = 86_400_000

/** 密码更改: of which account, why and by whom. There is no field for what it is. */
export function PasswordForm(props: {
  number: number | null
  matter: MatterOf<'password-change'> | null
}): JSX.Element {
  const t = useText()
  const { matter } = props
  const me = useSession()?.person.id ?? ''
  const [devices, setDevices] = useState(() => (matter === null ? noDevices : chosenOf(matter.devices)))
  const [account, setAccount] = useState(matter?.account ?? '')
  const [reason, setReason] = useState(matter?.reason ?? '')
  const [executorId, setExecutorId] = useState(matter?.executor.id ?? me)
  const [days, setDays] = useState(30)
  const { error, isBusy, save } = useSaving(props.number)
  const named = devicesOf(devices)
  const missing = [
    named.length === 0 ? ('approvals.devices' as const) : null,
    account.trim() === '' ? ('approvals.account' as const) : null,
    reason.trim() === '' ? ('approvals.reason-why' as const) : null,
    executorId === '' ? ('approvals.executor' as const) : null,
  ].filter(field => field !== null)
  const keep = (isSubmitted: boolean) => {
    if (missing.length > 0) return
    const expiresAtMs = stationNowMs() + days * dayMs
    const draft: RequestDraft = {
      kind: 'password-change',
      devices: named,
      account,
      reason,
      executorId,
      expiresAtMs,
    }
    void save(draft, isSubmitted)
  }
  return (
    <form
      className="purpose"
      onSubmit={event => {
        event.preventDefault()
        keep(true)
      }}
    >
      <DeviceChoice
        chosen={devices}
        hasPartitions={false}
        otherHint={t('approvals.devices.account-hint')}
        onChange={setDevices}
      />
      <TextField
        label={t('approvals.account')}
        hint={t('approvals.account.hint')}
        most={80}
        value={account}
        testId="password-account"
        onChange={setAccount}
      />
      <TextField
        label={t('approvals.reason-why')}
        hint={t('approvals.reason-why.password')}
        most={300}
        value={reason}
        testId="request-reason"
        onChange={setReason}
      />
      <Executor chosen={executorId} onChange={setExecutorId} />
      <ValidDays days={days} onChange={setDays} />
      <FormFoot
        error={error}
        isBusy={isBusy}
        missing={missing.map(field => t(field))}
        onDraft={() => keep(false)}
      />
    </form>
  )
}

function Executor(props: { chosen: string; onChange: (id: string) => void }): JSX.Element {
  const t = useText()
  const known = usePeople()
  if (known.kind === 'loading') return <Loading />
  if (known.kind === 'failed') return <Failed message={t.refusal(known.error)} retry={known.retry} />
  return (
    <PersonChoice
      label={t('approvals.executor')}
      people={known.people.filter(({ roles }) => rightsOf(roles).has('approvals.apply'))}
      chosen={props.chosen}
      testId="password-executor"
      onChange={props.onChange}
    />
  )
}
