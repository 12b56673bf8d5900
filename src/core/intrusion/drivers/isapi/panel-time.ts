import type { Clock } from '../../../platform/clock.ts'
import type { IsapiAnswer } from './client.ts'

/** How often a panel is asked for its time; one that does not know the question is asked again after an hour. */
const askEveryMs = 60_000
const afterUnknownMs = 3_600_000
/** Times without a zone are those of the school: Beijing has no summer time. */
const beijing = '+08:00'

/** The time of `/ISAPI/System/time` (XML or JSON), ms UTC, whole seconds; null for what is none. */
export function panelTime(body: string): number | null {
  const text = /localTime(?:>|"\s*:\s*")\s*([0-9T:.+Z-]+)/.exec(body)?.[1]
  if (text === undefined) return null
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}${beijing}`
  const atMs = Date.parse(zoned)
  return Number.isFinite(atMs) ? atMs : null
}

/**
 * Asks a panel for its time now and then.
 * @returns its clock minus the station's, ms, good to about half a second; null when it was not asked or did not tell
 */
export function panelTimeReader(
  ask: (path: string, signal: AbortSignal) => Promise<IsapiAnswer>,
  clock: Clock,
): (signal: AbortSignal) => Promise<number | null> {
  let nextMs = -Infinity
  return async signal => {
    const startMs = clock.monotonic()
    if (startMs < nextMs) return null
    const { httpStatus, body } = await ask('/ISAPI/System/time', signal)
    const tookMs = clock.monotonic() - startMs
    const atMs = httpStatus === 200 ? panelTime(body) : null
    nextMs = startMs + (atMs === null ? afterUnknownMs : askEveryMs)
    // Whole seconds: on the average half a second has gone by since, and half of the way.
    return atMs === null ? null : Math.round(atMs + 500 - (clock.now() - tookMs / 2))
  }
}
