import type { Notice } from '../../shared/contract/approvals.ts'
import type { SchoolDay } from '../../shared/site/arming.ts'
import { dateAfter, dateOf, dayKindOf, dayMs } from '../intrusion/arming/calendar.ts'

/** 停用、调整 is reported so many working days ahead (A-13.b). */
const neededDays = 3
/** What the school calls a holiday for longer than this is its vacation, in which the office that is told works. */
const longestHolidayDays = 10
/** Further ahead nobody asks how far. */
const mostDays = 400

/**
 * How far ahead an outage is reported: working days from the day of the report (counted) to the day of its beginning (not
 * counted), by the state's calendar and what the school says about single days (A-13.b, F25).
 */
export function noticeOf(nowMs: number, fromMs: number, schoolDays: readonly SchoolDay[]): Notice {
  const today = dateOf(nowMs)
  const start = dateOf(fromMs)
  let days = 0
  for (let date = today, step = 0; date < start && step < mostDays; date = dateAfter(today, ++step))
    if (isWorkingDay(date, schoolDays)) days++
  return { days, needed: neededDays, isLate: days < neededDays, earliest: earliestAfter(today, schoolDays) }
}

function earliestAfter(today: string, schoolDays: readonly SchoolDay[]): string {
  let days = 0
  for (let step = 0; step < mostDays; step++) {
    if (days === neededDays) return dateAfter(today, step)
    if (isWorkingDay(dateAfter(today, step), schoolDays)) days++
  }
  return dateAfter(today, mostDays)
}

function isWorkingDay(date: string, schoolDays: readonly SchoolDay[]): boolean {
  const said = schoolDays.filter(
    ({ as, from, to }) => as !== 'holiday' || lengthDays(from, to) <= longestHolidayDays,
  )
  return !['holiday', 'saturday', 'sunday'].includes(dayKindOf(date, said).as)
}

const lengthDays = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs + 1
