import { z } from 'zod'
import { call, nothing } from './call.ts'

/** One difference that an import would make. */
export const ImportChange = z.object({
  /** Top-level part of the site file, e.g. `cameras`. */
  section: z.string(),
  /** The thing that changes, by its name; empty where the part has none. */
  name: z.string(),
  /** Where in it, e.g. `zones[zone-3].name`; empty when the whole thing comes or goes. */
  path: z.string(),
  /** As JSON, shortened; null = is not there. */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type ImportChange = z.infer<typeof ImportChange>

export const ImportCheck = z.object({
  /** What is wrong with the file; with any of these nothing can be applied. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  /** The first of the differences. */
  changes: z.array(ImportChange),
  changeCount: z.number().int(),
  /** People that are new by this file: they have no PIN yet. */
  newPeople: z.array(z.string()),
  /** What takes effect with the next start only. */
  afterRestart: z.boolean(),
  /** Stands for the site that was compared with. */
  base: z.string(),
})
export type ImportCheck = z.infer<typeof ImportCheck>

const text = z.string().max(4 * 1024 * 1024)

export const siteTransferCalls = {
  /** Writes the whole site as one file without any secret into the export folder; gives the file's name. */
  'site.export': call('site.transfer', nothing, z.object({ fileName: z.string() })),
  /** Compares a file with the site; changes nothing. */
  'site.import-check': call(
    'site.transfer',
    z.object({ text, locale: z.enum(['zh-CN', 'en']) }),
    ImportCheck,
  ),
  /** Applies a file that was checked; `base` is that of the check. */
  'site.import': call(
    'site.transfer',
    z.object({ text, base: z.string(), reason: z.string().trim().min(1).max(200) }),
    nothing,
  ),
} as const
