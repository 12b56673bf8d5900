import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import type { ChainedRow, RowRules } from './chain.ts'
import { sealedText } from './seal-text.ts'

/** A stretch of bodies that were purged, as the entry about it says. */
const Purge = z.object({
  kinds: z.array(z.string()),
  beforeMs: z.number(),
  fromSeq: z.number().int(),
  throughSeq: z.number().int(),
  /** Numbers in between whose bodies stayed. */
  kept: z.array(z.number().int()),
})
type Purge = z.infer<typeof Purge> & { readonly seq: number; readonly atMs: number }

const Seal = z.object({
  day: z.string(),
  seq: z.number().int(),
  hash: z.string(),
  keyFingerprint: z.string(),
  signature: z.string(),
})
const Key = z.object({ fingerprint: z.string(), publicKeyPem: z.string() })

/** Nothing was ever purged earlier than this, whatever an entry says: the shortest class of the rules (A-15.3.1.b). */
const leastKeptMs = 30 * 86_400_000

/**
 * Reads out of the entries themselves what may be missing and which seals are true. That these entries are whole is for
 * the chain to say: they stand in it.
 * @param entries rows of the kinds `journal.purged` and `station.key-made`
 */
export function rowRules(entries: readonly ChainedRow[]): RowRules {
  const purges = purgesByKind(entries)
  const keys = keysOf(entries)
  return {
    isPurged(row) {
      const list = purges.get(row.kind) ?? []
      return list.some(
        purge =>
          row.seq >= purge.fromSeq &&
          row.seq <= purge.throughSeq &&
          row.atMs < purge.beforeMs &&
          purge.seq > row.seq &&
          !purge.kept.includes(row.seq),
      )
    },
    isSealTrue: row => row.kind !== 'journal.sealed' || isTrue(row, keys),
  }
}

function purgesByKind(entries: readonly ChainedRow[]): ReadonlyMap<string, Purge[]> {
  const byKind = new Map<string, Purge[]>()
  for (const row of entries) {
    if (row.kind !== 'journal.purged') continue
    const parsed = Purge.safeParse(saidIn(row))
    if (!parsed.success || parsed.data.beforeMs > row.atMs - leastKeptMs) continue
    const purge = { ...parsed.data, seq: row.seq, atMs: row.atMs }
    for (const kind of purge.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), purge])
  }
  return byKind
}

function keysOf(entries: readonly ChainedRow[]): ReadonlyMap<string, string> {
  return new Map(
    entries
      .filter(row => row.kind === 'station.key-made')
      .map(row => Key.safeParse(saidIn(row)))
      .flatMap(({ data }) => (data === undefined ? [] : [[data.fingerprint, data.publicKeyPem] as const])),
  )
}

/** What a row says; null for words that somebody made rubbish, which the chain itself will name. */
function saidIn({ body }: ChainedRow): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** The seal is over the entry before it, and its key was made known in this journal. */
function isTrue(row: ChainedRow, keys: ReadonlyMap<string, string>): boolean {
  const { data: seal } = Seal.safeParse(saidIn(row))
  if (seal === undefined || seal.seq !== row.seq - 1 || seal.hash !== row.prevHash.toString('hex'))
    return false
  const pem = keys.get(seal.keyFingerprint)
  return pem !== undefined && isSignedBy(pem, sealedText(seal), seal.signature)
}

/** Also false for what is no key at all. */
function isSignedBy(pem: string, text: string, signatureHex: string): boolean {
  try {
    return verify(null, Buffer.from(text), createPublicKey(pem), Buffer.from(signatureHex, 'hex'))
  } catch {
    return false
  }
}
