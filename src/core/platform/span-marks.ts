import type { Span } from '../../shared/domain/recording.ts'
import type { Db } from './database.ts'

/** No mark is longer: what goes on is told as several. */
export const longestMarkMs = 600_000

/**
 * All SQL of a table of marks: stretches of time of a camera in which something was so, `(camera_id, from_ms, to_ms)` with
 * a key over the first two. Times are whole milliseconds, UTC.
 */
export function spanMarks(db: Db, table: 'activity_mark' | 'camera_motion') {
  const put = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }]>(
    `INSERT INTO ${table} (camera_id, from_ms, to_ms) VALUES (:cameraId, :fromMs, :toMs)
     ON CONFLICT (camera_id, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)`,
  )
  // One row a step, joined by the database: a month of a busy gate has tens of thousands of marks.
  const marks = db.prepare<
    [{ cameraId: string; earliestMs: number; fromMs: number; toMs: number; stepMs: number }],
    Span
  >(
    `SELECT min(from_ms) AS fromMs, max(to_ms) AS toMs FROM ${table}
     WHERE camera_id = :cameraId AND from_ms >= :earliestMs AND from_ms < :toMs AND to_ms > :fromMs
     GROUP BY from_ms / CAST(:stepMs AS INTEGER) ORDER BY from_ms`,
  )
  const forget = db.prepare<[string, number]>(`DELETE FROM ${table} WHERE camera_id = ? AND from_ms < ?`)
  return {
    /** A mark; told again while it goes on, with the same beginning. */
    put: (cameraId: string, { fromMs, toMs }: Span): void =>
      void put.run({ cameraId, fromMs: Math.round(fromMs), toMs: Math.round(toMs) }),
    /** Marks in a span; those that begin within the same `stepMs` are one. */
    within: (cameraId: string, { fromMs, toMs }: Span, stepMs: number): Span[] =>
      marks.all({
        cameraId,
        earliestMs: Math.round(fromMs - longestMarkMs),
        fromMs: Math.round(fromMs),
        toMs: Math.round(toMs),
        stepMs: Math.max(1, Math.round(stepMs)),
      }),
    /** Marks that began before a time. */
    forget: (cameraId: string, beforeMs: number): void => void forget.run(cameraId, Math.round(beforeMs)),
  }
}
