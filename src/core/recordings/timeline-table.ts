import type { Span } from '../../shared/domain/recording.ts'
import type { RecordingSource } from '../../shared/domain/timeline.ts'
import type { Db } from '../platform/database.ts'
import { spanMarks } from '../platform/span-marks.ts'
import { without } from './coverage.ts'

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
  const activity = spanMarks(db, 'activity_mark')
  const steps = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }], Span>(
    `SELECT first_frame_ms AS toMs, (SELECT last_frame_ms FROM segment before WHERE before.camera_id = :cameraId
       AND before.first_frame_ms < segment.first_frame_ms ORDER BY before.first_frame_ms DESC LIMIT 1) AS fromMs
     FROM segment WHERE start_cause = 'clock-step' AND camera_id = :cameraId
       AND first_frame_ms > :fromMs AND first_frame_ms <= :toMs`,
  )
  const oldest = db.prepare<[string], { atMs: number | null }>(
    'SELECT min(from_ms) AS atMs FROM recording_run WHERE camera_id = ?',
  )
  return {
    /** Times that the clock has jumped over: no frame bears them, though none is missing. */
    clockGaps: (cameraId: string, { fromMs, toMs }: Span): Span[] =>
      // A hole that reaches out of the span ends behind it.
      steps
        .all({ cameraId, fromMs, toMs: toMs + longestStepMs })
        .filter(gap => gap.fromMs !== null && gap.toMs > gap.fromMs),
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
    putActivity: activity.put,
    /** Marks in the span; those that begin within the same step (ms) are one. */
    activity: activity.within,
    /** Marks of pictures that are gone. */
    forgetActivity: activity.forget,
  }
}
export type TimelineTable = ReturnType<typeof timelineTable>

/** What of the runs is left when some of what the station recorded cannot be read. */
export function presentRuns(runs: readonly Run[], lost: readonly Span[]): Run[] {
  if (lost.length === 0) return [...runs]
  return runs.flatMap(run =>
    run.source === 'station' ? without(run, lost).map(part => ({ ...part, source: run.source })) : [run],
  )
}

/** A clock set forward by more is no correction. */
const longestStepMs = 86_400_000
