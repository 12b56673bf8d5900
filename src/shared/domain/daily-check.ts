import { z } from 'zod'
import type { RefusalCode } from '../refusal.ts'
import { beijingOffsetMs } from './clock.ts'

/** What the daily look may find, the four of: 设备故障, 监控范围偏移或遮挡, 图像质量下降, 夜间补光不足. */
export const dailyFindings = ['device-fault', 'view-shifted', 'image-degraded', 'fill-light'] as const
export const DailyFinding = z.enum(dailyFindings)
export type DailyFinding = z.infer<typeof DailyFinding>

const by = z.object({ id: z.string(), name: z.string() })

/** One camera of the round. */
const CheckedCamera = z.object({
  id: z.string(),
  name: z.string(),
  /** Null until somebody has looked; `finding` null when all was well. */
  outcome: z
    .object({
      finding: DailyFinding.nullable(),
      note: z.string(),
      /** The incident that a finding opened; null where all was well. */
      incidentId: z.number().int().nullable(),
      by,
      atMs: z.number(),
    })
    .nullable(),
})

/** Who was told of what the round found. */
export const DailyReportTarget = z.enum([
  'none-needed',
  'guard-leader',
  'equipment-officer',
  'general-affairs',
  'school-dept',
])
export type DailyReportTarget = z.infer<typeof DailyReportTarget>

/** The round of one day of Beijing time over all cameras. */
export const DailyCheck = z.object({
  /** `2026-11-22` */
  day: z.iso.date(),
  started: z.object({ by, atMs: z.number() }).nullable(),
  cameras: z.array(CheckedCamera),
  finished: z.object({ by, atMs: z.number(), reportedTo: DailyReportTarget }).nullable(),
  /** When the day was over without a finished round; null otherwise. */
  missedAtMs: z.number().nullable(),
})
export type DailyCheck = z.infer<typeof DailyCheck>

export type DailyOutcome =
  { readonly ok: true; readonly check: DailyCheck } | { readonly ok: false; readonly code: RefusalCode }

/** The day of Beijing time at an instant, `2026-11-22`. */
export function beijingDay(atMs: number): string {
  return new Date(atMs + beijingOffsetMs).toISOString().slice(0, 10)
}

/** The day so many days later; negative for earlier. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The round that a day owes, before anybody has begun it. */
export function dueCheck(day: string): DailyCheck {
  return { day, started: null, cameras: [], finished: null, missedAtMs: null }
}

/** How many cameras somebody has looked at. */
export const lookedAt = ({ cameras }: DailyCheck): number =>
  cameras.filter(({ outcome }) => outcome !== null).length

export type DailyCheckEvent =
  /** Begins the round, or goes on with it: cameras that came meanwhile join it, those that are gone leave it. */
  | { readonly type: 'start'; readonly cameras: readonly { readonly id: string; readonly name: string }[] }
  | {
      readonly type: 'look'
      readonly cameraId: string
      readonly finding: DailyFinding | null
      readonly note: string
      readonly incidentId: number | null
    }
  | { readonly type: 'finish'; readonly reportedTo: DailyReportTarget }
  /** The day is over. */
  | { readonly type: 'miss' }

/** One step of a day's round. Pure; a look at a camera may be taken again until the round is finished. */
export function stepDailyCheck(
  check: DailyCheck,
  event: DailyCheckEvent,
  who: { readonly id: string; readonly name: string },
  nowMs: number,
): DailyOutcome {
  if (check.finished !== null || check.missedAtMs !== null) return { ok: false, code: 'daily-check.over' }
  const mark = { by: { id: who.id, name: who.name }, atMs: nowMs }
  switch (event.type) {
    case 'start': {
      const known = new Map(check.cameras.map(camera => [camera.id, camera]))
      const cameras = event.cameras.map(({ id, name }) => known.get(id) ?? { id, name, outcome: null })
      return done({ ...check, started: check.started ?? mark, cameras })
    }
    case 'look': {
      if (check.started === null) return { ok: false, code: 'daily-check.not-started' }
      if (!check.cameras.some(({ id }) => id === event.cameraId))
        return { ok: false, code: 'cameras.unknown' }
      const { finding, note, incidentId } = event
      const outcome = { finding, note, incidentId, ...mark }
      return done({
        ...check,
        cameras: check.cameras.map(camera =>
          camera.id === event.cameraId ? { ...camera, outcome } : camera,
        ),
      })
    }
    case 'finish':
      if (check.started === null) return { ok: false, code: 'daily-check.not-started' }
      if (lookedAt(check) < check.cameras.length) return { ok: false, code: 'daily-check.cameras-left' }
      return done({ ...check, finished: { ...mark, reportedTo: event.reportedTo } })
    case 'miss':
      return done({ ...check, missedAtMs: nowMs })
  }
}

const done = (check: DailyCheck): DailyOutcome => ({ ok: true, check })
