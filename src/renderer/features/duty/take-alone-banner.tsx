import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useSession } from './selectors.ts'
import { requestDutyDialog } from './store.ts'

/** Nobody handed over to the guard on watch: what is open is still to be looked over, and the keys to be counted. */
export function TakeAloneBanner(): JSX.Element | null {
  const t = useText()
  const isOnWatch = useSession()?.shift != null
  const isOwed = useKnown(state => state.duty?.isTakeOverOwed ?? false)
  if (!isOnWatch || !isOwed) return null
  return (
    <div className="banner banner-unmanned" role="alert" data-testid="take-alone-banner">
      <StateIcon tone="warn" size={20} />
      <b>{t('duty.take-alone.owed')}</b>
      <Button size="small" testId="take-alone-open" onClick={() => requestDutyDialog('take-alone')}>
        {t('duty.take-alone.open')}
      </Button>
    </div>
  )
}
