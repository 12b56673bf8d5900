import type Database from 'better-sqlite3'

/** Archives of terms, with their running number; none is ever used twice. */
export function archives(db: Database.Database): void {
  db.exec('CREATE TABLE archive (number INTEGER PRIMARY KEY, archive TEXT NOT NULL) STRICT')
}
