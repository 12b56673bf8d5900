import { z } from 'zod'

/**
 * Classes of the record by how long they must be kept at least, days. Seeds: 30 for alarms, arming and faults
 * (A-15.3.1.b), 90 for what concerns key areas (B-4.4.1.d), 180 for pictures, 360 for data of passages and patrols
 * what the seeds leave open is kept as long as the longest. `proof` is never purged: without it the
 * rest proves nothing.
 */
export const recordClasses = {
  alarms: 30,
  technical: 90,
  pictures: 180,
  duty: 360,
  access: 360,
  proof: null,
} as const satisfies Readonly<Record<string, number | null>>

export const RecordClass = z.enum(['alarms', 'technical', 'pictures', 'duty', 'access', 'proof'])
export type RecordClass = z.infer<typeof RecordClass>

/** By the first word of the kind; `feature.what` wins over `feature`. Unknown ones are kept longest (`duty`). */
const classOfWord: Readonly<Record<string, RecordClass>> = {
  incident: 'alarms',
  intrusion: 'alarms',
  arming: 'alarms',
  flood: 'alarms',
  shelving: 'alarms',
  sound: 'alarms',
  panel: 'alarms',
  'walk-test': 'alarms',
  fault: 'alarms',
  camera: 'technical',
  clock: 'technical',
  storage: 'technical',
  recordings: 'technical',
  view: 'technical',
  station: 'technical',
  'camera.snapshot': 'pictures',
  'camera.picture-viewed': 'pictures',
  video: 'access',
  approval: 'access',
  journal: 'proof',
  backup: 'proof',
  archives: 'proof',
  site: 'proof',
  credentials: 'proof',
  attachment: 'proof',
  'ledger.day-closed': 'proof',
  'station.key-made': 'proof',
  'recordings.purged': 'proof',
  'recordings.locked': 'proof',
}

/** The class of a kind of journal entries. */
export function classOfKind(kind: string): RecordClass {
  return classOfWord[kind] ?? classOfWord[kind.split('.')[0] ?? ''] ?? 'duty'
}

/** What of a class there is, and what it will come to. */
export const RecordClassReport = z.object({
  id: RecordClass,
  /** Least days; null = for ever. */
  days: z.number().int().nullable(),
  /** Entries with their bodies. */
  entries: z.number().int(),
  bytes: z.number(),
  /** Beijing day of the oldest one, `2026-11-22`; null when there is none. */
  oldestDay: z.string().nullable(),
  /** Bytes a day over the last 30 days. */
  bytesPerDay: z.number(),
  /** What it takes once it is as old as it must be, or in a year where it is kept for ever. */
  forecastBytes: z.number(),
})
export type RecordClassReport = z.infer<typeof RecordClassReport>

export const PurgePlan = z.object({
  id: RecordClass,
  /** Everything before this Beijing midnight. */
  beforeMs: z.number(),
  entries: z.number().int(),
  bytes: z.number(),
})
export type PurgePlan = z.infer<typeof PurgePlan>

export const PurgeOutcome = z.object({ entries: z.number().int(), bytes: z.number() })

const SealReport = z.object({
  day: z.string(),
  seq: z.number().int(),
  hash: z.string(),
  keyFingerprint: z.string(),
  signature: z.string(),
  atMs: z.number(),
})

export const BackupReport = z.object({
  /** Null where the site file names none. */
  folder: z.string().nullable(),
  everyHours: z.number().nullable(),
  /** `off`: not set up; `no-key`: set up, but nobody has made the recovery key. */
  state: z.enum(['off', 'no-key', 'waiting', 'busy', 'fresh', 'stale', 'failed']),
  /** Fingerprint of the recovery key's public half, first 16 digits. */
  key: z.string().nullable(),
  last: z
    .object({ atMs: z.number(), file: z.string(), bytes: z.number(), headSeq: z.number().int() })
    .nullable(),
  /** `disk-full`, `no-answer`, or what the system said. */
  failure: z.string().nullable(),
  /** Whether the copies lie on the disk of the record itself; null while nobody can say. */
  isSameDisk: z.boolean().nullable(),
})
export type BackupReport = z.infer<typeof BackupReport>

export const RecordsReport = z.object({
  classes: z.array(RecordClassReport),
  /** Bytes of the whole database on disk, and free on that disk. */
  databaseBytes: z.number(),
  freeBytes: z.number(),
  /** The newest first, at most 30. */
  seals: z.array(SealReport),
  checkedAtMs: z.number().nullable(),
  backup: BackupReport,
})
export type RecordsReport = z.infer<typeof RecordsReport>
