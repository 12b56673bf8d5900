import { useEffect, useRef } from 'react'

type Handler = (event: KeyboardEvent) => void
interface Binding {
  readonly key: string
  readonly layer: number
  readonly handler: { readonly current: Handler }
}

/**
 * Who hears a key first. A pop-up is in front of the page, so its keys win; within a layer the newest binding wins.
 * `shell`: page switches; `page`: the page in view; `alarm`: the alarm stage; `dialog`: whatever asks a question.
 */
const hotkeyLayers = { shell: 0, page: 1, alarm: 2, dialog: 3 } as const
export type HotkeyLayer = keyof typeof hotkeyLayers

const bindings = new Set<Binding>()
const barriers = new Set<{ readonly layer: number }>()

/** Keys that a text field needs for itself. F-keys and Escape work from within a field. */
function belongsToField(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (/^F\d{1,2}$/.test(event.key) || event.key === 'Escape') return false
  if (target.matches('input, textarea, select, [contenteditable="true"]')) return true
  // Space and Enter on a focused button press that button.
  return (
    (event.key === ' ' || event.key === 'Enter') &&
    target.closest('button, a[href], [role="button"]') !== null
  )
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
  if (belongsToField(event)) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const lowest = Math.max(0, ...[...barriers].map(barrier => barrier.layer))
  let chosen: Binding | null = null
  for (const binding of bindings) {
    if (binding.key !== key || binding.layer < lowest) continue
    if (chosen === null || binding.layer >= chosen.layer) chosen = binding
  }
  if (chosen === null) return
  event.preventDefault()
  chosen.handler.current(event)
}

let listening = false

/**
 * Calls `handler` when a key is pressed anywhere, unless a text field needs it or a higher layer took it.
 * `key` is `KeyboardEvent.key`, letters in lower case: `'m'`, `'F2'`, `' '`, `'Escape'`, `'1'`.
 */
export function useHotkey(key: string, layer: HotkeyLayer, handler: Handler, enabled = true): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => {
    if (!enabled) return
    if (!listening) {
      listening = true
      window.addEventListener('keydown', dispatch)
    }
    const binding: Binding = { key, layer: hotkeyLayers[layer], handler: latest }
    bindings.add(binding)
    return () => void bindings.delete(binding)
  }, [key, layer, enabled])
}

/** While mounted, keys of lower layers are deaf: what is typed into a dialog must not move the page behind it. */
export function useHotkeyBarrier(layer: HotkeyLayer, enabled = true): void {
  useEffect(() => {
    if (!enabled) return
    const barrier = { layer: hotkeyLayers[layer] }
    barriers.add(barrier)
    return () => void barriers.delete(barrier)
  }, [layer, enabled])
}
