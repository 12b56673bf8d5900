import type { JSX } from 'react'
import type { ArmingReport } from '../../../shared/contract/arming.ts'
import { openPage } from '../../app/navigation.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { alertOf } from './arming-words.ts'
import { openArming } from './store.ts'

/** The first of the school's list; the rest stand at the incident. */
const mostPhones = 3

const nothing: ArmingReport['partitions'] = []

/** A partition that is about to be due, or was missed, over every page until it is done (A-15.2.1.a, A-N3.5.b). */
export function ArmingBanner(): JSX.Element | null {
  const partitions = useKnown(state => state.arming?.partitions ?? nothing)
  useNow(5_000)
  const nowMs = stationNowMs()
  const alerts = partitions.flatMap(({ partitionId, watch }) => {
    const alert = alertOf(watch, nowMs)
    return alert === null || watch === null || alert.key === 'held' ? [] : [{ partitionId, watch, alert }]
  })
  return (
    <>
      {alerts.map(({ partitionId, watch, alert }) => (
        <Alert key={partitionId} partitionId={partitionId} watch={watch} alert={alert} nowMs={nowMs} />
      ))}
    </>
  )
}

interface AlertProps {
  partitionId: string
  watch: NonNullable<ArmingReport['partitions'][number]['watch']>
  alert: NonNullable<ReturnType<typeof alertOf>>
  nowMs: number
}

function Alert({ partitionId, watch, alert, nowMs }: AlertProps): JSX.Element {
  const t = useText()
  const name = useKnown(state => state.site?.partitions.find(({ id }) => id === partitionId)?.name ?? '')
  const leaders = useKnown(state => state.site?.contacts)
  const time = formatTimeNear(watch.dueAtMs, nowMs).slice(0, -3)
  const isLoud = alert.tone === 'alarm'
  const phones =
    alert.key === 'escalated'
      ? (leaders ?? [])
          .slice(0, mostPhones)
          .map(({ name: who, phone }) => `${who} ${phone}`)
          .join('、')
      : ''
  return (
    <div
      className={`banner ${isLoud ? 'banner-broken' : 'banner-unmanned'}`}
      role={isLoud ? 'alert' : 'status'}
      data-testid={`arming-alert-${partitionId}`}
      data-alert={alert.key}
    >
      <StateIcon tone={alert.tone} size={22} />
      <b>{name}</b>
      <span>
        {watch.dueAtMs === 0
          ? t('arming.alert.perimeter')
          : t(`arming.alert.${watch.to}.${alert.key}`, { time, reason: '' })}
      </span>
      {phones !== '' && <span className="numbers">{t('arming.phones', { phones })}</span>}
      <Button
        size="small"
        testId={`arming-alert-open-${partitionId}`}
        onClick={() => {
          openPage('intrusion')
          openArming(partitionId, watch.to === 'armed' ? 'arm' : 'disarm')
        }}
      >
        {t(watch.to === 'armed' ? 'intrusion.arm.ask' : 'intrusion.disarm.ask')}
      </Button>
    </div>
  )
}
