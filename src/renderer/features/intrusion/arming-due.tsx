import { useState, type JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'
import { alertOf, armingOf, canHold } from './arming-words.ts'
import { HoldDialog } from './hold-dialog.tsx'

/** When a partition is to be armed or disarmed next, and what is wrong with it now. */
export function ArmingDue({ partition }: { partition: PartitionView }): JSX.Element | null {
  const t = useText()
  const locale = useLocale(state => state.locale)
  useNow(10_000)
  const arming = useKnown(state => armingOf(state.arming, partition.id))
  const mayHold = useMay('intrusion.arm')
  const [isHolding, setHolding] = useState(false)
  if (arming === undefined) return null
  const nowMs = stationNowMs()
  const { watch, next, schedule } = arming
  const alert = alertOf(watch, nowMs)
  const time = (atMs: number) => formatTimeNear(atMs, nowMs).slice(0, -3)
  return (
    <>
      {partition.kind === 'intrusion' && (alert === null || watch?.dueAtMs !== next?.atMs) && (
        <p data-testid={`due-${partition.id}`} data-stage={watch?.stage ?? 'none'}>
          {schedule === null
            ? t('arming.no-schedule')
            : next === null
              ? t('arming.always')
              : t(`arming.next.${next.to}`, {
                  time: time(next.atMs),
                  duration: formatDuration(Math.max(60_000, next.atMs - nowMs), locale),
                })}
        </p>
      )}
      {alert !== null && watch !== null && (
        <p
          className={alert.tone === 'alarm' ? 'partition-overdue' : 'partition-blocked'}
          data-testid={`alert-${partition.id}`}
          data-alert={alert.key}
        >
          <StateIcon tone={alert.tone} size={16} />
          {watch.dueAtMs === 0
            ? t('arming.alert.perimeter')
            : t(`arming.alert.${watch.to}.${alert.key}`, {
                time: time(alert.key === 'held' ? (watch.hold?.untilMs ?? 0) : watch.dueAtMs),
                reason: watch.hold?.reason ?? '',
              })}
          {mayHold && canHold(partition.kind, watch) && (
            <Button size="small" testId={`hold-${partition.id}`} onClick={() => setHolding(true)}>
              {t('arming.hold.ask')}
            </Button>
          )}
        </p>
      )}
      <HoldDialog type="hold" partition={partition} isOpen={isHolding} onClose={() => setHolding(false)} />
    </>
  )
}
