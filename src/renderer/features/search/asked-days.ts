import { beijingMidnight, parseBeijing } from '../../ui/time.ts'
import { weeksOf, type DaySpan } from '../../ui/weeks.ts'

/** What was typed, taken apart: words to find, and the time that was meant, as it was typed. */
export interface Asked {
  readonly text: string
  readonly days: (DaySpan & { readonly said: string }) | null
}

const dayMs = 86_400_000
const weekdays = '一二三四五六日'
const isQuoted = /["“”「」]/
// A name may begin with 周 (周一鸣): without 上 or 本 a weekday must stand alone.
const bareWeekday = /(?<=^|\s)(?:周|星期)([一二三四五六日天])(?=$|\s)/
const ofWeek = /(上|本|这)个?(?:周|星期)([一二三四五六日天])?/
const relative = /今天|昨天|前天/
const isoDay = /\d{4}-\d{2}-\d{2}/
const monthAndDay = /(?<!\d)(\d{1,2})月(\d{1,2})[日号]/

/**
 * Reads a time out of what was typed for a search: `食堂操作间 上周二`, `周日 周界`, `11月10日`, `昨天`. Quoted text is
 * taken as it stands. "Last Tuesday" is the Tuesday of the calendar week before, a weekday alone the last one that was.
 */
export function askedDays(typed: string, nowMs: number): Asked {
  if (isQuoted.test(typed)) return { text: typed, days: null }
  const readings: readonly [RegExp, (match: RegExpExecArray) => DaySpan | null][] = [
    [ofWeek, ([, which = '', weekday]) => dayOfWeek(which === '上' ? 1 : 0, weekday, nowMs)],
    [bareWeekday, ([, weekday = '']) => lastOf(weekday, nowMs)],
    [
      relative,
      ([word = '']) => oneDay(beijingMidnight(nowMs) - ['今天', '昨天', '前天'].indexOf(word) * dayMs),
    ],
    [isoDay, ([day = '']) => oneDay(parseBeijing(`${day} 00:00`))],
    [monthAndDay, ([, month = '', day = '']) => oneDay(lastDate(month, day, nowMs))],
  ]
  for (const [pattern, read] of readings) {
    const match = pattern.exec(typed)
    const span = match === null ? null : read(match)
    if (match === null || span === null) continue
    const rest = `${typed.slice(0, match.index)} ${typed.slice(match.index + match[0].length)}`
    return { text: rest.replaceAll(/\s+/g, ' ').trim(), days: { ...span, said: match[0] } }
  }
  return { text: typed, days: null }
}

const oneDay = (fromMs: number | null): DaySpan | null =>
  fromMs === null ? null : { fromMs, toMs: fromMs + dayMs }

const indexOf = (weekday: string): number => weekdays.indexOf(weekday === '天' ? '日' : weekday)

/** A day of this week (0) or the last one (1), or the whole week. */
function dayOfWeek(back: 0 | 1, weekday: string | undefined, nowMs: number): DaySpan | null {
  const { fromMs, toMs } = weeksOf(nowMs)[back]
  return weekday === undefined ? { fromMs, toMs } : oneDay(fromMs + indexOf(weekday) * dayMs)
}

/** The last such weekday, today included. */
function lastOf(weekday: string, nowMs: number): DaySpan | null {
  const [thisWeek, lastWeek] = weeksOf(nowMs)
  const days = [...thisWeek.days, ...lastWeek.days]
  return (
    days.find(({ fromMs }) => (fromMs - lastWeek.fromMs) % (7 * dayMs) === indexOf(weekday) * dayMs) ?? null
  )
}

/** The last such date; null for one that no calendar has. */
function lastDate(month: string, day: string, nowMs: number): number | null {
  const year = Number(
    new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(nowMs),
  )
  const of = (inYear: number) =>
    parseBeijing(`${inYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')} 00:00`)
  const thisYears = of(year)
  return thisYears !== null && thisYears > nowMs ? of(year - 1) : thisYears
}
