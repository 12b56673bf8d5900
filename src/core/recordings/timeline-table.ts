import type { Span } from '../../shared/domain/recording.ts'
import type { RecordingSource } from '../../shared/domain/timeline.ts'
import type { Db } from '../platform/database.ts'

export interface Run extends Span {
  readonly source: RecordingSource
}

/**
 * What the timeline reads: runs (kept by the database's own triggers, migrations/timeline.ts) and activity marks.
 * Runs of the station follow its segments by themselves; those of the school's recorder are told with `putRecorderRuns`.
 */
export function timelineTable(db: Db) {
  const runs = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }], Run>(
    `SELECT source, from_ms AS fromMs, to_ms AS toMs FROM recording_run
     WHERE camera_id = :cameraId AND from_ms < :toMs AND to_ms > :fromMs ORDER BY from_ms`,
  )
  const join = db.prepare<[string, string, number, number]>(
    'INSERT INTO recording_run_join (camera_id, source, from_ms, to_ms) VALUES (?, ?, ?, ?)',
  )
  const cut = db.prepare<[string, string, number, number]>(
    'INSERT INTO recording_run_cut (camera_id, source, from_ms, to_ms) VALUES (?, ?, ?, ?)',
  )
  const putMark = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }]>(
    `INSERT INTO activity_mark (camera_id, from_ms, to_ms) VALUES (:cameraId, :fromMs, :toMs)
     ON CONFLICT (camera_id, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)`,
  )
  // One row a pixel, joined by the database: a month of a busy gate has tens of thousands of marks.
  const marks = db.prepare<
    [{ cameraId: string; earliestMs: number; fromMs: number; toMs: number; stepMs: number }],
    Span
  >(
    `SELECT min(from_ms) AS fromMs, max(to_ms) AS toMs FROM activity_mark
     WHERE camera_id = :cameraId AND from_ms >= :earliestMs AND from_ms < :toMs AND to_ms > :fromMs
     GROUP BY from_ms / CAST(:stepMs AS INTEGER) ORDER BY from_ms`,
  )
  const forget = db.prepare<[string, number]>('DELETE FROM activity_mark WHERE camera_id = ? AND from_ms < ?')
  const oldest = db.prepare<[string], { atMs: number | null }>(
    'SELECT min(from_ms) AS atMs FROM recording_run WHERE camera_id = ?',
  )
  return {
    /** When the oldest recording of a camera begins; null when there is none. */
    oldestMs: (cameraId: string): number | null => oldest.get(cameraId)?.atMs ?? null,
    /** Runs with something in the span, in order of time; they may reach beyond it. */
    runs: (cameraId: string, { fromMs, toMs }: Span): Run[] => runs.all({ cameraId, fromMs, toMs }),
    /** What the school's recorder says it has of a camera in a span; replaces what it said of that span before. */
    putRecorderRuns: db.transaction((cameraId: string, span: Span, stretches: readonly Span[]) => {
      cut.run(cameraId, 'recorder', Math.round(span.fromMs), Math.round(span.toMs))
      for (const { fromMs, toMs } of stretches)
        if (toMs > fromMs) join.run(cameraId, 'recorder', Math.round(fromMs), Math.round(toMs))
    }),
    /** Something moved in the picture. Told again while it goes on. */
    putActivity: (cameraId: string, { fromMs, toMs }: Span): void =>
      void putMark.run({ cameraId, fromMs: Math.round(fromMs), toMs: Math.round(toMs) }),
    /** Marks in the span; those that begin within the same `resolutionMs` are one. */
    activity: (cameraId: string, { fromMs, toMs }: Span, resolutionMs: number): Span[] =>
      marks.all({
        cameraId,
        earliestMs: fromMs - longestMarkMs,
        fromMs,
        toMs,
        stepMs: Math.max(1, Math.round(resolutionMs)),
      }),
    /** Marks of pictures that are gone. */
    forgetActivity: (cameraId: string, beforeMs: number): void => void forget.run(cameraId, beforeMs),
  }
}
export type TimelineTable = ReturnType<typeof timelineTable>

/** No mark is longer: what goes on is told as several. */
export const longestMarkMs = 600_000
