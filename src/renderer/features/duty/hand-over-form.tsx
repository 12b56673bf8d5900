import { useEffect, useState, type JSX } from 'react'
import type { HandoverState } from '../../../shared/contract/handover.ts'
import type { Person, Shift } from '../../../shared/domain/duty.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { formatMinutes } from '../../ui/time.ts'
import { HandOverGive } from './hand-over-give.tsx'
import { HandOverTake } from './hand-over-take.tsx'

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'known'; readonly state: HandoverState }

function readState(tell: (loaded: Loaded) => void): void {
  call('handover.state', {}).then(
    state => tell({ kind: 'known', state }),
    (error: unknown) => tell({ kind: 'failed', error }),
  )
}

/** Two people at the desk, one after the other: the outgoing guard counts and signs, the next one ticks, counts and signs. */
export function HandOverForm({ person, shift }: { person: Person; shift: Shift }): JSX.Element {
  const t = useText()
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' })
  useEffect(() => readState(setLoaded), [])
  if (loaded.kind === 'loading') return <Loading />
  if (loaded.kind === 'failed')
    return <Failed message={t.refusal(loaded.error)} retry={() => readState(setLoaded)} />
  const known = (state: HandoverState) => setLoaded({ kind: 'known', state })
  const { state } = loaded
  return (
    <div
      className="duty-form hand-over"
      data-testid="hand-over"
      data-step={state.signed === null ? 'give' : 'take'}
    >
      <ol className="hand-over-steps" aria-label={t('duty.hand-over.title')}>
        <li aria-current={state.signed === null ? 'step' : undefined}>
          <b>{t('duty.hand-over.give')}</b>
          {t('duty.hand-over.from', { name: person.name, time: formatMinutes(shift.startedAtMs) })}
          {state.signed !== null && (
            <em>{t('duty.hand-over.signed', { time: formatMinutes(state.signed.atMs) })}</em>
          )}
        </li>
        <li aria-current={state.signed === null ? undefined : 'step'}>
          <b>{t('duty.hand-over.take')}</b>
          {t('duty.hand-over.take.why')}
        </li>
      </ol>
      {state.signed === null ? (
        <HandOverGive person={person} state={state} onSigned={known} />
      ) : (
        <HandOverTake
          person={person}
          state={state}
          signed={state.signed}
          onUnsigned={known}
          onRefused={() => readState(setLoaded)}
        />
      )}
    </div>
  )
}
