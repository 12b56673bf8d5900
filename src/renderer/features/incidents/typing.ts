/** So long after the last key in a text the guard is still writing, ms. */
const typingPauseMs = 3_000

/** When a key was last pressed in a text, on the page's own clock; -Infinity when never. */
let lastTypedAtMs = -Infinity

/** The same for texts behind the pop-up of an alarm. */
let lastTypedBehindAtMs = -Infinity

/** A key in a text, or a word of the input method. */
function noteKey({ target }: Event): void {
  if (!(target instanceof HTMLElement) || !target.matches('input, textarea, [contenteditable="true"]')) return
  lastTypedAtMs = performance.now()
  if (target.closest('dialog.stage') === null) lastTypedBehindAtMs = lastTypedAtMs
}

/** Notices when the guard writes; for as long as it is not disposed. */
export function watchTyping(): Disposable {
  const kinds = ['keydown', 'input', 'compositionupdate']
  for (const kind of kinds) document.addEventListener(kind, noteKey, { capture: true })
  return {
    [Symbol.dispose]() {
      for (const kind of kinds) document.removeEventListener(kind, noteKey, { capture: true })
    },
  }
}

/** How long the guard has not written in a text behind the pop-up, ms. */
export const idleBehindMs = (): number => performance.now() - lastTypedBehindAtMs

/** The guard is in the middle of a text: neither stage nor focus are taken from him. */
export function isTyping(): boolean {
  const field = document.activeElement
  return (
    performance.now() - lastTypedAtMs < typingPauseMs &&
    field instanceof HTMLElement &&
    field.matches('input, textarea, [contenteditable="true"]')
  )
}
