import { useRef, type KeyboardEvent } from 'react'
import { idleBehindMs } from './typing.ts'

/** A key so soon after the one before belongs to the text that the pop-up interrupted, ms. */
const hastyMs = 700

/**
 * For a pop-up that came while the guard was writing elsewhere: tells which keys were meant for that text, and swallows
 * them, so that no space or Enter of a sentence confirms where an alarm is that nobody has looked at.
 */
export function useHastyKeys(): (event: KeyboardEvent) => boolean {
  const lastKeyAtMs = useRef<number | null>(null)
  return event => {
    lastKeyAtMs.current ??= performance.now() - idleBehindMs()
    const isField = event.target instanceof HTMLElement && event.target.matches('input, textarea')
    const isHasty = !isField && performance.now() - lastKeyAtMs.current < hastyMs
    if (!isField) lastKeyAtMs.current = isHasty ? performance.now() : -Infinity
    if (isHasty) {
      event.preventDefault()
      event.stopPropagation()
    }
    return isHasty
  }
}
