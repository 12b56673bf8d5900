import { useState, type JSX } from 'react'
import type { HandoverItem } from '../../../shared/domain/handover.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { formatTimeNear } from '../../ui/time.ts'

interface HandoverListProps {
  items: readonly HandoverItem[]
  ticked?: ReadonlySet<string>
  /** Who takes over ticks; absent for the outgoing guard, who only reads. */
  onTick?: (ticked: ReadonlySet<string>) => void
}

const none: ReadonlySet<string> = new Set()

/** What is open now: who takes over ticks each, so that nothing is handed over unseen. */
export function HandoverList({ items, ticked = none, onTick }: HandoverListProps): JSX.Element {
  const t = useText()
  const [nowMs] = useState(stationNowMs)
  if (items.length === 0)
    return (
      <p className="handover-none" data-testid="handover-none">
        {t('duty.handover.none')}
      </p>
    )
  const toggle = (id: string, isTicked: boolean) => {
    const next = new Set(ticked)
    if (isTicked) next.add(id)
    else next.delete(id)
    onTick?.(next)
  }
  return (
    <fieldset className="handover-items" data-testid="handover-items">
      <legend>{t(onTick === undefined ? 'duty.handover.open' : 'duty.handover.title')}</legend>
      {items.map(({ id, kind, name, sinceMs }) => (
        <label key={id} data-kind={kind} data-testid={`handover-item-${kind}`}>
          {onTick === undefined ? (
            <span aria-hidden>·</span>
          ) : (
            <input
              type="checkbox"
              checked={ticked.has(id)}
              onChange={event => toggle(id, event.target.checked)}
            />
          )}
          <b>{t(`duty.handover.kind.${kind}`)}</b>
          <span>{name}</span>
          {sinceMs !== null && (
            <small>{t('duty.handover.since', { time: formatTimeNear(sinceMs, nowMs) })}</small>
          )}
        </label>
      ))}
    </fieldset>
  )
}
