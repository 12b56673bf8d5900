import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { requestSignOn } from './store.ts'

/** Nobody stands watch (A-10.b, A-N3.5.b): said to everyone until somebody signs on. */
export function UnmannedBanner(): JSX.Element | null {
  const sinceMs = useKnown(state => state.duty?.unmannedSinceMs ?? null)
  return sinceMs === null ? null : <Unmanned sinceMs={sinceMs} />
}

function Unmanned({ sinceMs }: { sinceMs: number }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  useNow()
  const nowMs = stationNowMs()
  const time = formatTimeNear(sinceMs, nowMs)
  return (
    <div className="banner banner-unmanned" role="alert" data-testid="unmanned">
      <StateIcon tone="warn" size={20} />
      <b>{t('duty.unmanned')}</b>
      <span>{t('duty.unmanned.since', { time, duration: formatDuration(nowMs - sinceMs, locale) })}</span>
      <Button size="small" onClick={requestSignOn}>
        {t('duty.sign-on')}
      </Button>
    </div>
  )
}
