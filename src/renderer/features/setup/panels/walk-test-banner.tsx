import type { JSX } from 'react'
import { useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { StateIcon } from '../../../ui/state-icon.tsx'
import { formatMinutes } from '../../../ui/time.ts'

/** Alarms of some zones are only noted just now: everybody must see it, as long as it is so. */
export function WalkTestBanner(): JSX.Element | null {
  const t = useText()
  const tests = useKnown(state => state.panelWork?.walkTests ?? null)
  if (tests === null || tests.length === 0) return null
  return (
    <div className="banner banner-unmanned" role="status" data-testid="walk-test-banner">
      <StateIcon tone="warn" size={20} />
      <b>{t('walk-test.banner')}</b>
      {tests.map(({ id, panelName, partitionName, endsAtMs, byName, zones }) => (
        <span key={id}>
          {t('walk-test.banner.what', {
            panel: panelName,
            partition: partitionName,
            time: formatMinutes(endsAtMs),
            name: byName,
          })}{' '}
          {t('walk-test.progress', {
            passed: zones.filter(({ firstAtMs }) => firstAtMs !== null).length,
            total: zones.length,
          })}
        </span>
      ))}
    </div>
  )
}
