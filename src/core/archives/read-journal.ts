import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChainedRow } from '../journal/chain.ts'
import { journalName, type JournalLine } from './format.ts'
import { LineWriter } from './line-writer.ts'

/** Entries between two turns of the loop: some ten milliseconds. */
const rowsAtATime = 500

/** The entries of a period: `first` to `last`, and what stands before them. */
export interface JournalRange {
  readonly firstSeq: number
  /** Less than `firstSeq` where the period has no entry. */
  readonly lastSeq: number
  /** The end of the journal when the work began: rows of the period may have entries until then. */
  readonly headSeq: number
}

export interface JournalCounts {
  readonly entries: number
  readonly purged: number
  readonly withheld: number
  readonly seals: number
  readonly first: { readonly seq: number; readonly atMs: number } | null
  readonly last: { readonly seq: number; readonly atMs: number; readonly hash: string } | null
  /** Hex; all zeros before the first entry of a journal. */
  readonly beforeHash: string
}

/**
 * Reads the journal from the first entry of a period to its end in one pass, some hundred entries at a time so that the
 * watch goes on meanwhile, and writes those of the period as lines.
 * @param isOpen whether the bodies of a kind go into the package
 * @param take gets every stretch, also behind the period
 * @throws AbortError
 */
export async function readJournal(options: {
  readonly folder: string
  readonly range: JournalRange
  readonly stretch: (afterSeq: number, limit: number) => readonly ChainedRow[]
  readonly isOpen: (kind: string) => boolean
  readonly take: (rows: readonly ChainedRow[]) => Promise<void>
  readonly progress: (fraction: number) => void
  readonly signal: AbortSignal
}): Promise<JournalCounts> {
  const { range, stretch, isOpen, signal } = options
  const { firstSeq, lastSeq, headSeq } = range
  await using lines = await LineWriter.create(join(options.folder, journalName))
  const before = firstSeq === 1 ? undefined : stretch(firstSeq - 2, 1)[0]
  const beforeHash = (before?.hash ?? Buffer.alloc(32)).toString('hex')
  const counts = { entries: 0, purged: 0, withheld: 0, seals: 0 }
  let first: JournalCounts['first'] = null
  let last: JournalCounts['last'] = null
  for (let seq = firstSeq - 1; seq < headSeq;) {
    const rows = stretch(seq, rowsAtATime).filter(row => row.seq <= headSeq)
    if (rows.length === 0) break
    for (const row of rows.filter(each => each.seq <= lastSeq)) {
      const line = lineOf(row, isOpen)
      counts.entries++
      if (line.without === 'purged') counts.purged++
      if (line.without === 'withheld') counts.withheld++
      if (row.kind === 'journal.sealed') counts.seals++
      first ??= { seq: row.seq, atMs: row.atMs }
      last = { seq: row.seq, atMs: row.atMs, hash: line.hash }
      await lines.line(JSON.stringify(line))
    }
    await options.take(rows)
    seq = rows.at(-1)?.seq ?? headSeq
    options.progress((seq - firstSeq + 1) / Math.max(1, headSeq - firstSeq + 1))
    await nextTurn()
    signal.throwIfAborted()
  }
  await lines.finish()
  return { ...counts, first, last, beforeHash }
}

function lineOf(row: ChainedRow, isOpen: (kind: string) => boolean): JournalLine {
  const { seq, atMs, actor, kind, subject, body } = row
  const head = { seq, atMs, actor, kind, subject }
  const hash = row.hash.toString('hex')
  if (body !== '' && isOpen(kind)) return { ...head, body, hash }
  const without = body === '' ? 'purged' : 'withheld'
  return { ...head, bodyHash: row.bodyHash.toString('hex'), without, hash }
}
