import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink, Stranger } from '../driver.ts'

const windowMs = 60_000
/** More than any mis-set panel sends in a minute; beyond it somebody floods the port, and the disk must not fill. */
const mostInWindow = 100

/** @returns false when the bytes were only counted, so that nobody acknowledges them */
export type KeepUnknown = (source: string, raw: string, why: string, stranger?: Stranger) => boolean

/** Passes unusable messages on, at most 100 a minute; how many more there were is told with the next one kept. */
export function boundedUnknown(sink: DriverSink, clock: Clock): KeepUnknown {
  let windowStartMs = clock.monotonic()
  let inWindow = 0
  let onlyCounted = 0
  return (source, raw, why, stranger) => {
    const nowMs = clock.monotonic()
    if (nowMs - windowStartMs >= windowMs) {
      windowStartMs = nowMs
      inWindow = 0
    }
    if (inWindow >= mostInWindow) {
      onlyCounted++
      return false
    }
    inWindow++
    try {
      sink.unknown(
        source,
        raw,
        onlyCounted === 0 ? why : `${why}; ${onlyCounted} before it not kept`,
        stranger,
      )
    } catch {
      // The disk takes nothing for a while: whoever listens to devices goes on, and what was lost is counted.
      onlyCounted++
      return false
    }
    onlyCounted = 0
    return true
  }
}
