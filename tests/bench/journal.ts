import { join } from 'node:path'
import Database from 'better-sqlite3'
import { chainHash, genesisHash, sha256, type ChainedRow } from '../../src/core/journal/chain.ts'
import { canonicalJson } from '../../src/core/journal/canonical.ts'
import { Journal, type NewEntry } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { median, rounded, type BenchContext, type Figures } from './context.ts'

/** Short turns and many of them: a disturbance hits both sides alike or one turn alone. */
const rounds = 61
const entriesARound = 50

const entry: NewEntry = {
  actor: { kind: 'device', id: 'panel' },
  kind: 'incident.raised',
  subject: 'incident:1234',
  body: {
    kind: 'intrusion',
    place: '档案室红外',
    zoneId: 'pir-archive',
    panelId: 'panel',
    code: '1130',
    deviceAtMs: 1_795_000_000_000,
  },
}

/**
 * Entries a second that the real journal takes, each on disk before the next (a transaction with hash, head and index),
 * against bare inserts of the same row into a plain table with the same pragmas, by turns.
 */
export async function run(context: BenchContext): Promise<Figures> {
  const db = openDatabase(join(context.folder, 'journal'))
  const bare = openBare(join(context.folder, 'bare.db'))
  try {
    const journal = new Journal(db, systemClock)
    const append = () => void journal.append(entry)
    measure(append)
    measure(bare.insert)
    const turns = Array.from({ length: rounds }, () => ({
      journal: measure(append),
      bare: measure(bare.insert),
    }))
    const { bad, entries } = journal.verify()
    if (bad !== null) throw new Error(`the journal is not whole at ${bad.seq}`)
    context.log(`journal: ${entries} entries, verified`)
    return {
      ratioToBareInsert: rounded(median(turns.map(turn => turn.journal / turn.bare)), 3),
      appendsPerSecond: rounded(median(turns.map(turn => turn.journal)), 0),
      bareInsertsPerSecond: rounded(median(turns.map(turn => turn.bare)), 0),
    }
  } finally {
    db.close()
    bare.close()
  }
}

/** Runs `write` some hundred times; gives times a second. */
function measure(write: () => void): number {
  const startedAtMs = performance.now()
  for (let count = 0; count < entriesARound; count++) write()
  return (entriesARound * 1_000) / (performance.now() - startedAtMs)
}

/** The journal's columns and pragmas, and nothing else of it. */
function openBare(file: string): { insert: () => void; close: () => void } {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.exec(`CREATE TABLE plain (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
    subject TEXT NOT NULL, body TEXT NOT NULL, body_hash BLOB NOT NULL, prev_hash BLOB NOT NULL, hash BLOB NOT NULL) STRICT`)
  const insert = db.prepare<[ChainedRow]>(
    `INSERT INTO plain VALUES (:seq, :atMs, :actor, :kind, :subject, :body, :bodyHash, :prevHash, :hash)`,
  )
  const body = canonicalJson(entry.body)
  const row = {
    seq: 0,
    atMs: Date.now(),
    actor: canonicalJson(entry.actor),
    kind: entry.kind,
    subject: entry.subject,
    body,
    bodyHash: sha256(body),
    prevHash: genesisHash,
  }
  const hash = chainHash(genesisHash, row)
  let seq = 0
  return { insert: () => void insert.run({ ...row, seq: ++seq, hash }), close: () => void db.close() }
}
