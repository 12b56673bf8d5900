import type Database from 'better-sqlite3'

/** Motion that cameras report, joined to runs; and outputs of cameras that are switched on, with their end. */
export function cameraEvents(db: Database.Database): void {
  db.exec(`
    CREATE TABLE camera_motion (
      camera_id TEXT NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      PRIMARY KEY (camera_id, from_ms)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE relay_on (
      camera_id TEXT NOT NULL,
      token TEXT NOT NULL,
      since_ms INTEGER NOT NULL,
      ends_at_ms INTEGER NOT NULL,
      actor TEXT NOT NULL,
      PRIMARY KEY (camera_id, token)
    ) STRICT;
  `)
}
