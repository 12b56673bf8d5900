import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { classOfKind, recordClasses } from '../../shared/domain/record-class.ts'
import type { ChainedRow, RowRules } from './chain.ts'
import { sealedText } from './seal-text.ts'

/** A stretch of bodies that were purged, as the entry about it says. */
const Said = z.object({
  kinds: z.array(z.string()),
  beforeMs: z.number(),
  fromSeq: z.number().int(),
  throughSeq: z.number().int(),
  /** Numbers in between whose bodies stayed. */
  kept: z.array(z.number().int()),
})
interface Purge {
  /** Of the entry about it. */
  readonly seq: number
  readonly beforeMs: number
  readonly fromSeq: number
  readonly throughSeq: number
  readonly kept: ReadonlySet<number>
  /** The last number that this range or one that begins before it reaches. */
  readonly reachesSeq: number
}

const Seal = z.object({
  day: z.string(),
  seq: z.number().int(),
  hash: z.string(),
  keyFingerprint: z.string(),
  signature: z.string(),
})
const Key = z.object({ fingerprint: z.string(), publicKeyPem: z.string() })

/** How long bodies of a kind are kept at least, whatever an entry says; for ever where nothing may be purged. */
function leastKeptMs(kind: string): number {
  const days = recordClasses[classOfKind(kind)]
  return days === null ? Infinity : days * 86_400_000
}

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
      // From the last range that begins before the row back to the first that can reach it: one or two of thousands.
      for (let at = countBegun(list, row.seq) - 1; at >= 0; at--) {
        const purge = list[at]
        if (purge === undefined || purge.reachesSeq < row.seq) return false
        if (takes(purge, row)) return true
      }
      return false
    },
    isSealTrue: row => row.kind !== 'journal.sealed' || isTrue(row, keys),
  }
}

const takes = (purge: Purge, row: ChainedRow): boolean =>
  row.seq >= purge.fromSeq &&
  row.seq <= purge.throughSeq &&
  row.atMs < purge.beforeMs &&
  purge.seq > row.seq &&
  !purge.kept.has(row.seq)

/** How many of the ranges begin at a number or before it. */
function countBegun(list: readonly Purge[], seq: number): number {
  let low = 0
  for (let high = list.length; low < high;) {
    const middle = (low + high) >> 1
    if ((list[middle]?.fromSeq ?? Infinity) <= seq) low = middle + 1
    else high = middle
  }
  return low
}

/** By kind, in the order in which the ranges begin. */
function purgesByKind(entries: readonly ChainedRow[]): ReadonlyMap<string, readonly Purge[]> {
  const byKind = new Map<string, Omit<Purge, 'reachesSeq'>[]>()
  for (const row of entries) {
    if (row.kind !== 'journal.purged') continue
    const parsed = Said.safeParse(saidIn(row))
    if (!parsed.success) continue
    const purge = { ...parsed.data, kept: new Set(parsed.data.kept), seq: row.seq }
    for (const kind of purge.kinds) {
      if (purge.beforeMs > row.atMs - leastKeptMs(kind)) continue
      const list = byKind.get(kind)
      if (list === undefined) byKind.set(kind, [purge])
      else list.push(purge)
    }
  }
  return new Map([...byKind].map(([kind, list]) => [kind, withReach(list)]))
}

function withReach(list: readonly Omit<Purge, 'reachesSeq'>[]): Purge[] {
  let reachesSeq = 0
  return list
    .toSorted((a, b) => a.fromSeq - b.fromSeq)
    .map(purge => {
      reachesSeq = Math.max(reachesSeq, purge.throughSeq)
      return { ...purge, reachesSeq }
    })
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
