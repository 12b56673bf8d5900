import { useEffect, useRef } from 'react'
import { burstGapMs, noBurst, stepBurst, type BurstEvent } from './card-burst.ts'

/** Keys that we sent on ourselves after holding them. */
const sentOn = new WeakSet<Event>()

/**
 * Hears a card reader that types (keyboard wedge) while mounted. Fast digits are held for a moment: of a card none
 * reaches a field or a hotkey; what a person typed is sent on unchanged.
 */
export function useCardReader(onCard: (number: string) => void, enabled = true): void {
  const latest = useRef(onCard)
  useEffect(() => {
    latest.current = onCard
  })
  useEffect(() => {
    if (!enabled) return
    return listen(number => latest.current(number))
  }, [enabled])
}

function listen(onCard: (number: string) => void): () => void {
  let burst = noBurst
  let timer: ReturnType<typeof setTimeout> | undefined
  const take = (event: BurstEvent): string | null => {
    clearTimeout(timer)
    const step = stepBurst(burst, event)
    burst = step.burst
    if (step.release !== '') sendOn(step.release)
    if (burst.held !== '') timer = setTimeout(() => take({ type: 'pause' }), burstGapMs + 10)
    return step.card
  }
  const hear = (event: KeyboardEvent) => {
    if (sentOn.has(event) || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Shift') return
    // The time of the key, not of its handling: a busy page must not slow a card down.
    const atMs = event.timeStamp
    if (/^\d$/.test(event.key)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      take({ type: 'digit', digit: event.key, atMs })
      return
    }
    const card = take(event.key === 'Enter' ? { type: 'enter', atMs } : { type: 'other' })
    if (card === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
    onCard(card)
  }
  window.addEventListener('keydown', hear, true)
  return () => {
    window.removeEventListener('keydown', hear, true)
    take({ type: 'other' })
  }
}

/** Types digits into what has the focus, or gives them to the hotkeys. */
function sendOn(digits: string): void {
  const target = document.activeElement
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  if (isField && !target.readOnly && !target.disabled) return typeInto(target, digits)
  for (const key of digits) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    sentOn.add(event)
    ;(target ?? document.body).dispatchEvent(event)
  }
}

function typeInto(field: HTMLInputElement | HTMLTextAreaElement, digits: string): void {
  const start = field.selectionStart
  if (start === null) {
    // A number field has no selection. Past React's own setter, or it would not see the change.
    Reflect.set(HTMLInputElement.prototype, 'value', field.value + digits, field)
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    return
  }
  const end = field.selectionEnd ?? start
  const room = field.maxLength < 0 ? digits.length : field.maxLength - field.value.length + (end - start)
  const text = digits.slice(0, Math.max(0, room))
  if (text === '') return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }))
}
