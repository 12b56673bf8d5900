import { beijingMidnight, formatDateTime } from '../../ui/time.ts'

/** A period `[fromMs, toMs)` by name, or as chosen. */
export type Period =
  | { readonly kind: 'day' | 'today' | 'week' | 'month' }
  | { readonly kind: 'chosen'; readonly fromMs: number; readonly toMs: number }

export const presets = ['day', 'today', 'week', 'month'] as const

const dayMs = 86_400_000

/** The period now: `day` = the last 24 hours, `today` = since Beijing midnight, `week` and `month` = 7 and 30 days with today. */
export function spanOf(period: Period, nowMs: number): { fromMs: number; toMs: number } {
  switch (period.kind) {
    case 'day':
      return { fromMs: nowMs - dayMs, toMs: nowMs }
    case 'today':
      return { fromMs: beijingMidnight(nowMs), toMs: nowMs }
    case 'week':
      return { fromMs: beijingMidnight(nowMs) - 6 * dayMs, toMs: nowMs }
    case 'month':
      return { fromMs: beijingMidnight(nowMs) - 29 * dayMs, toMs: nowMs }
    case 'chosen':
      return { fromMs: period.fromMs, toMs: period.toMs }
  }
}

/** A time as the fields hold it, to the minute: `2026-11-22 02:41`, Beijing time. */
export function fieldValue(atMs: number): string {
  return formatDateTime(atMs).slice(0, 16)
}
