import type Database from 'better-sqlite3'

/**
 * What an outage holds back until its time is over, by the place it would be told of, and the cameras whose outage is
 * over and that have not been seen since.
 */
export function outages(db: Database.Database): void {
  db.exec(`
    CREATE TABLE outage_held (
      place_key TEXT PRIMARY KEY,
      number INTEGER NOT NULL,
      occurrence TEXT NOT NULL
    ) STRICT;
    CREATE TABLE outage_unseen (
      camera_id TEXT PRIMARY KEY,
      number INTEGER NOT NULL,
      is_told INTEGER NOT NULL
    ) STRICT;
  `)
}
