import type { JSX } from 'react'
import { openPage } from '../../app/navigation.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatLongDay } from '../../ui/time.ts'
import { useMay, useSignedOn } from '../duty/index.ts'
import { showRecordings } from './store.ts'

/** Days shown by name; the ledger has them all. */
const mostShown = 3

/** Days whose round is missing, to whoever signed on, until that of today is done. */
export function DailyMissedBanner(): JSX.Element | null {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const report = useKnown(state => state.dailyCheck)
  const isSignedOn = useSignedOn()
  const mayCheck = useMay('recordings.daily-check')
  if (report === null || !isSignedOn || report.missed.length === 0 || report.today.finished !== null)
    return null
  const days = report.missed
    .slice(-mostShown)
    .map(({ day, done, of }) =>
      t('daily.missed.day', { day: formatLongDay(Date.parse(`${day}T00:00:00+08:00`), locale), done, of }),
    )
  return (
    <div className="banner banner-unmanned" role="status" data-testid="daily-missed">
      <StateIcon tone="warn" size={22} />
      <b>{t('daily.title')}</b>
      <span>{t('daily.missed', { days: days.join('、') })}</span>
      {mayCheck && (
        <Button
          size="small"
          testId="daily-open"
          onClick={() => {
            showRecordings('daily')
            openPage('playback')
          }}
        >
          {t('daily.open')}
        </Button>
      )}
    </div>
  )
}

/** Whether the person at the desk still owes today's round. */
export function useDailyDue(): boolean {
  const mayCheck = useMay('recordings.daily-check')
  const isOwed = useKnown(
    state =>
      state.dailyCheck !== null &&
      state.dailyCheck.today.finished === null &&
      (state.site?.cameras.length ?? 0) > 0,
  )
  return mayCheck && isOwed
}
