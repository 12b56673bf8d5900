import { useKnown } from '../link/stores.ts'

/** What one late message may not undo at once, ms a message; one comes every second. */
const forgetMs = 20

let offsetMs: number | null = null

// Core and screen usually share a clock; a second seat does not, and the station's time is the one that counts. A time
// that was told is always some way old, by seconds on a loaded PC: the message that came fastest is the best one.
useKnown.subscribe((known, before) => {
  if (known.station === null || known.station === before.station) return
  const toldMs = known.station.nowMs - Date.now()
  offsetMs = offsetMs === null ? toldMs : Math.max(toldMs, offsetMs - forgetMs)
})

/** The station's present time, ms UTC, as well as the screen knows it. */
export function stationNowMs(): number {
  return Date.now() + (offsetMs ?? 0)
}
