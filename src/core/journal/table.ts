import type { Db } from '../platform/database.ts'
import { genesisHash, type ChainedRow, type Head } from './chain.ts'

const columns =
  'seq, at_ms AS atMs, actor, kind, subject, body, body_hash AS bodyHash, prev_hash AS prevHash, hash'

/** All SQL of the journal. */
export function journalTable(db: Db) {
  const insert = db.prepare<[ChainedRow]>(
    `INSERT INTO journal (seq, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash)
     VALUES (:seq, :atMs, :actor, :kind, :subject, :body, :bodyHash, :prevHash, :hash)`,
  )
  const setHead = db.prepare<[Head]>(
    `INSERT INTO journal_head (id, seq, hash) VALUES (1, :seq, :hash)
     ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
  )
  const head = db.prepare<[], Head>('SELECT seq, hash FROM journal_head WHERE id = 1')
  const lastSeq = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM journal')
  const all = db.prepare<[], ChainedRow>(`SELECT ${columns} FROM journal ORDER BY seq`)
  const between = db.prepare<[{ kinds: string; fromMs: number; toMs: number }], ChainedRow>(
    `SELECT ${columns} FROM journal
     WHERE kind IN (SELECT value FROM json_each(:kinds)) AND at_ms >= :fromMs AND at_ms < :toMs ORDER BY seq`,
  )
  const lastOf = db.prepare<[{ kinds: string }], ChainedRow>(
    `SELECT ${columns} FROM journal WHERE kind IN (SELECT value FROM json_each(:kinds)) ORDER BY seq DESC LIMIT 1`,
  )
  return {
    insert(row: ChainedRow): void {
      insert.run(row)
      setHead.run({ seq: row.seq, hash: row.hash })
    },
    head: (): Head => head.get() ?? { seq: 0, hash: genesisHash },
    /** The largest number in the table; differs from the head only when somebody wrote to the file by hand. */
    lastSeq: (): number => lastSeq.get()?.seq ?? 0,
    all: (): IterableIterator<ChainedRow> => all.iterate(),
    between: (kinds: readonly string[], fromMs: number, toMs: number): ChainedRow[] =>
      between.all({ kinds: JSON.stringify(kinds), fromMs, toMs }),
    lastOf: (kinds: readonly string[]): ChainedRow | undefined =>
      lastOf.get({ kinds: JSON.stringify(kinds) }),
  }
}
