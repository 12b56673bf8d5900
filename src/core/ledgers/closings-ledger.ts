import { z } from 'zod'
import { rowOf, type LedgerDefinition } from './definition.ts'
import { personOf } from './words.ts'

const Closed = z.object({
  day: z.string(),
  note: z.string(),
  ledgers: z.array(z.object({ ledger: z.string(), rows: z.number() })),
})

/** 每日台账结账记录: who closed the daily ledgers of which day, when, over how many rows (A-N3.7.a). */
export const closingsLedger: LedgerDefinition = {
  id: 'closings',
  columns: [
    { id: 'day', width: 12 },
    { id: 'time', width: 18, type: 'time' },
    { id: 'closer', width: 14 },
    { id: 'rows', width: 28 },
    { id: 'note', width: 28 },
  ],
  kinds: ['ledger.day-closed'],
  rows: (entries, words) =>
    entries.map(entry => {
      const { day, note, ledgers } = Closed.parse(entry.body)
      return rowOf(entry, [
        day,
        words.dateTime(entry.atMs),
        personOf(entry),
        ledgers
          .map(
            ({ ledger, rows }) =>
              `${words.text(`ledger.${ledger}.short`)} ${words.text('closings.rows', { count: rows })}`,
          )
          .join('\n'),
        note,
      ])
    }),
  signatures: ['form.signature.made-by', 'form.signature.leader'],
  retentionDays: 360,
}
