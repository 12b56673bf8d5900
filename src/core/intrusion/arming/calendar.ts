import stateCalendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { weekdays, type SchoolDay, type Weekday } from '../../../shared/site/arming.ts'

/** What a day is for the school. */
export interface DayKind {
  /** By which hours the day goes. */
  readonly as: Weekday | 'holiday'
  /** Who says so: the school (site file), the state's holiday, the state's make-up workday, or plainly the week. */
  readonly why: 'school' | 'state-holiday' | 'state-workday' | 'week'
  /** The name of the holiday, or what the school wrote; may be empty. */
  readonly note: string
}

export const dayMs = 86_400_000
/** Beijing has been 8 h ahead of UTC all year since 1992. */
const offsetMs = 8 * 3_600_000

/** The day of Beijing time that a moment falls on: `2026-11-22`. */
export function dateOf(atMs: number): string {
  return new Date(atMs + offsetMs).toISOString().slice(0, 10)
}

/** The moment of a minute of a day, ms UTC. @param minute minutes since midnight; 1440 is the end of the day */
export function momentOf(date: string, minute: number): number {
  return Date.parse(`${date}T00:00:00Z`) - offsetMs + minute * 60_000
}

/** The date so many days later (or earlier). */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

const holidays: Readonly<Record<string, string>> = stateCalendar.holidays
const workdays: Readonly<Record<string, string>> = stateCalendar.workdays
const lastYear = Object.keys(holidays)
  .reduce((latest, date) => (date > latest ? date : latest), '')
  .slice(0, 4)

/** The last year whose holidays the program knows; the State Council announces a year in the November before. */
export const calendarKnownUntil: number = Number(lastYear)

/**
 * What a day is: what the school says, else what the State Council says, else the day of the week. A make-up workday of
 * which the school says nothing goes by Monday's hours.
 * @param date `2026-10-01`
 */
export function dayKindOf(date: string, schoolDays: readonly SchoolDay[]): DayKind {
  const own = schoolDays.findLast(day => day.from <= date && date <= day.to)
  if (own !== undefined) return { as: own.as, why: 'school', note: own.note }
  const holiday = holidays[date]
  if (holiday !== undefined) return { as: 'holiday', why: 'state-holiday', note: nameOf(holiday) }
  const workday = workdays[date]
  if (workday !== undefined) return { as: 'monday', why: 'state-workday', note: nameOf(workday) }
  return { as: weekdayOf(date), why: 'week', note: '' }
}

function weekdayOf(date: string): Weekday {
  const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekdays[(sundayFirst + 6) % 7] ?? 'monday'
}

/** `National Day,国庆节,3` → `国庆节`. */
const nameOf = (entry: string): string => entry.split(',')[1] ?? ''
