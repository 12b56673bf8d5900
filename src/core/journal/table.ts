import Database from 'better-sqlite3'
import type { Db } from '../platform/database.ts'
import { genesisHash, type ChainedRow, type Head } from './chain.ts'

const columns =
  'seq, at_ms AS atMs, actor, kind, subject, body, body_hash AS bodyHash, prev_hash AS prevHash, hash'

/** What is read where nobody verifies. */
const entryColumns = 'seq, at_ms AS atMs, actor, kind, subject, body'

/** An entry without its hashes. */
export type EntryRow = Pick<ChainedRow, 'seq' | 'atMs' | 'actor' | 'kind' | 'subject' | 'body'>

/** What the database says when a row does not continue its head, or its number is taken. */
const isRefusal: ReadonlySet<string> = new Set(['SQLITE_CONSTRAINT_TRIGGER', 'SQLITE_CONSTRAINT_PRIMARYKEY'])

/** Where the chain ends, and the number of the entry after it. */
export interface End {
  readonly head: Head
  readonly nextSeq: number
}

/** Kinds as a JSON list, and `[fromMs, toMs)`. */
interface Period {
  readonly kinds: string
  readonly fromMs: number
  readonly toMs: number
}

/** All SQL of the journal. */
export function journalTable(db: Db) {
  let insert: Database.Statement | null = null
  // Not before it is needed: an old backup is only read, and has no `journal_next` yet.
  const prepareInsert = (): Database.Statement =>
    // By place, not by name: this statement is most of the cost of an entry, and names double it.
    db.prepare(
      `INSERT INTO journal_next (seq, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
  const beginHead = db.prepare('INSERT OR IGNORE INTO journal_head (id, seq, hash) VALUES (1, 0, ?)')
  const head = db.prepare<[], Head>('SELECT seq, hash FROM journal_head WHERE id = 1')
  const end = db
    .prepare<[], [number | null, Buffer | null, number | null]>(
      `SELECT head.seq, head.hash, (SELECT max(seq) FROM journal)
       FROM (SELECT 1) LEFT JOIN journal_head AS head ON head.id = 1`,
    )
    .raw() as unknown as { get(): [number | null, Buffer | null, number | null] }
  const stretch = db.prepare<[number, number], ChainedRow>(
    `SELECT ${columns} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?`,
  )
  const ofRules = db.prepare<[], ChainedRow>(
    `SELECT ${columns} FROM journal WHERE kind IN ('journal.purged', 'station.key-made') ORDER BY seq`,
  )
  const all = db.prepare<[], ChainedRow>(`SELECT ${columns} FROM journal ORDER BY seq`)
  const between = db.prepare<[Period], EntryRow>(
    `SELECT ${entryColumns} FROM journal
     WHERE kind IN (SELECT value FROM json_each(:kinds)) AND at_ms >= :fromMs AND at_ms < :toMs AND body <> ''
     ORDER BY seq`,
  )
  const subjects = db
    .prepare<[Period], string>(
      `SELECT DISTINCT subject FROM journal INDEXED BY journal_kind_at
       WHERE kind IN (SELECT value FROM json_each(:kinds)) AND at_ms >= :fromMs AND at_ms < :toMs AND body <> ''`,
    )
    .pluck()
  // Out of the index alone, one kind after the other.
  const nthNewest = db
    .prepare<[Period & { before: number }], number | null>(
      `SELECT max((SELECT at_ms FROM journal INDEXED BY journal_kind_at
         WHERE kind = kinds.value AND at_ms >= :fromMs AND at_ms < :toMs
         ORDER BY at_ms DESC LIMIT 1 OFFSET :before))
       FROM json_each(:kinds) AS kinds`,
    )
    .pluck()
  const countOf = db
    .prepare<[Period], number>(
      `SELECT count(*) FROM journal INDEXED BY journal_kind_at
       WHERE kind IN (SELECT value FROM json_each(:kinds)) AND at_ms >= :fromMs AND at_ms < :toMs`,
    )
    .pluck()
  const bySeq = db.prepare<[number], EntryRow>(`SELECT ${entryColumns} FROM journal WHERE seq = ?`)
  const hashOf = db.prepare<[number], Buffer>('SELECT hash FROM journal WHERE seq = ?').pluck()
  const bySeqs = db.prepare<[string], EntryRow>(
    `SELECT ${entryColumns} FROM journal WHERE seq IN (SELECT value FROM json_each(?)) AND body <> '' ORDER BY seq`,
  )
  // Out of the index alone: asked for the newest row itself, SQLite sorts whole rows of all there are.
  const lastSeqOf = db
    .prepare<[string], number | null>(
      'SELECT max(seq) FROM journal INDEXED BY journal_kind_at WHERE kind = ?',
    )
    .pluck()
  const lastKeptOf = db.prepare<[string], EntryRow>(
    `SELECT ${entryColumns} FROM journal WHERE kind = ? AND body <> '' ORDER BY seq DESC LIMIT 1`,
  )
  const newestOf = (kind: string): EntryRow | undefined => {
    const row = bySeq.get(lastSeqOf.get(kind) ?? 0)
    return row?.body === '' ? lastKeptOf.get(kind) : row
  }
  return {
    /**
     * Writes the row that continues `row.prevHash`, and moves the head to it; a step of its own outside a transaction.
     * Gives false, and writes nothing, when the head is another or a row of that number was written by hand: whoever
     * remembered the end must read it anew.
     */
    continue(row: ChainedRow): boolean {
      const { seq, atMs, actor, kind, subject, body, bodyHash, prevHash, hash } = row
      try {
        insert ??= prepareInsert()
        insert.run(seq, atMs, actor, kind, subject, body, bodyHash, prevHash, hash)
        return true
      } catch (error) {
        if (error instanceof Database.SqliteError && isRefusal.has(error.code)) return false
        throw error
      }
    },
    /** Before the first entry, and when somebody took the head away. */
    beginHead: (): void => void beginHead.run(genesisHash),
    head: (): Head => head.get() ?? { seq: 0, hash: genesisHash },
    /**
     * The head, and the number that the next entry gets. That is not the head's when somebody wrote rows beyond it by
     * hand.
     */
    end(): End {
      const [seq, hash, lastSeq] = end.get()
      return {
        head: { seq: seq ?? 0, hash: hash ?? genesisHash },
        nextSeq: Math.max(seq ?? 0, lastSeq ?? 0) + 1,
      }
    },
    /** The next rows after a number. */
    stretch: (afterSeq: number, limit: number): ChainedRow[] => stretch.all(afterSeq, limit),
    /** What verification must know beside the chain: what was purged, and which keys the station had. */
    ofRules: (): ChainedRow[] => ofRules.all(),
    all: (): IterableIterator<ChainedRow> => all.iterate(),
    between: (kinds: readonly string[], fromMs: number, toMs: number): EntryRow[] =>
      between.all({ kinds: JSON.stringify(kinds), fromMs, toMs }),
    subjects: (kinds: readonly string[], fromMs: number, toMs: number): string[] =>
      subjects.all({ kinds: JSON.stringify(kinds), fromMs, toMs }),
    /** When the `count`th newest entry of the kind with most of them was written; null where none has so many. */
    nthNewest: (kinds: readonly string[], fromMs: number, toMs: number, count: number): number | null =>
      nthNewest.get({ kinds: JSON.stringify(kinds), fromMs, toMs, before: count - 1 }) ?? null,
    count: (kinds: readonly string[], fromMs: number, toMs: number): number =>
      countOf.get({ kinds: JSON.stringify(kinds), fromMs, toMs }) ?? 0,
    /** The hash of an entry; null when there is none. */
    hashOf: (seq: number): Buffer | null => hashOf.get(seq) ?? null,
    bySeq: (seq: number): EntryRow | undefined => bySeq.get(seq),
    bySeqs: (seqs: readonly number[]): EntryRow[] => bySeqs.all(JSON.stringify(seqs)),
    lastOf: (kinds: readonly string[]): EntryRow | undefined =>
      kinds
        .map(newestOf)
        .filter(row => row !== undefined)
        .toSorted((a, b) => b.seq - a.seq)[0],
  }
}
