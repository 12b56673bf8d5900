import type Database from 'better-sqlite3'

/**
 * What alarm panels delivered last, so that a message sent again is logged once, also across a crash; and the
 * accounts whose messages could not be used, so that somebody sees them.
 */
export function dc09(db: Database.Database): void {
  db.exec(`
    CREATE TABLE dc09_delivery (
      account TEXT NOT NULL,
      receiver TEXT NOT NULL,
      line TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      part INTEGER NOT NULL,
      content_hash TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (account, receiver, line, sequence, part)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dc09_delivery_at ON dc09_delivery (at_ms);
    CREATE TABLE dc09_stranger (
      account TEXT NOT NULL,
      why TEXT NOT NULL,
      first_at_ms INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL,
      count INTEGER NOT NULL,
      source TEXT NOT NULL,
      code TEXT NOT NULL,
      partition_number INTEGER,
      number INTEGER,
      PRIMARY KEY (account, why)
    ) STRICT, WITHOUT ROWID;
  `)
}
