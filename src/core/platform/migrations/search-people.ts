import type Database from 'better-sqlite3'

/** The words are made anew: more fields name a person, and a correction is found in the ledger that it is about. */
export function searchPeople(db: Database.Database): void {
  db.exec(`
    DROP TABLE journal_words;
    CREATE VIRTUAL TABLE journal_words USING fts5(
      words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
    );
    DELETE FROM journal_day;
    DELETE FROM journal_size;
    UPDATE journal_digest SET through_seq = 0;
  `)
}
