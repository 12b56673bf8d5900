import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatMinutes } from '../../ui/time.ts'
import './alarm-load.css'

/** More alarms than one person can handle: how many, and what to do; goes away by itself. */
export function FloodBanner(): JSX.Element | null {
  const t = useText()
  const flood = useKnown(state => state.flood)
  if (flood === null) return null
  const { count, peak, sinceMs } = flood
  return (
    <div className="banner banner-flood" role="status" data-testid="flood" data-count={count}>
      <StateIcon tone="alarm" size={22} />
      <b>{t('flood.title')}</b>
      <span>{t('flood.words', { time: formatMinutes(sinceMs), count, peak })}</span>
      <span className="banner-detail">{t('flood.advice')}</span>
    </div>
  )
}
