const fields =
  'input:not([type=hidden], [type=file], :disabled), textarea:not(:disabled), select:not(:disabled)'
/** Fields in which Enter means "done": a line of text, not a box to tick, a list, or text of several lines. */
const lines = 'input:not([type=checkbox], [type=radio], [type=file], [type=search], [role=combobox])'
const primaries = '.button-primary:not(:disabled)'

/**
 * What every dialog does for the keyboard: when it opens, its first field has it, and Enter in a line of text presses
 * the one primary act. What cannot be taken back (`danger`) always wants a press of its own.
 */
export function keepDialogKeys(): Disposable {
  let pressed: EventTarget | null = null
  const ending = new AbortController()
  const { signal } = ending
  document.addEventListener('pointerdown', ({ target }) => (pressed = target), { capture: true, signal })
  document.addEventListener('pointerup', () => (pressed = null), { capture: true, signal })
  // Who presses beside the fields of an open dialog has not opened it.
  document.addEventListener('focusin', event => enter(event, pressed), { signal })
  document.addEventListener('keydown', press, { signal })
  return { [Symbol.dispose]: () => ending.abort() }
}

/** antd gives the keyboard to a dialog that opens, or to the cross that closes it, unless a field of it asked for it. */
function enter({ target, relatedTarget }: FocusEvent, pressed: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || !target.matches('.ant-modal, .ant-modal-close')) return
  const dialog = target.closest('.ant-modal')
  const isInside = (other: EventTarget | null) => other instanceof Node && dialog?.contains(other) === true
  if (isInside(relatedTarget) || isInside(pressed)) return
  dialog?.querySelector<HTMLElement>(fields)?.focus({ preventScroll: true })
}

function press(event: KeyboardEvent): void {
  const { target } = event
  if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing || event.repeat) return
  if (!(target instanceof HTMLInputElement) || !target.matches(lines)) return
  // A form with a button that sends it does so by itself.
  if (target.form?.querySelector('[type=submit]') != null) return
  const [primary, ...others] = target.closest('.ant-modal')?.querySelectorAll<HTMLElement>(primaries) ?? []
  if (primary === undefined || others.length > 0) return
  event.preventDefault()
  primary.click()
}
