import type Database from 'better-sqlite3'

/**
 * A body of the journal may go once its time is over: only while a purge is open, only of its kinds and from before its
 * day, and only the body; number, hashes and all else stay. What is read out of the journal for searching and for its
 * size by class is kept beside it and caught up behind it (`journal_digest`).
 */
export function records(db: Database.Database): void {
  db.exec(`
    CREATE TABLE journal_purge (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      kinds TEXT NOT NULL,
      before_ms INTEGER NOT NULL,
      through_seq INTEGER NOT NULL
    ) STRICT;
    DROP TRIGGER journal_no_update;
    CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    WHEN NOT (
      NEW.body = '' AND NEW.seq = OLD.seq AND NEW.at_ms = OLD.at_ms AND NEW.actor = OLD.actor
      AND NEW.kind = OLD.kind AND NEW.subject = OLD.subject AND NEW.body_hash = OLD.body_hash
      AND NEW.prev_hash = OLD.prev_hash AND NEW.hash = OLD.hash
      AND EXISTS (
        SELECT 1 FROM journal_purge
        WHERE OLD.at_ms < before_ms AND OLD.seq <= through_seq
          AND OLD.kind IN (SELECT value FROM json_each(kinds))
      )
    )
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    CREATE TABLE journal_digest (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      through_seq INTEGER NOT NULL
    ) STRICT;
    INSERT INTO journal_digest VALUES (1, 0);
    CREATE VIRTUAL TABLE journal_words USING fts5(
      words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
    );
    CREATE TABLE journal_day (
      day INTEGER PRIMARY KEY,
      first_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE journal_size (
      kind TEXT NOT NULL,
      day INTEGER NOT NULL,
      entries INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY (kind, day)
    ) STRICT, WITHOUT ROWID;
  `)
}
