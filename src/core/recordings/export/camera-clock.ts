import { z } from 'zod'
import { station } from '../../../shared/domain/person.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import type { Camera } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import { checkClockOffset } from '../../onvif/device-service.ts'
import { OnvifDevice } from '../../onvif/device.ts'
import { OnvifError } from '../../onvif/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { ManifestCamera } from './format.ts'

/** Says how far a camera's own clock is ahead of the station's; `subject` is the camera. */
const entryKind = 'camera.clock-measured'
const Measured = z.object({ offsetMs: z.number() })
/** Clocks are measured every day: nearly always something lies near. Measured farther from the span it says nothing of it. */
const lookAroundMs = [2, 40].map(days => days * 86_400_000)
const answerTimeoutMs = 3_000

/** The camera's clock as measured nearest to a span, out of the journal; null when it never was. */
export function cameraClock(journal: Journal): (cameraId: string, span: Span) => ManifestCamera['clock'] {
  return (cameraId, span) => {
    const distance = (atMs: number) => Math.max(0, span.fromMs - atMs, atMs - span.toMs)
    for (const aroundMs of lookAroundMs) {
      const measured = journal
        .between([entryKind], span.fromMs - aroundMs, span.toMs + aroundMs)
        .filter(entry => entry.subject === cameraId)
        .flatMap(entry => {
          const body = Measured.safeParse(entry.body)
          return body.success ? [{ offsetMs: body.data.offsetMs, measuredAtMs: entry.atMs }] : []
        })
      const nearest = measured.toSorted((a, b) => distance(a.measuredAtMs) - distance(b.measuredAtMs))[0]
      if (nearest !== undefined) return nearest
    }
    return null
  }
}

/** The cameras that were measured in `[fromMs, toMs)`. */
export function measuredSince(journal: Journal, fromMs: number, toMs: number): ReadonlySet<string> {
  return new Set(journal.subjects([entryKind], fromMs, toMs))
}

/**
 * Asks cameras for their time, good to about half a second, and writes the differences down. ONVIF tells the time
 * without a password (Core §5.12). A camera that does not answer stays unknown.
 */
export async function measureClocks(
  cameras: readonly Pick<Camera, 'id' | 'onvif'>[],
  from: { clock: Clock; journal: Journal },
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    cameras.map(async ({ id, onvif }) => {
      if (onvif === undefined) return
      const options = { address: onvif.url, credentials: null, clock: from.clock, timeoutMs: answerTimeoutMs }
      const offset = await checkClockOffset(new OnvifDevice(options), { signal }).catch((error: unknown) => {
        if (error instanceof OnvifError) return null
        throw error
      })
      if (offset === null) return
      const body = { offsetMs: Math.round(offset.offsetMs), errorMs: Math.round(offset.errorMs) }
      from.journal.append({ actor: station, kind: entryKind, subject: id, body })
    }),
  )
}
