import { beijingOffsetMs } from '../../shared/domain/clock.ts'

/** Day shift 06:00–18:00 Beijing time, night shift otherwise (twelve-hour watches). */
export function shiftKindAt(atMs: number): 'day' | 'night' {
  const hour = new Date(atMs + beijingOffsetMs).getUTCHours()
  return hour >= 6 && hour < 18 ? 'day' : 'night'
}
