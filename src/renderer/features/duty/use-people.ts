import { useCallback, useEffect, useState } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { call, useKnown } from '../../link/stores.ts'

export type People =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly kind: 'known'; readonly people: readonly Person[] }

/** Who may sign on; read when the form opens and again after the link came back. */
export function usePeople(): People {
  const connected = useKnown(state => state.connected)
  const [people, setPeople] = useState<People>({ kind: 'loading' })
  const read = useCallback(async () => {
    try {
      setPeople({ kind: 'known', people: await call('duty.people', {}) })
    } catch (error) {
      setPeople({ kind: 'failed', error, retry: () => void read() })
    }
  }, [])
  useEffect(() => {
    // While the link is down the names already known stay; there is nothing to ask.
    if (connected) void read()
  }, [connected, read])
  return people
}
