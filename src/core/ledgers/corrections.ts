import { z } from 'zod'
import type { LedgerId, LedgerRow } from '../../shared/domain/ledger.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import { personOf, type Words } from './words.ts'

const Correction = z.object({ ledger: z.string(), seq: z.number(), text: z.string(), reason: z.string() })

/**
 * Says what a row that the station wrote should have said (A-16.2: nothing is changed, a correction is a new entry).
 * @param row the row that is meant @throws Refusal `ledgers.no-such-row`, `books.correct-there` for a line of a book
 */
export function correctRow(
  journal: Journal,
  input: { ledger: LedgerId; seq: number; text: string; reason: string },
  row: LedgerRow | undefined,
  actor: UserActor,
): void {
  if (row === undefined) throw new Refusal('ledgers.no-such-row')
  if (row.line !== undefined || row.struck === true) throw new Refusal('books.correct-there')
  journal.append({
    actor,
    kind: 'ledger.corrected',
    subject: `${input.ledger}:${input.seq}`,
    body: { ...input, cells: [...row.cells] },
  })
}

/** Rows with the corrections that were written about them: struck through, with the reason and who wrote them. */
export function withCorrections(
  rows: readonly LedgerRow[],
  corrections: readonly Entry[],
  ledger: LedgerId,
  words: Words,
): LedgerRow[] {
  const bySeq = new Map<number, string[]>()
  for (const entry of corrections) {
    const { ledger: of, seq, text, reason } = Correction.parse(entry.body)
    if (of !== ledger) continue
    const remark = words.text('ledger.word.correction', {
      text,
      reason,
      by: personOf(entry),
      time: words.dateTime(entry.atMs),
    })
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), remark])
  }
  if (bySeq.size === 0) return [...rows]
  return rows.map(row => {
    const remarks = row.seqs.flatMap(seq => bySeq.get(seq) ?? [])
    return remarks.length === 0
      ? row
      : { ...row, struck: true, remarks: [...(row.remarks ?? []), ...remarks] }
  })
}
