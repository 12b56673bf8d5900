import type { GapCause, Span } from '../../shared/domain/recording.ts'
import type { Db } from '../platform/database.ts'

/**
 * Why a segment begins or ends where it does. `open`: it is being written, or the station died over it. `continued`: cut
 * in the middle of a group of pictures, because no key frame came in time; the file after it needs the one before.
 */
export type StartCause =
  'connected' | 'border' | 'continued' | 'media-jump' | 'clock-step' | 'disk' | 'recovered'
export type EndCause =
  | 'open'
  | 'border'
  | 'continued'
  | 'media-jump'
  | 'clock-step'
  | 'stream-lost'
  | 'stopped'
  | 'disk'
  | 'recovered'

/** One recorded file. Times are measured, never nominal: `[firstFrameMs, lastFrameMs)`, ms UTC. */
export interface SegmentRow {
  /** Below the folder of its volume, with `/`; never twice, on whatever volume. */
  readonly path: string
  /** Id of the disk it lies on (`Volumes.fileOf`). */
  readonly volume: string
  readonly cameraId: string
  readonly stream: string
  readonly firstFrameMs: number
  /** End of the last frame. */
  readonly lastFrameMs: number
  readonly bytes: number
  readonly mimeType: string
  readonly timescale: number
  /** UTC of media time zero: a frame's time is `zeroAtMs + ticks / timescale`. */
  readonly zeroAtMs: number
  readonly startCause: string
  readonly endCause: string
}

export interface Outage extends Span {
  readonly cause: GapCause
}

const columns = `path, volume, camera_id AS cameraId, stream, first_frame_ms AS firstFrameMs, last_frame_ms AS lastFrameMs,
  bytes, mime_type AS mimeType, timescale, zero_at_ms AS zeroAtMs, start_cause AS startCause, end_cause AS endCause`

/** No file is longer: bounds how far before a span a segment can begin that reaches into it. */
const longestSegmentMs = 3_600_000

