import { useEffect, useState } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { call, useKnown } from '../../link/stores.ts'

export type People =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly kind: 'known'; readonly people: readonly Person[] }

function readPeople(onKnown: (people: readonly Person[]) => void, onError: (error: unknown) => void): void {
  call('duty.people', {}).then(onKnown, onError)
}

/** Who may sign on; read when the form opens and again after the link came back. */
export function usePeople(): People {
  const connected = useKnown(state => state.connected)
  const [people, setPeople] = useState<readonly Person[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    // While the link is down the names already known stay; there is nothing to ask.
    if (connected) readPeople(setPeople, setError)
  }, [connected])
  if (people !== null) return { kind: 'known', people }
  if (error === null) return { kind: 'loading' }
  return { kind: 'failed', error, retry: () => readPeople(setPeople, setError) }
}
