import { z } from 'zod'
import { id } from './basics.ts'

/** A disk that recordings are kept on. */
export const RecordingVolume = z.object({
  id,
  path: z.string().min(1).max(500).describe('absolute path of an existing folder on that disk'),
  budgetGb: z
    .number()
    .positive()
    .optional()
    .describe('most that recordings may take there, 10^9 bytes; absent: what is free, less a reserve'),
})
export type RecordingVolume = z.infer<typeof RecordingVolume>
