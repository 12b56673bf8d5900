import { useState, type JSX } from 'react'
import { useKnown } from '../link/stores.ts'
import { useLocale, useText } from '../link/use-text.ts'
import { StateIcon } from '../ui/state-icon.tsx'
import { formatDuration, formatTime } from '../ui/time.ts'
import { useNow } from '../ui/use-now.ts'
import './banners.css'

/** Shown while core is away; mounted by the frame at the moment the link broke. */
export function LinkDownBanner(): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const [sinceMs] = useState(() => Date.now())
  const duration = formatDuration(useNow() - sinceMs, locale)
  return (
    <div className="banner banner-stale" role="alert" data-testid="link-down">
      <StateIcon tone="warn" size={22} />
      <b>{t('app.stale.title')}</b>
      <span>{t('app.stale.since', { time: formatTime(sinceMs), duration })}</span>
      <span className="banner-detail">{t('app.stale.detail')}</span>
    </div>
  )
}

/** The chain of records does not verify: everyone sees it, nobody can dismiss it. */
export function BrokenJournalBanner(): JSX.Element | null {
  const t = useText()
  const broken = useKnown(state => state.station?.journal.state === 'broken')
  const seq = useKnown(state => state.station?.journal.firstBadSeq ?? null)
  if (!broken) return null
  return (
    <div className="banner banner-broken" role="alert" data-testid="journal-broken">
      <StateIcon tone="alarm" size={22} />
      <b>{t('app.journal.broken')}</b>
      <span>{t('app.journal.broken.detail', { seq: seq ?? '?' })}</span>
    </div>
  )
}
