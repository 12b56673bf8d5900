import { useEffect, useState, type JSX } from 'react'
import type { HandoverItem } from '../../../shared/domain/handover.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { formatTimeNear } from '../../ui/time.ts'

interface HandoverListProps {
  ticked: ReadonlySet<string>
  onTick: (ticked: ReadonlySet<string>) => void
  /** Another number asks core again: what is open may have changed. */
  asked: number
}

type Items =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'known'; readonly items: readonly HandoverItem[] }

/** What is open now: who takes over ticks each, so that nothing is handed over unseen. */
export function HandoverList({ ticked, onTick, asked }: HandoverListProps): JSX.Element {
  const t = useText()
  const [items, setItems] = useState<Items>({ kind: 'loading' })
  const [nowMs] = useState(() => Date.now())
  const [retries, setRetries] = useState(0)
  useEffect(() => {
    call('duty.handover-items', {}).then(
      known => setItems({ kind: 'known', items: known }),
      (error: unknown) => setItems({ kind: 'failed', error }),
    )
  }, [asked, retries])
  if (items.kind === 'loading') return <Loading />
  if (items.kind === 'failed')
    return <Failed message={t.refusal(items.error)} retry={() => setRetries(before => before + 1)} />
  if (items.items.length === 0)
    return (
      <p className="handover-none" data-testid="handover-none">
        {t('duty.handover.none')}
      </p>
    )
  const toggle = (id: string, isTicked: boolean) => {
    const next = new Set(ticked)
    if (isTicked) next.add(id)
    else next.delete(id)
    onTick(next)
  }
  return (
    <fieldset className="handover-items" data-testid="handover-items">
      <legend>{t('duty.handover.title')}</legend>
      {items.items.map(({ id, kind, name, sinceMs }) => (
        <label key={id} data-kind={kind}>
          <input
            type="checkbox"
            checked={ticked.has(id)}
            onChange={event => toggle(id, event.target.checked)}
          />
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
