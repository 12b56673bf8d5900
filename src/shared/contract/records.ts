import { z } from 'zod'
import { PurgeOutcome, PurgePlan, RecordClass, RecordsReport } from '../domain/record-class.ts'
import { call, nothing } from './call.ts'

const target = z.object({ id: RecordClass, beforeMs: z.number() })

export const recordsCalls = {
  /** Classes with their size, seals, backups. */
  'records.report': call('journal.verify', z.object({}), RecordsReport),
  /** What a purge would take; takes nothing. Refused earlier than the class allows. */
  'records.purge-plan': call('records.purge', target, PurgePlan),
  /** Removes the bodies, keeps their hashes. `entries` is what the plan said: more than that is not removed. */
  'records.purge': call(
    'records.purge',
    target.extend({ entries: z.number().int().min(1), reason: z.string().trim().min(1).max(500) }),
    PurgeOutcome,
  ),
  /** All signed heads as a file in the export folder, for keeping elsewhere. */
  'records.export-heads': call('ledgers.export', z.object({}), z.object({ fileName: z.string() })),
  /** Makes a new recovery key. The answer is the only time that it is seen. */
  'backup.make-key': call(
    'records.backup',
    z.object({}),
    z.object({
      recoveryKey: z.string(),
      fingerprint: z.string(),
      /** The sheet for the printer. */ html: z.string(),
    }),
  ),
  /** Makes a backup now; answers when it is on the other disk. */
  'backup.now': call('records.backup', z.object({}), nothing),
} as const
