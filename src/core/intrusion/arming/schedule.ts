import type { ArmingSchedule, OpenHours, SchoolDay } from '../../../shared/site/arming.ts'
import { dateAfter, dateOf, dayKindOf, momentOf } from './calendar.ts'

/** What a partition is meant to be. */
export type Wanted = 'armed' | 'disarmed'

/** A moment from which on a partition is meant to be in another state, ms UTC. */
export interface Due {
  readonly atMs: number
  readonly to: Wanted
}

/** How far ahead a change is looked for, days: longer than any school holiday. */
const horizonDays = 120

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** What the schedule wants at a moment. Pure. */
export function wantedAt(schedule: ArmingSchedule, schoolDays: readonly SchoolDay[], atMs: number): Wanted {
  const isOpen = openOn(schedule, schoolDays, dateOf(atMs)).some(
    ({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs,
  )
  return isOpen ? 'disarmed' : 'armed'
}

/** The next change after a moment; null when there is none within four months. Pure. */
export function nextDue(
  schedule: ArmingSchedule,
  schoolDays: readonly SchoolDay[],
  atMs: number,
): Due | null {
  const today = dateOf(atMs)
  for (let day = 0; day <= horizonDays; day++) {
    const due = changesOn(schedule, schoolDays, dateAfter(today, day)).find(change => change.atMs > atMs)
    if (due !== undefined) return due
  }
  return null
}

/** The last change at or before a moment; null when there is none within four months. Pure. */
export function lastDue(
  schedule: ArmingSchedule,
  schoolDays: readonly SchoolDay[],
  atMs: number,
): Due | null {
  const today = dateOf(atMs)
  for (let day = 0; day <= horizonDays; day++) {
    const due = changesOn(schedule, schoolDays, dateAfter(today, -day)).findLast(
      change => change.atMs <= atMs,
    )
    if (due !== undefined) return due
  }
  return null
}

/** The moments of a day at which the wanted state changes, in order. Open hours that touch midnight or each other join. */
function changesOn(schedule: ArmingSchedule, schoolDays: readonly SchoolDay[], date: string): Due[] {
  const open = openOn(schedule, schoolDays, date)
  const wasOpen = openOn(schedule, schoolDays, dateAfter(date, -1)).at(-1)?.toMs === momentOf(date, 0)
  const changes = open.flatMap(({ fromMs, toMs }): Due[] => [
    { atMs: fromMs, to: 'disarmed' },
    { atMs: toMs, to: 'armed' },
  ])
  const startMs = momentOf(date, 0)
  const endMs = momentOf(date, 1_440)
  const isOpenAtStart = open[0]?.fromMs === startMs
  // The end of the day belongs to the next one: only there is known whether it goes on.
  const within = changes.filter(({ atMs }) => atMs < endMs && !(wasOpen && atMs === startMs))
  return wasOpen && !isOpenAtStart ? [{ atMs: startMs, to: 'armed' }, ...within] : within
}

/** The stretches in which it is meant to be disarmed on a day, in order, those that touch or overlap as one. */
export function openOn(
  schedule: ArmingSchedule,
  schoolDays: readonly SchoolDay[],
  date: string,
): readonly Stretch[] {
  const { as } = dayKindOf(date, schoolDays)
  const hours = as === 'holiday' ? schedule.holiday : (schedule.open[as] ?? [])
  const stretches: { fromMs: number; toMs: number }[] = []
  for (const { from, to } of hours.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const stretch = { fromMs: momentOf(date, minuteOf(from)), toMs: momentOf(date, minuteOf(to)) }
    const last = stretches.at(-1)
    if (last !== undefined && stretch.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, stretch.toMs)
    else stretches.push(stretch)
  }
  return stretches
}

function minuteOf(text: OpenHours['from']): number {
  const [hours = '0', minutes = '0'] = text.split(':')
  return Number(hours) * 60 + Number(minutes)
}
