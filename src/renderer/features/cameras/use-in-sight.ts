import { useEffect, useState, type RefObject } from 'react'
import { useWindowShown } from '../../link/this-window.ts'

/** A tile that is hidden for a moment (enlarging another, a quick look elsewhere) keeps its stream for so long. */
const graceMs = 1_500

/** Whether an element can be seen: on the page, not scrolled away, and the window not hidden or minimised. */
export function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [isInSight, setInSight] = useState(false)
  useEffect(() => {
    if (element.current === null) return
    let isIntersecting = false
    let leaving: ReturnType<typeof setTimeout> | null = null
    const decide = () => {
      const sees =
        isIntersecting && document.visibilityState === 'visible' && useWindowShown.getState().isShown
      if (leaving !== null) clearTimeout(leaving)
      leaving = null
      if (sees) setInSight(true)
      else leaving = setTimeout(() => setInSight(false), graceMs)
    }
    const observer = new IntersectionObserver(entries => {
      isIntersecting = entries.at(-1)?.isIntersecting ?? false
      decide()
    })
    observer.observe(element.current)
    document.addEventListener('visibilitychange', decide)
    const stopWatching = useWindowShown.subscribe(decide)
    return () => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', decide)
      stopWatching()
      if (leaving !== null) clearTimeout(leaving)
    }
  }, [element])
  return isInSight
}
