import { z } from 'zod'
import type { Span } from '../../../shared/domain/recording.ts'
import type { Journal } from '../../journal/journal.ts'
import type { ManifestCamera } from './format.ts'

/** Entries that say how far a camera's own clock is from the station's; `subject` is the camera. */
const clockKinds = ['camera.clock-measured'] as const
const Measured = z.object({ offsetMs: z.number() })
/** What was measured longer ago says nothing of the span. */
const lookBackMs = 40 * 86_400_000

/** The camera's clock as measured nearest to a span, out of the journal; null when it never was. */
export function cameraClock(journal: Journal): (cameraId: string, span: Span) => ManifestCamera['clock'] {
  return (cameraId, span) => {
    const distance = (atMs: number) => Math.max(0, span.fromMs - atMs, atMs - span.toMs)
    const measured = journal
      .between(clockKinds, span.fromMs - lookBackMs, span.toMs + lookBackMs)
      .filter(entry => entry.subject === cameraId)
      .flatMap(entry => {
        const body = Measured.safeParse(entry.body)
        return body.success ? [{ offsetMs: body.data.offsetMs, measuredAtMs: entry.atMs }] : []
      })
    return measured.toSorted((a, b) => distance(a.measuredAtMs) - distance(b.measuredAtMs))[0] ?? null
  }
}
