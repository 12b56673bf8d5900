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
  const [attempt, setAttempt] = useState(0)
  const retry = useCallback(() => setAttempt(count => count + 1), [])
  useEffect(() => {
    let isCurrent = true
    call('duty.people', {}).then(
      known => {
        if (isCurrent) setPeople({ kind: 'known', people: known })
      },
      (error: unknown) => {
        if (isCurrent) setPeople({ kind: 'failed', error, retry })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [connected, attempt, retry])
  return people
}
