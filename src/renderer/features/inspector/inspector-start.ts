import { useEffect, useRef } from 'react'
import { openPage, useNavigation } from '../../app/navigation.ts'
import { useSession } from '../duty/index.ts'

/** Who came to inspect finds the questions in front; when he leaves, the guard's watch is in view again. */
export function useInspectorStart(): void {
  const session = useSession()
  const isInspector = session !== null && session.shift === null && session.person.roles.includes('inspector')
  const wasInspector = useRef(false)
  useEffect(() => {
    if (isInspector) openPage('inspector')
    else if (wasInspector.current || useNavigation.getState().page === 'inspector') openPage('watch')
    wasInspector.current = isInspector
  }, [isInspector])
}
