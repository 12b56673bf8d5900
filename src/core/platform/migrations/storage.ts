import type Database from 'better-sqlite3'

/**
 * Recordings on several disks, how much of them there is a day (so that a forecast reads some thousand rows, not
 * millions), since when a camera is recorded at all, what retention took away, and what is locked as evidence.
 * Sums are kept by the database itself, like the runs of the timeline. Days are Beijing days, counted from 1970.
 */
export function storage(db: Database.Database): void {
  db.exec(`
    ALTER TABLE segment ADD COLUMN volume TEXT NOT NULL DEFAULT 'local';
    CREATE TABLE recording_volume (
      id TEXT PRIMARY KEY,
      path TEXT NOT NULL,
      first_used_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE recording_day (
      camera_id TEXT NOT NULL,
      volume TEXT NOT NULL,
      day INTEGER NOT NULL,
      files INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      recorded_ms INTEGER NOT NULL,
      PRIMARY KEY (camera_id, volume, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE recording_begin (camera_id TEXT PRIMARY KEY, from_ms INTEGER NOT NULL) STRICT;
    CREATE TRIGGER segment_day_added AFTER INSERT ON segment BEGIN
      ${added('NEW')}
      INSERT OR IGNORE INTO recording_begin (camera_id, from_ms) VALUES (NEW.camera_id, NEW.first_frame_ms);
    END;
    CREATE TRIGGER segment_day_changed AFTER UPDATE OF first_frame_ms, last_frame_ms, bytes ON segment
      WHEN OLD.bytes <> NEW.bytes OR OLD.last_frame_ms <> NEW.last_frame_ms
        OR OLD.first_frame_ms <> NEW.first_frame_ms BEGIN
      ${removed('OLD')}
      ${added('NEW')}
    END;
    CREATE TRIGGER segment_day_removed AFTER DELETE ON segment BEGIN
      ${removed('OLD')}
    END;
    INSERT INTO recording_day (camera_id, volume, day, files, bytes, recorded_ms)
      SELECT camera_id, volume, (first_frame_ms + 28800000) / 86400000, count(*), sum(bytes),
        sum(last_frame_ms - first_frame_ms) FROM segment GROUP BY 1, 2, 3;
    INSERT INTO recording_begin (camera_id, from_ms)
      SELECT camera_id, min(first_frame_ms) FROM segment GROUP BY camera_id;

    CREATE TABLE recording_purge (
      day INTEGER NOT NULL,
      camera_id TEXT NOT NULL,
      files INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      PRIMARY KEY (day, camera_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE retention_clock (id INTEGER PRIMARY KEY CHECK (id = 1), at_ms INTEGER NOT NULL) STRICT;
    CREATE TABLE evidence_lock (
      id INTEGER PRIMARY KEY,
      is_active INTEGER NOT NULL,
      incident_id INTEGER UNIQUE,
      state TEXT NOT NULL
    ) STRICT;
  `)
}

function added(row: string): string {
  return `INSERT INTO recording_day (camera_id, volume, day, files, bytes, recorded_ms)
      VALUES (${row}.camera_id, ${row}.volume, (${row}.first_frame_ms + 28800000) / 86400000, 1, ${row}.bytes,
        ${row}.last_frame_ms - ${row}.first_frame_ms)
      ON CONFLICT (camera_id, volume, day) DO UPDATE SET files = files + 1, bytes = bytes + excluded.bytes,
        recorded_ms = recorded_ms + excluded.recorded_ms;`
}

function removed(row: string): string {
  return `UPDATE recording_day SET files = files - 1, bytes = bytes - ${row}.bytes,
        recorded_ms = recorded_ms - (${row}.last_frame_ms - ${row}.first_frame_ms)
      WHERE camera_id = ${row}.camera_id AND volume = ${row}.volume
        AND day = (${row}.first_frame_ms + 28800000) / 86400000;
      DELETE FROM recording_day WHERE camera_id = ${row}.camera_id AND volume = ${row}.volume
        AND day = (${row}.first_frame_ms + 28800000) / 86400000 AND files <= 0;`
}
