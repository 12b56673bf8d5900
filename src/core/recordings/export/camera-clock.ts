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
/** What was measured farther from the span says nothing of it. */
const lookAroundMs = 40 * 86_400_000
const answerTimeoutMs = 3_000

/** The camera's clock as measured nearest to a span, out of the journal; null when it never was. */
export function cameraClock(journal: Journal): (cameraId: string, span: Span) => ManifestCamera['clock'] {
  return (cameraId, span) => {
    const distance = (atMs: number) => Math.max(0, span.fromMs - atMs, atMs - span.toMs)
    const measured = journal
      .between([entryKind], span.fromMs - lookAroundMs, span.toMs + lookAroundMs)
      .filter(entry => entry.subject === cameraId)
      .flatMap(entry => {
        const body = Measured.safeParse(entry.body)
        return body.success ? [{ offsetMs: body.data.offsetMs, measuredAtMs: entry.atMs }] : []
      })
    return measured.toSorted((a, b) => distance(a.measuredAtMs) - distance(b.measuredAtMs))[0] ?? null
  }
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
