import { z } from 'zod'
import { Snapshot, SnapshotPurpose } from '../domain/snapshot.ts'
import { call } from './call.ts'

/** Pictures taken of a running stream. They stay in the station; there is no call that gives one out. */
export const snapshotCalls = {
  /** 截图: the newest frame of a running camera, marked and journaled. */
  'cameras.snapshot': call(
    'cameras.snapshot',
    z.object({
      cameraId: z.string(),
      purpose: SnapshotPurpose,
      /** What `cameras.hold-moment` gave when the guard pressed. */
      momentId: z.string().nullable().default(null),
    }),
    Snapshot,
  ),
  /**
   * Holds what the camera shows now for a few minutes, until the guard has said what it is for: the words take longer
   * than the act. Null when the camera is not live.
   */
  'cameras.hold-moment': call(
    'cameras.snapshot',
    z.object({ cameraId: z.string() }),
    z.object({ momentId: z.string().nullable() }),
  ),
  /** A picture that was taken, as base64 JPEG. Who looks at it is journaled. */
  'cameras.picture': call(
    'cameras.snapshot',
    z.object({ sha256: z.string() }),
    z.object({ jpegBase64: z.string() }),
  ),
} as const
