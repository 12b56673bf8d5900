import type Database from 'better-sqlite3'

/** What each line of a book says now; how it came to say so stands in the journal. */
export function books(db: Database.Database): void {
  db.exec(`CREATE TABLE book_line (
    entry        TEXT PRIMARY KEY,
    book         TEXT NOT NULL,
    said         TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    by_name      TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    signed       TEXT NOT NULL DEFAULT '[]'
  ) STRICT`)
}
