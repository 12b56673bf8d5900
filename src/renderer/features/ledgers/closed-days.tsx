import { useEffect, useState, type JSX } from 'react'
import type { DayClosing } from '../../../shared/contract/books.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { queryOf, useLedgers } from './store.ts'

/** Which days of the period are closed, by whom, and where something came later (A-N3.7.a, A-16.2). */
export function ClosedDays(): JSX.Element | null {
  const t = useText()
  const choice = useLedgers(state => state.choice)
  const loaded = useLedgers(state => state.loaded)
  const [closings, setClosings] = useState<readonly DayClosing[]>([])
  useEffect(() => {
    if (loaded.kind !== 'ready') return undefined
    let isWanted = true
    const { ledger, fromMs, toMs } = queryOf(choice)
    call('closings.of', { ledger, fromMs, toMs }).then(
      found => isWanted && setClosings(found),
      () => isWanted && setClosings([]),
    )
    return () => {
      isWanted = false
    }
  }, [choice, loaded])
  if (closings.length === 0) return null
  return (
    <ul className="ledger-closed" data-testid="days-closed">
      {closings.map(({ day, byName, atMs, note, since }) => (
        <li key={day} data-testid={`day-closed-${day}`} data-since={since}>
          <StateIcon tone={since === 'changed' ? 'fault' : 'ok'} size={16} />
          <span>
            {t('closings.closed', { day, name: byName, time: formatDateTime(atMs) })}
            {note !== '' && t('closings.closed.note', { note })}
          </span>
          {since !== 'same' && <b>{t(`closings.since.${since}`)}</b>}
        </li>
      ))}
    </ul>
  )
}
