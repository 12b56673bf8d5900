import { z } from 'zod'
import { StreamName } from './camera.ts'

/** What a picture is taken for. `observed` is not chosen: it comes with 发现情况. */
export const SnapshotPurpose = z.enum(['suspicious', 'incident', 'equipment', 'daily-check'])
export type SnapshotPurpose = z.infer<typeof SnapshotPurpose>

/** A picture in the record of an incident. */
export const IncidentPicture = z.object({
  number: z.number().int(),
  cameraId: z.string(),
  takenAtMs: z.number(),
  /** SHA-256 of the JPEG file, hexadecimal; also its name. */
  sha256: z.string(),
})
export type IncidentPicture = z.infer<typeof IncidentPicture>

/** A picture that was taken and marked. */
export const Snapshot = IncidentPicture.extend({
  cameraName: z.string(),
  purpose: z.enum([...SnapshotPurpose.options, 'observed']),
  stream: StreamName,
  /** Whose record it lies in; null while it belongs to no incident. */
  incidentId: z.number().int().nullable(),
  /** `full`: site, camera, time, person, number; `plain`: in Latin letters only, for want of a Chinese font. */
  mark: z.enum(['full', 'plain']),
})
export type Snapshot = z.infer<typeof Snapshot>
