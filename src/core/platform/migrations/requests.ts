import type Database from 'better-sqlite3'

/**
 * Requests with their approvals, scans and other files kept by hash, and the daily round over all cameras, one a day
 * of Beijing time. States are one JSON value of the domain type; what is searched for has a column of its own.
 */
export function requests(db: Database.Database): void {
  db.exec(`
    CREATE TABLE approval (
      number INTEGER PRIMARY KEY,
      is_over INTEGER NOT NULL,
      state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX approval_open ON approval (number) WHERE is_over = 0;
    CREATE TABLE attachment (
      hash TEXT PRIMARY KEY,
      mime_type TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      by_id TEXT NOT NULL,
      at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE daily_check (
      day TEXT PRIMARY KEY,
      state TEXT NOT NULL
    ) STRICT;
  `)
}
