import { z } from 'zod'
import type { Span } from '../../shared/domain/recording.ts'
import type { EvidenceLock } from '../../shared/domain/storage.ts'
import type { Journal } from '../journal/journal.ts'
import type { CameraMark } from './timeline.ts'

const Snapshot = z.object({ cameraId: z.string(), takenAtMs: z.number() })
const Viewed = z.object({
  purpose: z.object({ kind: z.string() }),
  viewer: z.object({ name: z.string() }),
  watched: z.array(z.object({ cameraId: z.string(), fromMs: z.number(), toMs: z.number() })),
})

/** What the journal knows that belongs on a timeline: incidents, and what daily checks have looked at. */
export function journalMarks(
  journal: Journal,
  incidentOf: (
    id: number,
  ) => { placeName: string; cameraIds: readonly string[]; lastSignalAtMs: number } | null,
): (span: Span) => CameraMark[] {
  return ({ fromMs, toMs }) => [
    ...journal.between(['incident.raised'], fromMs, toMs).flatMap(({ subject, atMs }) => {
      const incident = incidentOf(Number(subject.split(':')[1]))
      return (incident?.cameraIds ?? []).map((cameraId): CameraMark => ({
        cameraId,
        kind: 'incident',
        fromMs: atMs,
        toMs: Math.max(atMs, incident?.lastSignalAtMs ?? atMs),
        text: incident?.placeName ?? '',
      }))
    }),
    ...journal.between(['video.viewed'], fromMs, Number.MAX_SAFE_INTEGER).flatMap(({ body }) => {
      const viewed = Viewed.safeParse(body)
      if (!viewed.success || viewed.data.purpose.kind !== 'daily-check') return []
      const { viewer, watched } = viewed.data
      return watched
        .filter(stretch => stretch.fromMs < toMs && stretch.toMs > fromMs)
        .map((stretch): CameraMark => ({ ...stretch, kind: 'check', text: viewer.name }))
    }),
    ...journal.between(['camera.snapshot'], fromMs, toMs).flatMap(({ body }) => {
      const snapshot = Snapshot.safeParse(body)
      if (!snapshot.success) return []
      const { cameraId, takenAtMs } = snapshot.data
      return [{ cameraId, kind: 'snapshot' as const, fromMs: takenAtMs, toMs: takenAtMs, text: '' }]
    }),
  ]
}

/** Evidence that is kept beyond its time. */
export function lockMarks(locks: () => readonly EvidenceLock[]): (span: Span) => CameraMark[] {
  return ({ fromMs, toMs }) =>
    locks()
      .filter(({ released, span }) => released === null && span.fromMs < toMs && span.toMs > fromMs)
      .flatMap(({ cameraIds, span, headline }) =>
        cameraIds.map((cameraId): CameraMark => ({ ...span, cameraId, kind: 'lock', text: headline })),
      )
}
