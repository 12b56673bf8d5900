import type { JSX } from 'react'
import type { StorageOutlook } from '../../../shared/domain/storage.ts'
import { openPage } from '../../app/navigation.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'
import { toneOfLevel } from './words.ts'

/** Two weeks before the disks no longer hold what was promised everybody at the desk reads it, with the day (A-15.1.4.a). */
export function StorageBanner(): JSX.Element | null {
  const warning = useKnown(state => state.storage)
  return warning === null ? null : <Banner {...warning} />
}

function Banner(outlook: Pick<StorageOutlook, 'level' | 'shortAtMs'>): JSX.Element {
  const t = useText()
  const mayLook = useMay('ledgers.read')
  return (
    <div
      className="banner banner-unmanned"
      role="status"
      data-testid="storage-banner"
      data-level={outlook.level}
    >
      <StateIcon tone={toneOfLevel[outlook.level]} size={22} />
      <b>{t('storage.banner')}</b>
      <span>{useOutlookSentence(outlook)}</span>
      {mayLook && (
        <Button size="small" testId="storage-banner-open" onClick={() => openPage('storage')}>
          {t('storage.banner.open')}
        </Button>
      )}
    </div>
  )
}

/** Whether the disks hold what was promised, and if not, from which day. */
export function useOutlookSentence({
  level,
  shortAtMs,
}: Pick<StorageOutlook, 'level' | 'shortAtMs'>): string {
  const t = useText()
  const nowMs = useNow(60_000)
  if (level === 'fine' || shortAtMs === null) return t('storage.outlook.fine')
  if (level === 'soon') return t('storage.outlook.soon', { day: formatDay(shortAtMs) })
  return shortAtMs <= nowMs
    ? t('storage.outlook.now')
    : t('storage.outlook.short', { day: formatDay(shortAtMs) })
}
