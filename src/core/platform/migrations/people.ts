import type Database from 'better-sqlite3'

/**
 * PINs that were given or changed at the console, and cards. `replaces` is what the site file said then: another hash in
 * the file counts again.
 */
export function people(db: Database.Database): void {
  db.exec(`
    CREATE TABLE person_pin (
      user_id     TEXT PRIMARY KEY,
      pin_hash    TEXT NOT NULL,
      replaces    TEXT NOT NULL,
      must_change INTEGER NOT NULL,
      set_at_ms   INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE person_card (
      user_id TEXT PRIMARY KEY,
      hash    BLOB NOT NULL UNIQUE
    ) STRICT;
  `)
}
