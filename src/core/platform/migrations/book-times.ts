import type Database from 'better-sqlite3'

/** The newest lines of a book are found without reading all of them. */
export function bookTimes(db: Database.Database): void {
  db.exec('CREATE INDEX book_line_time ON book_line (book, at_ms)')
}
