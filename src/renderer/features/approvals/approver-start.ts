import { useEffect, useRef } from 'react'
import { openPage, useNavigation } from '../../app/navigation.ts'
import { useKnown } from '../../link/stores.ts'
import { useSession } from '../duty/index.ts'

/**
 * Somebody who came to decide finds what waits for him in front; when he leaves, the guard's watch is in view again. A
 * guard on watch is never taken away from his pictures: he has the number in the rail.
 */
export function useApproverStart(): void {
  const session = useSession()
  const personId = session?.person.id ?? null
  const isReader = session !== null && session.shift === null
  const waiting = useKnown(state => state.approvals?.waiting ?? 0)
  const shownFor = useRef<string | null>(null)
  useEffect(() => {
    if (!isReader) {
      const wasShown = shownFor.current !== null
      shownFor.current = null
      if (wasShown && useNavigation.getState().page === 'approvals') openPage('watch')
    } else if (waiting > 0 && shownFor.current !== personId) {
      shownFor.current = personId
      openPage('approvals')
    }
  }, [isReader, personId, waiting])
}
