import { useKnown } from '../link/stores.ts'

let offsetMs = 0

// Core and screen usually share a clock; a second seat does not, and the station's time is the one that counts.
useKnown.subscribe((known, before) => {
  if (known.station !== null && known.station !== before.station) offsetMs = known.station.nowMs - Date.now()
})

/** The station's present time, ms UTC, as well as the screen knows it. */
export function stationNowMs(): number {
  return Date.now() + offsetMs
}