/** All SQL of segments and outages. */
export function segmentTable(db: Db) {
  const put = db.prepare<[SegmentRow]>(
    `INSERT INTO segment (path, volume, camera_id, stream, first_frame_ms, last_frame_ms, bytes, mime_type, timescale,
       zero_at_ms, start_cause, end_cause)
     VALUES (:path, :volume, :cameraId, :stream, :firstFrameMs, :lastFrameMs, :bytes, :mimeType, :timescale, :zeroAtMs,
       :startCause, :endCause)
     ON CONFLICT (path) DO UPDATE SET first_frame_ms = excluded.first_frame_ms,
       last_frame_ms = excluded.last_frame_ms, bytes = excluded.bytes, zero_at_ms = excluded.zero_at_ms,
       end_cause = excluded.end_cause`,
  )
  const remove = db.prepare<[string]>('DELETE FROM segment WHERE path = ?')
  const has = db.prepare<[string], { path: string }>('SELECT path FROM segment WHERE path = ?')
  const byPath = db.prepare<[string], SegmentRow>(`SELECT ${columns} FROM segment WHERE path = ?`)
  const inFolder = db.prepare<[string, string], SegmentRow>(
    `SELECT ${columns} FROM segment WHERE path >= ? AND path < ?`,
  )
  // A Beijing day reaches into two days of UTC.
  const folders = db.prepare<[string], { cameraId: string; day: string }>(
    `SELECT DISTINCT camera_id AS cameraId, strftime('%Y%m%d', (day - back.n) * 86400, 'unixepoch') AS day
     FROM recording_day, (SELECT 0 AS n UNION ALL SELECT 1) AS back WHERE volume = ?`,
  )
  const daysOn = db.prepare<
    [{ cameraId: string; fromDay: number; toDay: number }],
    { day: number; volume: string }
  >('SELECT day, volume FROM recording_day WHERE camera_id = :cameraId AND day >= :fromDay AND day <= :toDay')
  const any = db.prepare<[], { path: string }>('SELECT path FROM segment LIMIT 1')
  const unfinished = db.prepare<[], SegmentRow>(`SELECT ${columns} FROM segment WHERE end_cause = 'open'`)
  const reaching = db.prepare<
    [{ cameraId: string; beginMs: number; fromMs: number; toMs: number }],
    SegmentRow
  >(
    `SELECT ${columns} FROM segment WHERE camera_id = :cameraId AND first_frame_ms >= :beginMs
       AND first_frame_ms < :toMs AND last_frame_ms > :fromMs ORDER BY first_frame_ms`,
  )
  const after = db.prepare<[{ cameraId: string; beginMs: number; atMs: number }], SegmentRow>(
    `SELECT ${columns} FROM segment WHERE camera_id = :cameraId AND first_frame_ms >= :beginMs
       AND last_frame_ms > :atMs ORDER BY first_frame_ms LIMIT 1`,
  )
  const before = db.prepare<[{ cameraId: string; beginMs: number; atMs: number }], SegmentRow>(
    `SELECT ${columns} FROM segment WHERE camera_id = :cameraId AND first_frame_ms >= :beginMs
       AND first_frame_ms < :atMs ORDER BY first_frame_ms DESC LIMIT 1`,
  )
  const within = (fromMs: number) => fromMs - longestSegmentMs
  return {
    /** Writes a segment, or what is newly known of it. */
    put: (row: SegmentRow): void => void put.run(rounded(row)),
    putAll: db.transaction((rows: readonly SegmentRow[]) => {
      for (const row of rows) put.run(rounded(row))
    }),
    remove: (path: string): void => void remove.run(path),
    has: (path: string): boolean => has.get(path) !== undefined,
    byPath: (path: string): SegmentRow | null => byPath.get(path) ?? null,
    /** Segments of a camera's day: their paths begin so. */
    inFolder: (prefix: string): SegmentRow[] => inFolder.all(prefix, `${prefix}~`),
    /** Cameras and days (UTC) that have something on a volume, as folders name them. */
    folders: (volume: string): { cameraId: string; day: string }[] => folders.all(volume),
    /** On which volumes recordings of a camera lie, by Beijing days (both included). */
    daysOn: (cameraId: string, fromDay: number, toDay: number): { day: number; volume: string }[] =>
      daysOn.all({ cameraId, fromDay, toDay }),
    isEmpty: (): boolean => any.get() === undefined,
    /** Segments that were open when the station ended. Ask before the recorder starts. */
    unfinished: (): SegmentRow[] => unfinished.all(),
    /** Segments with a frame in the span, in order of time. */
    reaching: (cameraId: string, { fromMs, toMs }: Span): SegmentRow[] =>
      reaching.all({ cameraId, beginMs: within(fromMs), fromMs, toMs }),
    /** The segment that holds a moment, or else the next one. */
    atOrAfter: (cameraId: string, atMs: number): SegmentRow | null =>
      after.get({ cameraId, beginMs: within(atMs), atMs }) ?? null,
    /** The last segment that begins before a moment. */
    before: (cameraId: string, atMs: number): SegmentRow | null =>
      before.get({ cameraId, beginMs: within(atMs), atMs }) ?? null,
    ...outageTable(db),
  }
}
export type SegmentTable = ReturnType<typeof segmentTable>

function outageTable(db: Db) {
  const open = db.prepare<[{ cameraId: string; cause: GapCause; fromMs: number }]>(
    'INSERT INTO recording_outage (camera_id, cause, from_ms) VALUES (:cameraId, :cause, :fromMs)',
  )
  const close = db.prepare<[{ id: number; toMs: number }]>(
    'UPDATE recording_outage SET to_ms = max(from_ms, :toMs) WHERE id = :id',
  )
  const closeAll = db.prepare<[number]>(
    'UPDATE recording_outage SET to_ms = max(from_ms, ?) WHERE to_ms IS NULL',
  )
  const touching = db.prepare<[{ cameraId: string; fromMs: number; toMs: number }], Outage>(
    `SELECT cause, from_ms AS fromMs, coalesce(to_ms, :toMs) AS toMs FROM recording_outage
     WHERE camera_id = :cameraId AND from_ms < :toMs AND (to_ms IS NULL OR to_ms > :fromMs) ORDER BY from_ms`,
  )
  return {
    /** Begins an outage; gives the number to end it with. */
    openOutage: (cameraId: string, cause: GapCause, fromMs: number): number =>
      Number(open.run({ cameraId, cause, fromMs: Math.round(fromMs) }).lastInsertRowid),
    closeOutage: (id: number, toMs: number): void => void close.run({ id, toMs: Math.round(toMs) }),
    /** Ends what a dead station left open. */
    closeOutages: (toMs: number): void => void closeAll.run(Math.round(toMs)),
    outages: (cameraId: string, { fromMs, toMs }: Span): Outage[] => touching.all({ cameraId, fromMs, toMs }),
  }
}

/** The columns are whole milliseconds; media times are not. */
function rounded(row: SegmentRow): SegmentRow {
  return { ...row, firstFrameMs: Math.round(row.firstFrameMs), lastFrameMs: Math.round(row.lastFrameMs) }
}
