import type Database from 'better-sqlite3'

/**
 * Saved views of the wall (no owner: everybody's), what each window showed last, and the pictures that were taken, with
 * their running number.
 */
export function wall(db: Database.Database): void {
  db.exec(`
    CREATE TABLE wall_view (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      owner_id TEXT,
      state TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX wall_view_shared_name ON wall_view (name) WHERE owner_id IS NULL;
    CREATE UNIQUE INDEX wall_view_own_name ON wall_view (owner_id, name) WHERE owner_id IS NOT NULL;
    CREATE TABLE wall_window (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
    CREATE TABLE snapshot (
      number INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL,
      camera_id TEXT NOT NULL,
      taken_at_ms INTEGER NOT NULL,
      facts TEXT NOT NULL
    ) STRICT;
    CREATE INDEX snapshot_sha256 ON snapshot (sha256);
  `)
}
