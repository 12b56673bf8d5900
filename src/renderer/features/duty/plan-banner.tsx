import { useState, type JSX } from 'react'
import type { Shift } from '../../../shared/domain/duty.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatMinutes } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useSession } from './selectors.ts'
import { requestDutyDialog } from './store.ts'

const minuteMs = 60_000
/** So long behind the planned end the guard is told that the shift is over. */
const overMs = 5 * minuteMs

/** What the roster says of the shift that is stood: late, early, not planned, over (A-10.a). */
export function PlanBanner(): JSX.Element | null {
  const shift = useSession()?.shift ?? null
  return shift === null || shift.plan.kind === 'none' ? null : <Told key={shift.id} shift={shift} />
}

function Told({ shift }: { shift: Shift }): JSX.Element | null {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const [isRead, setRead] = useState(false)
  useNow(10_000)
  const { plan } = shift
  if (plan.kind === 'none') return null
  const overdueMs = stationNowMs() - plan.toMs
  if (overdueMs >= overMs) {
    const words = {
      time: formatMinutes(plan.toMs),
      length: formatDuration(Math.floor(overdueMs / minuteMs) * minuteMs, locale),
    }
    return (
      <div className="banner banner-unmanned" role="alert" data-testid="plan-banner" data-state="over">
        <StateIcon tone="warn" size={20} />
        <b>{t('roster.told.over', words)}</b>
        <Button size="small" onClick={() => requestDutyDialog('hand-over')}>
          {t('duty.hand-over')}
        </Button>
      </div>
    )
  }
  if (isRead || (plan.kind === 'planned' && plan.lateMinutes === 0)) return null
  const span = `${formatMinutes(plan.fromMs)}–${formatMinutes(plan.toMs)}`
  const words =
    plan.kind === 'instead'
      ? t('roster.told.instead', { shift: plan.shiftName, span, name: plan.of })
      : t(plan.lateMinutes > 0 ? 'roster.told.late' : 'roster.told.early', {
          shift: plan.shiftName,
          span,
          length: formatDuration(Math.abs(plan.lateMinutes) * minuteMs, locale),
        })
  const state = plan.kind === 'instead' ? 'instead' : plan.lateMinutes > 0 ? 'late' : 'early'
  return (
    <div className="banner banner-unmanned" role="alert" data-testid="plan-banner" data-state={state}>
      <StateIcon tone="warn" size={20} />
      <b>{words}</b>
      <span>{t('roster.told.written')}</span>
      <Button size="small" testId="plan-banner-read" onClick={() => setRead(true)}>
        {t('roster.told.read')}
      </Button>
    </div>
  )
}
