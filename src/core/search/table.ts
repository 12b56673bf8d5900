import type { ChainedRow } from '../journal/chain.ts'
import type { Db } from '../platform/database.ts'

/** An entry as the index reads it. */
export type DigestRow = Pick<ChainedRow, 'seq' | 'atMs' | 'actor' | 'kind' | 'subject' | 'body'>

/** All SQL of the words, days and sizes that are kept beside the journal. */
export function digestTable(db: Db) {
  const columns = 'seq, at_ms AS atMs, actor, kind, subject, body'
  const through = db.prepare<[], number>('SELECT through_seq FROM journal_digest WHERE id = 1').pluck()
  const setThrough = db.prepare('UPDATE journal_digest SET through_seq = ? WHERE id = 1')
  const after = db.prepare<[number, number], DigestRow>(
    `SELECT ${columns} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?`,
  )
  const bySeq = db.prepare<[number], DigestRow>(`SELECT ${columns} FROM journal WHERE seq = ?`)
  const putWords = db.prepare('INSERT INTO journal_words (rowid, words) VALUES (?, ?)')
  const putMatter = db.prepare('INSERT OR IGNORE INTO journal_matter (subject, seq) VALUES (?, ?)')
  const putDay = db.prepare(
    `INSERT INTO journal_day (day, first_seq, last_seq) VALUES (?, ?, ?)
     ON CONFLICT (day) DO UPDATE SET first_seq = min(first_seq, excluded.first_seq),
       last_seq = max(last_seq, excluded.last_seq)`,
  )
  const putSize = db.prepare(
    `INSERT INTO journal_size (kind, day, entries, bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, day) DO UPDATE SET entries = entries + excluded.entries, bytes = bytes + excluded.bytes`,
  )
  const span = db.prepare<[number, number], { firstSeq: number | null; lastSeq: number | null }>(
    'SELECT min(first_seq) AS firstSeq, max(last_seq) AS lastSeq FROM journal_day WHERE day BETWEEN ? AND ?',
  )
  const matching = db
    .prepare<[string, number, number], number>(
      `SELECT rowid FROM journal_words WHERE journal_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC`,
    )
    .pluck()
  const every = db
    .prepare<[number, number], number>('SELECT seq FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq DESC')
    .pluck()
  return {
    through: (): number => through.get() ?? 0,
    setThrough: (seq: number): void => void setThrough.run(seq),
    after: (seq: number, limit: number): DigestRow[] => after.all(seq, limit),
    bySeq: (seq: number): DigestRow | undefined => bySeq.get(seq),
    putWords: (seq: number, words: string): void => void putWords.run(seq, words),
    putMatter: (subject: string, seq: number): void => void putMatter.run(subject, seq),
    putDay: (day: number, firstSeq: number, lastSeq: number): void => void putDay.run(day, firstSeq, lastSeq),
    putSize: (kind: string, day: number, entries: number, bytes: number): void =>
      void putSize.run(kind, day, entries, bytes),
    /** Numbers between which all entries of these days lie; null when there are none. */
    span(fromDay: number, toDay: number): { firstSeq: number; lastSeq: number } | null {
      const { firstSeq, lastSeq } = span.get(fromDay, toDay) ?? { firstSeq: null, lastSeq: null }
      return firstSeq === null || lastSeq === null ? null : { firstSeq, lastSeq }
    },
    /** Numbers of the entries that have the words, the newest first. */
    matching: (query: string, firstSeq: number, lastSeq: number): IterableIterator<number> =>
      matching.iterate(query, firstSeq, lastSeq),
    every: (firstSeq: number, lastSeq: number): IterableIterator<number> => every.iterate(firstSeq, lastSeq),
  }
}
