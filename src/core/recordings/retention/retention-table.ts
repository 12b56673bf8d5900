import type { Span } from '../../../shared/domain/recording.ts'
import type { Db } from '../../platform/database.ts'
import type { DaySum } from './outlook.ts'

/** A finished recording that may be deleted, as far as its age goes. */
export interface OldSegment {
  readonly path: string
  readonly volume: string
  readonly cameraId: string
  readonly firstFrameMs: number
  readonly lastFrameMs: number
  readonly bytes: number
}

/** What was deleted of one camera on one day. */
export interface PurgeSum {
  readonly day: number
  readonly cameraId: string
  readonly files: number
  readonly bytes: number
  readonly fromMs: number
  readonly toMs: number
}

const columns =
  'path, volume, camera_id AS cameraId, first_frame_ms AS firstFrameMs, last_frame_ms AS lastFrameMs, bytes'

/** All SQL of keeping and deleting. */
export function retentionTable(db: Db) {
  const oldest = db.prepare<
    [{ cameraId: string; volume: string | null; untilMs: number; afterMs: number; limit: number }],
    OldSegment
  >(
    `SELECT ${columns} FROM segment WHERE camera_id = :cameraId AND first_frame_ms > :afterMs
       AND first_frame_ms < :untilMs AND last_frame_ms <= :untilMs AND end_cause <> 'open'
       AND (:volume IS NULL OR volume = :volume)
     ORDER BY first_frame_ms LIMIT :limit`,
  )
  const cameras = db.prepare<[], { cameraId: string }>(
    'SELECT DISTINCT camera_id AS cameraId FROM recording_day ORDER BY 1',
  )
  const days = db.prepare<[], DaySum>(
    'SELECT camera_id AS cameraId, day, sum(bytes) AS bytes FROM recording_day GROUP BY 1, 2',
  )
  const rates = db.prepare<
    [{ fromDay: number; toDay: number }],
    { cameraId: string; bytes: number; recordedMs: number }
  >(
    `SELECT camera_id AS cameraId, sum(bytes) AS bytes, sum(recorded_ms) AS recordedMs FROM recording_day
     WHERE day >= :fromDay AND day <= :toDay GROUP BY 1`,
  )
  const first = db.prepare<[string], { atMs: number | null }>(
    'SELECT min(first_frame_ms) AS atMs FROM segment WHERE camera_id = ?',
  )
  const last = db.prepare<[string], { atMs: number | null }>(
    'SELECT last_frame_ms AS atMs FROM segment WHERE camera_id = ? ORDER BY first_frame_ms DESC LIMIT 1',
  )
  const begin = db.prepare<[string], { atMs: number }>(
    'SELECT from_ms AS atMs FROM recording_begin WHERE camera_id = ?',
  )
  const held = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }], { bytes: number | null }>(
    `SELECT sum(bytes) AS bytes FROM segment WHERE camera_id = :cameraId
       AND first_frame_ms >= :fromMs - 3600000 AND first_frame_ms < :toMs AND last_frame_ms > :fromMs`,
  )
  const remove = db.prepare<[string]>('DELETE FROM segment WHERE path = ?')
  const putSum = db.prepare<[PurgeSum]>(
    `INSERT INTO recording_purge (day, camera_id, files, bytes, from_ms, to_ms)
     VALUES (:day, :cameraId, :files, :bytes, :fromMs, :toMs)
     ON CONFLICT (day, camera_id) DO UPDATE SET files = files + excluded.files, bytes = bytes + excluded.bytes,
       from_ms = min(from_ms, excluded.from_ms), to_ms = max(to_ms, excluded.to_ms)`,
  )
  const sums = db.prepare<[number], PurgeSum>(
    `SELECT day, camera_id AS cameraId, files, bytes, from_ms AS fromMs, to_ms AS toMs FROM recording_purge
     WHERE day < ? ORDER BY day, camera_id`,
  )
  const clearSums = db.prepare<[number]>('DELETE FROM recording_purge WHERE day = ?')
  const clock = db.prepare<[], { atMs: number }>('SELECT at_ms AS atMs FROM retention_clock')
  const putClock = db.prepare<[number]>(
    'INSERT INTO retention_clock (id, at_ms) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms',
  )
  return {
    /**
     * Finished segments of a camera that ended at or before `untilMs`, the oldest first.
     * @param volume only on this disk; null for all
     * @param afterMs only those that begin later: to look past what is locked
     */
    oldest: (
      cameraId: string,
      volume: string | null,
      untilMs: number,
      afterMs: number = -1,
      limit: number = 200,
    ): OldSegment[] => oldest.all({ cameraId, volume, untilMs, afterMs, limit }),
    /** Everybody of whom there is a recording, also cameras that the site no longer has. */
    cameras: (): string[] => cameras.all().map(({ cameraId }) => cameraId),
    days: (): DaySum[] => days.all(),
    /** Bytes and recorded time between two days, both included. */
    rates: (fromDay: number, toDay: number) => rates.all({ fromDay, toDay }),
    firstFrameMs: (cameraId: string): number | null => first.get(cameraId)?.atMs ?? null,
    lastFrameMs: (cameraId: string): number | null => last.get(cameraId)?.atMs ?? null,
    /** Since when a camera is recorded at all; deleting does not change it. */
    beginMs: (cameraId: string): number | null => begin.get(cameraId)?.atMs ?? null,
    bytesIn: (cameraId: string, { fromMs, toMs }: Span): number =>
      held.get({ cameraId, fromMs: Math.round(fromMs), toMs: Math.round(toMs) })?.bytes ?? 0,
    remove: (path: string): void => void remove.run(path),
    addPurged: (sum: PurgeSum): void => void putSum.run(sum),
    /** Sums of days that are over. */
    purgedBefore: (day: number): PurgeSum[] => sums.all(day),
    forgetPurged: (day: number): void => void clearSums.run(day),
    clockMs: (): number | null => clock.get()?.atMs ?? null,
    putClock: (atMs: number): void => void putClock.run(Math.round(atMs)),
  }
}
export type RetentionTable = ReturnType<typeof retentionTable>
