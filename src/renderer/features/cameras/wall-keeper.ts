import type { WallWindow } from '../../../shared/domain/wall.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { call, useKnown } from '../../link/stores.ts'
import { thisWindow } from '../../link/this-window.ts'
import { onTick } from '../../media/ticker.ts'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { advanceTour, restore, toTour, useWall } from './wall-store.ts'
import { isAhead, isDue } from './wall-tour.ts'

/** Changes that follow one another are kept once. */
const keepAfterMs = 400
/** A next screen whose pictures are late is waited for so long: dials are spread, and a key frame may be seconds away. */
const mostLateMs = 10_000

/** Reads what this window showed last, keeps every change of it in core, and drives the tour. */
export function keepWall(): Disposable {
  const stopKnown = useKnown.subscribe((known, before) => {
    if (known.connected && !before.connected) read()
  })
  if (useKnown.getState().connected) read()
  let timer: ReturnType<typeof setTimeout> | null = null
  const stopKeeping = useWall.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = null
      void keep()
    }, keepAfterMs)
  })
  const ticking = onTick(lookAtTour)
  return {
    [Symbol.dispose]() {
      stopKnown()
      stopKeeping()
      ticking[Symbol.dispose]()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function read(): void {
  if (useWall.getState().isRestored) return
  void ask()
}

async function ask(): Promise<void> {
  try {
    const kept = await call('views.window', { window: thisWindow })
    keptLast = kept === null ? '' : JSON.stringify(kept)
    restore(kept)
  } catch (error) {
    // The link broke: the next connection asks again.
    if (!(error instanceof Refusal)) throw error
  }
}

let keptLast = ''

async function keep(): Promise<void> {
  const { isRestored, arrangement, viewId, page, tour, hasFigures, shows } = useWall.getState()
  if (!isRestored) return
  const kept: WallWindow = { arrangement, viewId, page, tour, hasFigures, shows }
  const text = JSON.stringify(kept)
  if (text === keptLast) return
  try {
    await call('views.keep-window', { window: thisWindow, state: kept })
    keptLast = text
  } catch (error) {
    // The link broke: the next change is kept again.
    if (!(error instanceof Refusal)) throw error
  }
}

/** Twice a second: holds the tour, has the next pictures dialled, and shows them when they are there. */
function lookAtTour(nowMs: number): void {
  const { phase, enlarged } = useWall.getState()
  if (phase.kind === 'off') return
  // On another page nobody sees it: the screen stays, for its whole dwell.
  if (document.querySelector('.wall-grid') === null) {
    toTour({ type: 'changed' })
    return
  }
  const isAlarm = useKnown.getState().incidents?.some(isUnacknowledged) ?? false
  toTour({ type: 'look', isAlarm, isEnlarged: enlarged !== null })
  const after = useWall.getState()
  const shouldDial = isAhead(after.phase, nowMs)
  if (shouldDial !== after.isAhead) useWall.setState({ isAhead: shouldDial })
  if (!isDue(after.phase, nowMs) || after.phase.kind !== 'running') return
  if (hasLatePictures() && nowMs - after.phase.nextAtMs < mostLateMs) return
  advanceTour()
}

function hasLatePictures(): boolean {
  const ahead = document.querySelectorAll<HTMLElement>('[data-ahead="true"] .tile')
  return [...ahead].some(tile => (tile.dataset['state'] ?? 'connecting') === 'connecting')
}
