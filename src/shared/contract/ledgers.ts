import { z } from 'zod'
import { LedgerColumn, LedgerId, LedgerKey, LedgerPage, LedgerQuery } from '../domain/ledger.ts'
import { call, nothing } from './call.ts'

export const ledgersCalls = {
  'ledgers.list': call(
    'ledgers.read',
    nothing,
    z.array(z.object({ id: LedgerId, title: z.string(), columns: z.array(LedgerColumn) })),
  ),
  'ledgers.page': call(
    'ledgers.read',
    LedgerQuery.extend({
      /** Where an earlier page said that the next one begins; without it, the newest row. */
      before: LedgerKey.nullable().default(null),
      /** Rows to pass over from there. */
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    LedgerPage,
  ),
  /** The form as it goes to paper: one HTML document. The journal notes who had it made. */
  'ledgers.form': call('ledgers.export', LedgerQuery, z.object({ html: z.string(), fileName: z.string() })),
  /** Writes a file into the station's export folder; the shell copies it to where the person chooses. */
  'ledgers.export': call(
    'ledgers.export',
    LedgerQuery.extend({ format: z.enum(['xlsx', 'csv']) }),
    z.object({ fileName: z.string() }),
  ),
} as const
