import type { Span } from '../../../shared/domain/recording.ts'
import type { Db } from '../../platform/database.ts'

/** All SQL of motion that cameras reported. */
export function motionTable(db: Db) {
  const put = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }]>(
    `INSERT INTO camera_motion (camera_id, from_ms, to_ms) VALUES (:cameraId, :fromMs, :toMs)
     ON CONFLICT (camera_id, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)`,
  )
  // One row a step, joined by the database: a busy gate has tens of thousands of runs in a month.
  const marks = db.prepare<
    [{ cameraId: string; earliestMs: number; fromMs: number; toMs: number; stepMs: number }],
    Span
  >(
    `SELECT min(from_ms) AS fromMs, max(to_ms) AS toMs FROM camera_motion
     WHERE camera_id = :cameraId AND from_ms >= :earliestMs AND from_ms < :toMs AND to_ms > :fromMs
     GROUP BY from_ms / CAST(:stepMs AS INTEGER) ORDER BY from_ms`,
  )
  const forget = db.prepare<[string, number]>('DELETE FROM camera_motion WHERE camera_id = ? AND from_ms < ?')
  return {
    /** A run; told again while it goes on, with the same beginning. */
    put: (cameraId: string, { fromMs, toMs }: Span): void =>
      void put.run({ cameraId, fromMs: Math.round(fromMs), toMs: Math.round(toMs) }),
    /** Runs in a span; those that begin within the same `stepMs` are one. */
    marks: (cameraId: string, { fromMs, toMs }: Span, stepMs: number): Span[] =>
      marks.all({
        cameraId,
        earliestMs: Math.round(fromMs - longestRunMs),
        fromMs: Math.round(fromMs),
        toMs: Math.round(toMs),
        stepMs: Math.max(1, Math.round(stepMs)),
      }),
    forget: (cameraId: string, beforeMs: number): void => void forget.run(cameraId, Math.round(beforeMs)),
  }
}

/** No run is longer: motion that goes on is told as several. */
export const longestRunMs = 600_000
