import { z } from 'zod'
import { Span } from './recording.ts'

/** What a disk of recordings is fit for. Only `ok` and `slow` are written to. */
export const VolumeState = z.enum(['ok', 'slow', 'full', 'read-only', 'missing', 'failed'])
export type VolumeState = z.infer<typeof VolumeState>

/** One disk of recordings, as it is now. */
export const VolumeReport = z.object({
  id: z.string(),
  path: z.string(),
  state: VolumeState,
  /** What the system said, for the technician; empty when all is well. */
  reason: z.string(),
  /** Since when it is in this state, ms UTC. */
  sinceMs: z.number(),
  /** Of the whole file system; null while it cannot be asked. */
  totalBytes: z.number().nullable(),
  freeBytes: z.number().nullable(),
  /** Recordings on it. */
  usedBytes: z.number(),
  /** How much of it recordings may use: its budget, or what is free less a reserve. */
  capacityBytes: z.number().nullable(),
  /** Written lately. */
  bytesPerSecond: z.number(),
  /** Slowest write of the last seconds. */
  latencyMs: z.number(),
  /** Waiting in memory for this disk. */
  backlogBytes: z.number(),
})
export type VolumeReport = z.infer<typeof VolumeReport>

/**
 * Promise against truth for one camera (A-15.1.4.a, B-4.4.1.d). `not-yet`: recorded for less time than it must be kept.
 * `short`: recordings that should be there are gone.
 */
export const KeepingState = z.enum(['kept', 'not-yet', 'short', 'nothing', 'off'])
export type KeepingState = z.infer<typeof KeepingState>

export const CameraKeeping = z.object({
  cameraId: z.string(),
  name: z.string(),
  placeName: z.string(),
  /** 重点要害部位: kept 90 days. */
  isKeyArea: z.boolean(),
  state: KeepingState,
  promisedDays: z.number().int(),
  /** Whole days from the oldest frame to now. */
  keptDays: z.number().int(),
  firstFrameMs: z.number().nullable(),
  lastFrameMs: z.number().nullable(),
  /** Share of the promised period (or of the time since recording began) that is really there, 0 … 1. */
  coveredShare: z.number(),
  missingMs: z.number(),
  /** Holes in that period, and the longest one. */
  gapCount: z.number().int(),
  longestGap: Span.nullable(),
  bytes: z.number(),
  bytesPerDay: z.number(),
  /** Since when nothing was written although it should be; null while it is recorded. */
  silentSinceMs: z.number().nullable(),
})
export type CameraKeeping = z.infer<typeof CameraKeeping>

/** Whether the disks hold what was promised. `soon`: not in some days; `short`: not any more, or within a day. */
export const StorageOutlook = z.object({
  level: z.enum(['fine', 'soon', 'short']),
  /** When space runs out with nothing left that may be deleted, ms UTC; null when not within 120 days. */
  shortAtMs: z.number().nullable(),
  usedBytes: z.number(),
  capacityBytes: z.number(),
  bytesPerDay: z.number(),
  /** What keeping everything for its time takes in the long run. */
  neededBytes: z.number(),
  /** The PC's clock jumped and is not proved: nothing is deleted by age until it is. */
  isClockHeld: z.boolean(),
})
export type StorageOutlook = z.infer<typeof StorageOutlook>

/** Said to whoever sits at the desk while the disks will not hold what was promised; see `StorageOutlook`. */
export const StorageWarning = z.object({ level: z.enum(['soon', 'short']), shortAtMs: z.number() })
export type StorageWarning = z.infer<typeof StorageWarning>

/** A stretch of recordings that nothing deletes until then, or until somebody releases it. */
export const EvidenceLock = z.object({
  id: z.number().int(),
  headline: z.string(),
  reason: z.string(),
  cameraIds: z.array(z.string()),
  span: Span,
  /** Null: until released. */
  untilMs: z.number().nullable(),
  by: z.object({ id: z.string(), name: z.string() }),
  createdAtMs: z.number(),
  incidentId: z.number().int().nullable(),
  released: z
    .object({ by: z.object({ id: z.string(), name: z.string() }), atMs: z.number(), reason: z.string() })
    .nullable(),
})
export type EvidenceLock = z.infer<typeof EvidenceLock>

/** What of a locked span exists, per camera: a lock cannot keep what was never recorded. */
export const LockResult = z.object({
  lock: EvidenceLock,
  cameras: z.array(z.object({ cameraId: z.string(), lockedMs: z.number(), missing: z.array(Span) })),
})
export type LockResult = z.infer<typeof LockResult>

/** What a decision about storage would delete before its time: the least important camera first. */
export const StoragePlan = z.object({
  /** Names exactly this plan; a decision is on this and nothing else. */
  id: z.string(),
  wantedBytes: z.number(),
  freedBytes: z.number(),
  cameras: z.array(
    z.object({
      cameraId: z.string(),
      name: z.string(),
      span: Span,
      bytes: z.number(),
      /** What is left of the promise afterwards. */
      keptDaysAfter: z.number(),
      promisedDays: z.number(),
    }),
  ),
})
export type StoragePlan = z.infer<typeof StoragePlan>

export const StorageReport = z.object({
  atMs: z.number(),
  volumes: z.array(VolumeReport),
  cameras: z.array(CameraKeeping),
  outlook: StorageOutlook,
  locks: z.array(EvidenceLock),
})
export type StorageReport = z.infer<typeof StorageReport>
