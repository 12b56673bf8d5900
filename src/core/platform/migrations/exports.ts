import type Database from 'better-sqlite3'

/** Copies of recordings that were ordered, with their running number under a request. */
export function exportCopies(db: Database.Database): void {
  db.exec(`
    CREATE TABLE export_copy (
      id INTEGER PRIMARY KEY,
      request_number INTEGER NOT NULL,
      copy_number INTEGER NOT NULL,
      is_open INTEGER NOT NULL,
      job TEXT NOT NULL,
      manifest TEXT,
      UNIQUE (request_number, copy_number)
    ) STRICT;
  `)
}
