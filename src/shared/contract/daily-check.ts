import { z } from 'zod'
import { DailyCheck, DailyFinding, DailyReportTarget } from '../domain/daily-check.ts'
import { call, nothing } from './call.ts'

/** The round that is due today, and the days of the last week whose round is missing. */
export const DailyCheckReport = z.object({
  today: DailyCheck,
  missed: z.array(z.object({ day: z.iso.date(), done: z.number().int(), of: z.number().int() })),
})
export type DailyCheckReport = z.infer<typeof DailyCheckReport>

export const dailyCheckCalls = {
  'daily-check.report': call('nobody', nothing, DailyCheckReport),
  /** Begins today's round, or goes on with it. */
  'daily-check.start': call('recordings.daily-check', nothing, DailyCheck),
  /** `finding` null: all is well. A finding opens an incident of the camera. */
  'daily-check.look': call(
    'recordings.daily-check',
    z.object({
      cameraId: z.string(),
      finding: DailyFinding.nullable(),
      note: z.string().trim().max(300).default(''),
    }),
    DailyCheck,
  ),
  'daily-check.finish': call(
    'recordings.daily-check',
    z.object({ reportedTo: DailyReportTarget }),
    DailyCheck,
  ),
} as const
