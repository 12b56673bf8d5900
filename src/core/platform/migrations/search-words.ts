import type Database from 'better-sqlite3'

/**
 * Which entries belong to one matter (an incident, a look at recordings), so that a row of a ledger finds its later
 * entries without reading all that came since. And the words are made anew: every beginning of a plate is one.
 */
export function searchWords(db: Database.Database): void {
  db.exec(`
    CREATE TABLE journal_matter (
      subject TEXT NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (subject, seq)
    ) STRICT, WITHOUT ROWID;
    DROP TABLE journal_words;
    CREATE VIRTUAL TABLE journal_words USING fts5(
      words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
    );
    DELETE FROM journal_day;
    DELETE FROM journal_size;
    UPDATE journal_digest SET through_seq = 0;
  `)
}
