import { create } from 'zustand'
import type { WallWindowName } from '../../shared/domain/wall.ts'

/** Which window this page is in; told by the shell in the address. */
export const thisWindow: WallWindowName =
  new URLSearchParams(location.search).get('window') === 'second' ? 'second' : 'main'

/**
 * Whether the window can be seen at all. The page itself does not know: it runs unthrottled, so that alarms sound, and
 * then a hidden window counts as visible.
 */
export const useWindowShown = create<{ isShown: boolean }>(() => ({ isShown: true }))

/** Listens to the shell; called once by `main.tsx`. */
export function watchWindow(): void {
  window.zhishou.watchWindow(isShown => useWindowShown.setState({ isShown }))
}
