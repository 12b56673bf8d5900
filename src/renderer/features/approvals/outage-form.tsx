import { useEffect, useState, type JSX } from 'react'
import type { Notice, RequestDraft } from '../../../shared/contract/approvals.ts'
import type { MatterOf } from '../../../shared/domain/approval-kinds.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { Choice } from '../../ui/choice.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { DeviceChoice, chosenOf, devicesOf, noDevices } from './device-choice.tsx'
import { fieldOfMoment, MomentField, momentOfField, TextField } from './form-fields.tsx'
import { FormFoot } from './form-foot.tsx'
import { useSaving } from './use-saving.ts'

const dayMs = 86_400_000
/** What broke down may have begun yesterday; works are planned half a year ahead. */
const outageDays = { first: -1, last: 183 }

function useOutageForm(matter: MatterOf<'planned-outage'> | null) {
  const [devices, setDevices] = useState(() => (matter === null ? noDevices : chosenOf(matter.devices)))
  const [reason, setReason] = useState(matter?.reason ?? '')
  const [from, setFrom] = useState(() => fieldOfMoment(matter?.span.fromMs ?? morningInDays(7)))
  const [to, setTo] = useState(() => fieldOfMoment(matter?.span.toMs ?? morningInDays(8)))
  const [substitute, setSubstitute] = useState(matter?.substitute ?? '')
  const [firm, setFirm] = useState(matter?.firm ?? '')
  const [isUrgent, setIsUrgent] = useState(matter?.urgent != null)
  const [urgent, setUrgent] = useState(matter?.urgent ?? '')
  const [fromMs, toMs] = [momentOfField(from), momentOfField(to)]
  const named = devicesOf(devices)
  const span = fromMs !== null && toMs !== null && fromMs < toMs ? { fromMs, toMs } : null
  const missing = [
    named.length === 0 ? ('approvals.devices' as const) : null,
    reason.trim() === '' ? ('approvals.reason-why' as const) : null,
    span === null ? ('approvals.outage-span' as const) : null,
    substitute.trim() === '' ? ('approvals.substitute' as const) : null,
    firm.trim() === '' ? ('approvals.firm' as const) : null,
    isUrgent && urgent.trim() === '' ? ('approvals.urgent' as const) : null,
  ].filter(field => field !== null)
  const draft: RequestDraft | null =
    span === null || missing.length > 0
      ? null
      : {
          kind: 'planned-outage',
          devices: named,
          reason,
          span,
          substitute,
          firm,
          urgent: isUrgent ? urgent : null,
        }
  return {
    devices,
    setDevices,
    reason,
    setReason,
    from,
    setFrom,
    to,
    setTo,
    substitute,
    setSubstitute,
    firm,
    setFirm,
    isUrgent,
    setIsUrgent,
    urgent,
    setUrgent,
    fromMs,
    missing,
    draft,
  }
}

/** Eight in the morning of Beijing time, so many days from today. */
function morningInDays(days: number): number {
  const [day] = fieldOfMoment(stationNowMs() + days * dayMs).split('T')
  return momentOfField(`${day}T08:00`) ?? 0
}

/** 停用/调整报告: which devices, why, from when to when, and what protects the school meanwhile (A-13.b). */
export function OutageForm(props: {
  number: number | null
  matter: MatterOf<'planned-outage'> | null
}): JSX.Element {
  const t = useText()
  const form = useOutageForm(props.matter)
  const { error, isBusy, save } = useSaving(props.number)
  const keep = (isSubmitted: boolean) => form.draft !== null && void save(form.draft, isSubmitted)
  return (
    <form
      className="purpose"
      onSubmit={event => {
        event.preventDefault()
        keep(true)
      }}
    >
      <DeviceChoice
        chosen={form.devices}
        hasPartitions
        otherHint={t('approvals.devices.other.hint')}
        onChange={form.setDevices}
      />
      <h3>{t('approvals.outage-span')}</h3>
      <div className="purpose-row">
        {(['from', 'to'] as const).map(end => (
          <MomentField
            key={end}
            label={t(`approvals.outage-${end}`)}
            value={form[end]}
            days={outageDays}
            testId={`outage-${end}`}
            onChange={end === 'from' ? form.setFrom : form.setTo}
          />
        ))}
        <Choice
          label={t('approvals.urgent.choice')}
          testId="outage-urgent"
          value={form.isUrgent ? 'yes' : 'no'}
          options={(['no', 'yes'] as const).map(value => ({ value, label: t(`approvals.urgent.${value}`) }))}
          onChange={value => form.setIsUrgent(value === 'yes')}
        />
      </div>
      <NoticeWords fromMs={form.fromMs} isUrgent={form.isUrgent} />
      {form.isUrgent && (
        <TextField
          label={t('approvals.urgent')}
          hint={t('approvals.urgent.hint')}
          most={300}
          value={form.urgent}
          testId="outage-urgent-why"
          onChange={form.setUrgent}
        />
      )}
      <TextField
        label={t('approvals.reason-why')}
        hint={t('approvals.reason-why.outage')}
        most={300}
        value={form.reason}
        testId="request-reason"
        onChange={form.setReason}
      />
      <TextField
        label={t('approvals.substitute')}
        hint={t('approvals.substitute.hint')}
        most={300}
        value={form.substitute}
        testId="outage-substitute"
        onChange={form.setSubstitute}
      />
      <TextField
        label={t('approvals.firm')}
        hint=""
        most={120}
        value={form.firm}
        testId="outage-firm"
        onChange={form.setFirm}
      />
      <FormFoot
        error={error}
        isBusy={isBusy}
        missing={form.missing.map(field => t(field))}
        onDraft={() => keep(false)}
      />
    </form>
  )
}

/** How many working days ahead it would be reported today, as core counts them. */
function NoticeWords({ fromMs, isUrgent }: { fromMs: number | null; isUrgent: boolean }): JSX.Element | null {
  const t = useText()
  const [notice, setNotice] = useState<Notice | null>(null)
  useEffect(() => {
    if (fromMs === null) return
    let isOld = false
    call('approvals.notice', { fromMs }).then(
      told => isOld || setNotice(told),
      () => isOld || setNotice(null),
    )
    return () => {
      isOld = true
    }
  }, [fromMs])
  if (notice === null || fromMs === null) return null
  const { days, needed, earliest, isLate } = notice
  return (
    <p className="request-notice" data-testid="outage-notice" data-late={isLate}>
      <StateIcon tone={isLate ? 'warn' : 'ok'} size={18} />
      {isLate
        ? t('approvals.notice.late', { days, needed, earliest })
        : t('approvals.notice.in-time', { days })}
      {isLate && isUrgent && ` · ${t('approvals.notice.marked')}`}
    </p>
  )
}
