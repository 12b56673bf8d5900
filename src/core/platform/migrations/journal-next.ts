import type Database from 'better-sqlite3'

/**
 * An entry and the head that moves to it are one statement: what is put into `journal_next` becomes a row only when it
 * continues the head, and the head moves with it. A transaction around two statements cost a seventh of an append. What
 * somebody writes into `journal` itself moves no head, as before.
 */
export function journalNext(db: Database.Database): void {
  db.exec(`
    CREATE VIEW journal_next AS
      SELECT seq, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash FROM journal;
    CREATE TRIGGER journal_continued INSTEAD OF INSERT ON journal_next BEGIN
      UPDATE journal_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1 AND hash = NEW.prev_hash;
      SELECT RAISE(ABORT, 'the head of the journal is another') WHERE changes() = 0;
      INSERT INTO journal (seq, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash)
        VALUES (NEW.seq, NEW.at_ms, NEW.actor, NEW.kind, NEW.subject, NEW.body, NEW.body_hash, NEW.prev_hash, NEW.hash);
    END;
  `)
}
