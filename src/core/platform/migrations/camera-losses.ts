import type Database from 'better-sqlite3'

/** Cameras without a picture that stand on the desk, and the line of the book of faults that tells of them. */
export function cameraLosses(db: Database.Database): void {
  db.exec(`
    CREATE TABLE camera_loss (
      camera_id TEXT PRIMARY KEY,
      place_key TEXT NOT NULL,
      since_ms INTEGER NOT NULL,
      line TEXT NOT NULL
    ) STRICT;
  `)
}
