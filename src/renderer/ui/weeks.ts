import { beijingMidnight } from './time.ts'

/** A time `[fromMs, toMs)`, ms UTC. */
export interface DaySpan {
  readonly fromMs: number
  readonly toMs: number
}

/** A calendar week from Monday on, with those of its days that have begun, the newest first. */
export interface Week extends DaySpan {
  readonly days: readonly DaySpan[]
}

const dayMs = 86_400_000
/** 1970-01-05 00:00 of Beijing time was a Monday. */
const someMondayMs = Date.parse('1970-01-05T00:00:00+08:00')

/** This week and the one before it, Beijing time: what people mean by "Sunday" and by "last Tuesday" (上周二). */
export function weeksOf(nowMs: number): readonly [Week, Week] {
  const todayMs = beijingMidnight(nowMs)
  const sinceMonday = (todayMs - someMondayMs) % (7 * dayMs)
  const mondayMs = todayMs - sinceMonday
  return [weekFrom(mondayMs, todayMs), weekFrom(mondayMs - 7 * dayMs, todayMs)]
}

function weekFrom(fromMs: number, todayMs: number): Week {
  const days = Array.from({ length: 7 }, (_, index) => fromMs + index * dayMs)
    .filter(atMs => atMs <= todayMs)
    .toReversed()
    .map(atMs => ({ fromMs: atMs, toMs: atMs + dayMs }))
  return { fromMs, toMs: fromMs + 7 * dayMs, days }
}
