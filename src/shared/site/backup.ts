import { z } from 'zod'

/** Where and how often the station's records are copied to another disk, encrypted with the school's recovery key. */
export const BackupSettings = z.object({
  folder: z
    .string()
    .min(1)
    .max(500)
    .describe('absolute path of an existing folder on a second disk or a share'),
  everyHours: z.number().min(1).max(168).default(24).describe('hours between two backups'),
  keep: z.number().int().min(2).max(365).default(30).describe('how many are kept; the oldest go first'),
})
export type BackupSettings = z.infer<typeof BackupSettings>
