import { useEffect, useState, type JSX } from 'react'
import type { HandoverItem } from '../../../shared/domain/handover.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { formatTimeNear } from '../../ui/time.ts'

interface HandoverListProps {
  ticked: ReadonlySet<string>
  onTick: (ticked: ReadonlySet<string>) => void
}

type Items =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'known'; readonly items: readonly HandoverItem[] }

function readItems(tell: (items: Items) => void): void {
  call('duty.handover-items', {}).then(
    items => tell({ kind: 'known', items }),
    (error: unknown) => tell({ kind: 'failed', error }),
  )
}

/** What is open now: who takes over ticks each, so that nothing is handed over unseen. */
export function HandoverList({ ticked, onTick }: HandoverListProps): JSX.Element {
  const t = useText()
  const [items, setItems] = useState<Items>({ kind: 'loading' })
  const [nowMs] = useState(() => Date.now())
  useEffect(() => readItems(setItems), [])
  if (items.kind === 'loading') return <Loading />
  if (items.kind === 'failed')
    return <Failed message={t.refusal(items.error)} retry={() => readItems(setItems)} />
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
