import { z } from 'zod'
import { Span } from '../domain/recording.ts'
import { EvidenceLock, LockResult, StoragePlan, StorageReport, StorageWarning } from '../domain/storage.ts'
import { call } from './call.ts'

const reason = z.string().trim().min(1).max(500)
const wantedBytes = z.number().int().positive().max(1e15)

export const storageCalls = {
  /** Disks, what is kept of what was promised, and until when it will do (A-15.1.4.a). */
  'recordings.storage': call('ledgers.read', z.object({}), StorageReport),
  /** Whether space runs short, for the banner; null while it does not. Also pushed, as `storage`. */
  'recordings.storage-warning': call('nobody', z.object({}), StorageWarning.nullable()),
  /** Writes what is kept into the journal now, for the form to be printed; it is also done every day. Tells when. */
  'recordings.write-kept': call('ledgers.export', z.object({}), z.object({ atMs: z.number() })),
  'recordings.lock': call(
    'recordings.lock',
    z.object({
      headline: z.string().trim().min(1).max(80),
      reason,
      cameraIds: z.array(z.string()).min(1).max(64),
      span: Span,
      untilMs: z.number().nullable(),
    }),
    LockResult,
  ),
  'recordings.extend-lock': call(
    'recordings.lock',
    z.object({ id: z.number().int(), untilMs: z.number().nullable(), reason }),
    EvidenceLock,
  ),
  'recordings.release-lock': call(
    'recordings.release-lock',
    z.object({ id: z.number().int(), reason }),
    EvidenceLock,
  ),
  /** What a decision would delete; deletes nothing. */
  'recordings.storage-plan': call('recordings.decide-storage', z.object({ wantedBytes }), StoragePlan),
  'recordings.decide-storage': call(
    'recordings.decide-storage',
    z.object({ planId: z.string(), wantedBytes, reason }),
    StoragePlan,
  ),
} as const
