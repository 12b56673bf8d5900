import { hash as digestOf } from 'node:crypto'

/** The hash that stands before the first entry. */
export const genesisHash: Buffer = Buffer.alloc(32)

/** An entry as it lies in the table; texts are canonical JSON where they hold a value. */
export interface ChainedRow {
  readonly seq: number
  readonly atMs: number
  readonly actor: string
  readonly kind: string
  readonly subject: string
  readonly body: string
  readonly bodyHash: Buffer
  readonly prevHash: Buffer
  readonly hash: Buffer
}

// By way of hex: a small buffer from Node's pool costs less than the one that crypto would make.
export const sha256 = (data: string | Buffer): Buffer => Buffer.from(digestOf('sha256', data, 'hex'), 'hex')

/**
 * `hash = SHA-256(prevHash ‖ canonical {actor, atMs, bodyHash, kind, seq, subject})`. The body enters through its own
 * hash, so that a body may be purged after its minimum period and the chain still verifies.
 */
export function chainHash(
  prevHash: Buffer,
  entry: Pick<ChainedRow, 'seq' | 'atMs' | 'actor' | 'kind' | 'subject' | 'bodyHash'>,
): Buffer {
  // Written out in the order of canonical JSON, which is three times as fast as sorting the same six keys every time.
  const head =
    `{"actor":${JSON.stringify(entry.actor)},"atMs":${entry.atMs},"bodyHash":"${entry.bodyHash.toString('hex')}",` +
    `"kind":${JSON.stringify(entry.kind)},"seq":${entry.seq},"subject":${JSON.stringify(entry.subject)}}`
  const bytes = Buffer.allocUnsafe(prevHash.length + Buffer.byteLength(head))
  prevHash.copy(bytes)
  bytes.write(head, prevHash.length)
  return sha256(bytes)
}

export type BadRow = { readonly seq: number; readonly why: 'missing' | 'changed' | 'inserted' }

/** What verification is told to expect at the end: the head that the station kept apart from the table. */
export interface Head {
  readonly seq: number
  readonly hash: Buffer
}

/**
 * Reads the rows in order of `seq` and names the first that is not as it was written; null when all are whole.
 * `changed`: its content does not give its hash, or it does not continue the row before. `missing`: its number is
 * skipped, or the table ends before the head. `inserted`: a row beyond the head.
 */
export function firstBadRow(rows: Iterable<ChainedRow>, head: Head): BadRow | null {
  let expectedSeq = 1
  let prevHash = genesisHash
  for (const row of rows) {
    if (row.seq > head.seq) return { seq: row.seq, why: 'inserted' }
    if (row.seq !== expectedSeq) return { seq: expectedSeq, why: 'missing' }
    if (!isWhole(row, prevHash)) return { seq: row.seq, why: 'changed' }
    prevHash = row.hash
    expectedSeq = row.seq + 1
  }
  if (expectedSeq <= head.seq) return { seq: expectedSeq, why: 'missing' }
  return prevHash.equals(head.hash) ? null : { seq: head.seq, why: 'changed' }
}

function isWhole(row: ChainedRow, prevHash: Buffer): boolean {
  return (
    row.prevHash.equals(prevHash) &&
    sha256(row.body).equals(row.bodyHash) &&
    chainHash(prevHash, row).equals(row.hash)
  )
}
