import type { WallWindow } from '../../../shared/domain/wall.ts'
import { call, useKnown } from '../../link/stores.ts'
import { thisWindow } from '../../link/this-window.ts'
import { onTick } from '../../media/ticker.ts'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { advanceTour, restore, toTour, useWall } from './wall-store.ts'
import { isAhead, isDue } from './wall-tour.ts'

/** Changes that follow one another are kept once. */
const keepAfterMs = 400
/** A next screen whose pictures are late is waited for so long. */
const mostLateMs = 3_000

/** Reads what this window showed last, keeps every change of it in core, and drives the tour. */
export function keepWall(): Disposable {
  const owned = new DisposableStack()
  owned.defer(useKnown.subscribe((known, before) => void (known.connected && !before.connected && read())))
  if (useKnown.getState().connected) read()
  let timer: ReturnType<typeof setTimeout> | null = null
  const stopKeeping = useWall.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = null
      keep()
    }, keepAfterMs)
  })
  owned.defer(stopKeeping)
  owned.defer(() => {
    if (timer === null) return
    clearTimeout(timer)
    keep()
  })
  owned.use(onTick(lookAtTour))
  return owned
}

function read(): void {
  if (useWall.getState().isRestored) return
  call('views.window', { window: thisWindow }).then(
    kept => {
      keptLast = kept === null ? '' : JSON.stringify(kept)
      restore(kept)
    },
    // The link broke: the next connection asks again.
    () => {},
  )
}

let keptLast = ''

function keep(): void {
  const { isRestored, arrangement, viewId, page, tour, hasFigures, shows } = useWall.getState()
  if (!isRestored) return
  const kept: WallWindow = { arrangement, viewId, page, tour, hasFigures, shows }
  const text = JSON.stringify(kept)
  if (text === keptLast) return
  call('views.keep-window', { window: thisWindow, state: kept }).then(
    () => {
      keptLast = text
    },
    // Not worth a word: the next change is kept again.
    () => {},
  )
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
