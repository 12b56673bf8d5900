import type { Db } from '../platform/database.ts'

export interface KindSize {
  readonly kind: string
  readonly entries: number
  readonly bytes: number
  readonly oldestDay: number
  readonly recentBytes: number
}

/** All SQL of keeping and purging the journal. */
export function recordsTable(db: Db) {
  const sizes = db.prepare<[number], KindSize>(
    `SELECT kind, sum(entries) AS entries, sum(bytes) AS bytes, min(day) AS oldestDay,
       sum(CASE WHEN day > ? THEN bytes ELSE 0 END) AS recentBytes
     FROM journal_size WHERE entries > 0 GROUP BY kind`,
  )
  const before = db.prepare<[string, number], { entries: number | null; bytes: number | null }>(
    `SELECT sum(entries) AS entries, sum(bytes) AS bytes FROM journal_size
     WHERE kind IN (SELECT value FROM json_each(?)) AND day < ?`,
  )
  const lastSeqBefore = db
    .prepare<[number], number | null>('SELECT max(last_seq) FROM journal_day WHERE day < ?')
    .pluck()
  const due = db.prepare<
    [{ kinds: string; beforeMs: number; afterSeq: number; throughSeq: number; limit: number }],
    { seq: number; subject: string; kind: string; atMs: number; bytes: number }
  >(
    // By number: by kind, every thousand would sort all that are due.
    `SELECT seq, subject, kind, at_ms AS atMs, length(CAST(body AS BLOB)) AS bytes FROM journal NOT INDEXED
     WHERE seq > :afterSeq AND seq <= :throughSeq AND at_ms < :beforeMs AND body <> ''
       AND kind IN (SELECT value FROM json_each(:kinds)) ORDER BY seq LIMIT :limit`,
  )
  const open = db.prepare('INSERT INTO journal_purge (id, kinds, before_ms, through_seq) VALUES (1, ?, ?, ?)')
  const close = db.prepare('DELETE FROM journal_purge')
  const empty = db.prepare(`UPDATE journal SET body = '' WHERE seq IN (SELECT value FROM json_each(?))`)
  const forget = db.prepare('DELETE FROM journal_words WHERE rowid = ?')
  const shrink = db.prepare(
    'UPDATE journal_size SET entries = entries - ?, bytes = bytes - ? WHERE kind = ? AND day = ?',
  )
  const pages = db.prepare<[], { bytes: number }>(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
  )
  return {
    /** By kind; what came after `recentDay` apart. */
    sizes: (recentDay: number): KindSize[] => sizes.all(recentDay),
    before(kinds: readonly string[], day: number): { entries: number; bytes: number } {
      const found = before.get(JSON.stringify(kinds), day)
      return { entries: found?.entries ?? 0, bytes: found?.bytes ?? 0 }
    },
    lastSeqBefore: (day: number): number => lastSeqBefore.get(day) ?? 0,
    due: (kinds: readonly string[], beforeMs: number, afterSeq: number, throughSeq: number, limit: number) =>
      due.all({ kinds: JSON.stringify(kinds), beforeMs, afterSeq, throughSeq, limit }),
    /** Removes bodies; the database itself refuses what does not fit. */
    empty(seqs: readonly number[], kinds: readonly string[], beforeMs: number): void {
      open.run(JSON.stringify(kinds), beforeMs, seqs.at(-1) ?? 0)
      empty.run(JSON.stringify(seqs))
      close.run()
      for (const seq of seqs) forget.run(seq)
    },
    shrink: (kind: string, day: number, entries: number, bytes: number): void =>
      void shrink.run(entries, bytes, kind, day),
    databaseBytes: (): number => pages.get()?.bytes ?? 0,
  }
}
