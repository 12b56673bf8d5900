import type Database from 'better-sqlite3'

/** How each partition stands against its schedule, and which zones the station took out of service until when. */
export function arming(db: Database.Database): void {
  db.exec(`
    CREATE TABLE arming_watch (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
    CREATE TABLE arming_bypass (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
  `)
}
