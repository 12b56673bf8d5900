import type { MouseEvent } from 'react'

/**
 * Pressed with the mouse, a button does not take the keyboard: Space stays play and pause. By Tab it is reached as ever.
 * For `onMouseDown` of what holds the buttons.
 */
export function keepFocus(event: MouseEvent): void {
  const isField =
    event.target instanceof Element && event.target.matches('input:not([type="checkbox"]), select, textarea')
  if (!isField) event.preventDefault()
}
