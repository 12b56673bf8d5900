import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { JournalLine, ManifestJournal } from './format.ts'
import { problems } from './verify-words.ts'

/** Reads the lines of the journal one after the other and says what is not as it was written. */
export class JournalLines {
  readonly #manifest: ManifestJournal
  readonly #note: (problem: string, expected: string, found: string) => void
  readonly #keys: ReadonlyMap<string, KeyObject>
  #prevHash: Buffer
  #expectedSeq: number
  #counts = { entries: 0, purged: 0, withheld: 0, seals: 0 }

  constructor(manifest: ManifestJournal, note: (problem: string, expected: string, found: string) => void) {
    this.#manifest = manifest
    this.#note = note
    this.#prevHash = Buffer.from(manifest.before.hash, 'hex')
    this.#expectedSeq = manifest.before.seq + 1
    this.#keys = new Map(
      manifest.keys.map(({ fingerprint, publicKeyPem }) => [fingerprint, createPublicKey(publicKeyPem)]),
    )
  }

  /** The next line; false when nothing behind it can be judged any more: the chain broke. */
  next(text: string): boolean {
    const line = parsed(text)
    if (line === null) return this.#broken(problems.line, `第 ${this.#expectedSeq} 条`, text.slice(0, 80))
    if (line.seq > this.#expectedSeq)
      return this.#broken(problems.chainMissing, `第 ${this.#expectedSeq} 条`, `第 ${line.seq} 条`)
    if (line.seq < this.#expectedSeq)
      return this.#broken(problems.chainOrder, `第 ${this.#expectedSeq} 条`, `第 ${line.seq} 条`)
    const bodyHash = bodyHashOf(line)
    if (bodyHash === null) return this.#broken(problems.chainBody, `第 ${line.seq} 条`, line.bodyHash ?? '')
    const hash = entryHash(this.#prevHash, line, bodyHash)
    if (hash.toString('hex') !== line.hash)
      return this.#broken(problems.chainChanged, `第 ${line.seq} 条 ${hash.toString('hex')}`, line.hash)
    this.#count(line)
    if (line.kind === 'journal.sealed' && line.body !== undefined && !this.#isSealTrue(line))
      this.#note(problems.seal, `第 ${line.seq} 条`, line.subject)
    this.#prevHash = hash
    this.#expectedSeq = line.seq + 1
    return true
  }

  /** After the last line. */
  end(): void {
    const { last, entries, purged, withheld, seals } = this.#manifest
    const wanted = last === null ? this.#manifest.before.hash : last.hash
    if (this.#prevHash.toString('hex') !== wanted)
      this.#note(problems.chainEnd, `第 ${last?.seq ?? 0} 条 ${wanted}`, `第 ${this.#expectedSeq - 1} 条`)
    const found = this.#counts
    for (const [expected, got] of [
      [entries, found.entries],
      [purged, found.purged],
      [withheld, found.withheld],
      [seals, found.seals],
    ])
      if (expected !== got) this.#note(problems.counts, String(expected), String(got))
  }

  #broken(problem: string, expected: string, found: string): false {
    this.#note(problem, expected, found)
    return false
  }

  #count({ without, kind }: JournalLine): void {
    this.#counts.entries++
    if (without === 'purged') this.#counts.purged++
    if (without === 'withheld') this.#counts.withheld++
    if (kind === 'journal.sealed') this.#counts.seals++
  }

  /** The seal is over the entry before it, and its key is one of the station's. */
  #isSealTrue(line: JournalLine): boolean {
    const seal = JSON.parse(line.body ?? '{}') as Partial<
      Record<'day' | 'hash' | 'keyFingerprint' | 'signature', string> & { seq: number }
    >
    const { day, seq, hash, keyFingerprint, signature } = seal
    if (day === undefined || hash === undefined || signature === undefined || seq === undefined) return false
    const key = this.#keys.get(keyFingerprint ?? '')
    return (
      key !== undefined &&
      seq === line.seq - 1 &&
      hash === this.#prevHash.toString('hex') &&
      verify(null, Buffer.from(sealedText(day, seq, hash)), key, Buffer.from(signature, 'hex'))
    )
  }
}

// How an entry and a head become bytes is written out here once more: packages of this version are read for decades, and
// must not change with the program that keeps the journal. A test compares the two.

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()

/** SHA-256 over the hash before and the canonical JSON of an entry's head. */
function entryHash(prevHash: Buffer, line: JournalLine, bodyHash: Buffer): Buffer {
  const { actor, atMs, kind, seq, subject } = line
  const head = JSON.stringify({ actor, atMs, bodyHash: bodyHash.toString('hex'), kind, seq, subject })
  return sha256(Buffer.concat([prevHash, Buffer.from(head)]))
}

const sealedText = (day: string, seq: number, hash: string): string =>
  `zhishou-journal-head ${JSON.stringify({ day, hash, seq })}`

function parsed(text: string): JournalLine | null {
  try {
    const value = JSON.parse(text) as Partial<JournalLine> | null
    const isLine =
      typeof value?.seq === 'number' &&
      typeof value.atMs === 'number' &&
      typeof value.actor === 'string' &&
      typeof value.kind === 'string' &&
      typeof value.subject === 'string' &&
      typeof value.hash === 'string'
    return isLine ? (value as JournalLine) : null
  } catch {
    return null
  }
}

/** Null when there is a body and a hash that are not of each other, or neither. */
function bodyHashOf({ body, bodyHash }: JournalLine): Buffer | null {
  if (body === undefined) return bodyHash === undefined ? null : Buffer.from(bodyHash, 'hex')
  const own = sha256(body)
  return bodyHash === undefined || bodyHash === own.toString('hex') ? own : null
}
