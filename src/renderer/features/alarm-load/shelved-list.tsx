import { useState, type JSX } from 'react'
import type { Shelf } from '../../../shared/domain/shelving.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import './alarm-load.css'

const none: readonly Shelf[] = []

/** What is shelved now: until when, why, by whom, and what has not rung. */
export function ShelvedList({ mayLift }: { mayLift: boolean }): JSX.Element {
  const t = useText()
  const shelves = useKnown(state => state.shelving ?? none)
  const [error, setError] = useState<unknown>(null)
  const lift = (id: number) => {
    setError(null)
    call('shelving.lift', { id }).catch((refused: unknown) => setError(refused))
  }
  if (shelves.length === 0) return <p className="shelved-none">{t('shelving.none')}</p>
  return (
    <>
      <ul className="shelved" data-testid="shelved">
        {shelves.map(shelf => (
          <ShelfLine key={shelf.id} shelf={shelf} lift={mayLift ? lift : null} />
        ))}
      </ul>
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
    </>
  )
}

function ShelfLine({ shelf, lift }: { shelf: Shelf; lift: ((id: number) => void) | null }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow(1_000)
  const { id, zoneName, by, reason, fromMs, untilMs, heldCount, standing } = shelf
  const duration = formatDuration(Math.max(0, untilMs - nowMs), locale)
  return (
    <li data-testid={`shelf-${shelf.zoneId}`} data-held={heldCount}>
      <StateIcon tone="warn" size={18} />
      <div>
        <b>{zoneName}</b>
        <span>{t('shelving.until', { time: formatTimeNear(untilMs, nowMs), duration })}</span>
        <small>{t('shelving.by', { name: by.name, time: formatTimeNear(fromMs, nowMs), reason })}</small>
        <small className={heldCount > 0 ? 'shelved-held' : ''}>
          {heldCount === 0 ? t('shelving.held.none') : t('shelving.held', { count: heldCount })}
          {standing.length > 0 && ` · ${t('shelving.standing')}`}
        </small>
      </div>
      {lift !== null && (
        <Button size="small" testId={`shelf-lift-${shelf.zoneId}`} onClick={() => lift(id)}>
          {t('shelving.lift')}
        </Button>
      )}
    </li>
  )
}

/** For the hand-over: the next guard learns which zones do not ring. Nothing where none is shelved. */
export function ShelvedAtHandOver(): JSX.Element | null {
  const t = useText()
  const isAny = useKnown(state => (state.shelving?.length ?? 0) > 0)
  if (!isAny) return null
  return (
    <section data-testid="hand-over-shelved">
      <h3>{t('duty.hand-over.shelved')}</h3>
      <ShelvedList mayLift={false} />
    </section>
  )
}
