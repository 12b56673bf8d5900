import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ArmingSchedule, weekdays, type SchoolDay } from '../../../shared/site/arming.ts'
import { calendarKnownUntil, dateAfter, dateOf, dayKindOf, dayMs, momentOf } from './calendar.ts'
import { lastDue, nextDue, wantedAt } from './schedule.ts'

const beijing = (text: string): number => Date.parse(`${text}:00+08:00`)
const lessons = [{ from: '06:00', to: '22:00' }]
const school = ArmingSchedule.parse({
  open: { monday: lessons, tuesday: lessons, wednesday: lessons, thursday: lessons, friday: lessons },
})

describe('the calendar', () => {
  test('holidays and make-up workdays of the State Council, by their dates', () => {
    expect(dayKindOf('2026-10-01', [])).toEqual({ as: 'holiday', why: 'state-holiday', note: '国庆节' })
    expect(dayKindOf('2026-10-10', [])).toEqual({ as: 'monday', why: 'state-workday', note: '国庆节' })
    expect(dayKindOf('2026-11-21', [])).toEqual({ as: 'saturday', why: 'week', note: '' })
    expect(calendarKnownUntil).toBeGreaterThanOrEqual(2026)
  })

  test('the school knows better, the last entry best', () => {
    const own: SchoolDay[] = [
      { from: '2026-10-01', to: '2026-10-31', as: 'holiday', note: '校舍大修' },
      { from: '2026-10-10', to: '2026-10-10', as: 'thursday', note: '补周四的课' },
    ]
    expect(dayKindOf('2026-10-10', own)).toEqual({ as: 'thursday', why: 'school', note: '补周四的课' })
    expect(dayKindOf('2026-10-12', own).as).toBe('holiday')
  })

  test('a day begins at midnight in Beijing, wherever the PC believes to be', () => {
    expect(dateOf(Date.parse('2026-11-21T15:59:59Z'))).toBe('2026-11-21')
    expect(dateOf(Date.parse('2026-11-21T16:00:00Z'))).toBe('2026-11-22')
    expect(momentOf('2026-11-22', 0)).toBe(Date.parse('2026-11-21T16:00:00Z'))
    expect(dateAfter('2026-02-28', 1)).toBe('2026-03-01')
  })
})

describe('a school week', () => {
  test('armed at night, disarmed for the lessons, at the minute', () => {
    expect(wantedAt(school, [], beijing('2026-11-20T05:59'))).toBe('armed')
    expect(wantedAt(school, [], beijing('2026-11-20T06:00'))).toBe('disarmed')
    expect(wantedAt(school, [], beijing('2026-11-20T21:59'))).toBe('disarmed')
    expect(wantedAt(school, [], beijing('2026-11-20T22:00'))).toBe('armed')
  })

  test('from Friday evening it stays armed to Monday morning', () => {
    const friday = beijing('2026-11-20T22:00')
    expect(nextDue(school, [], friday - 1)).toEqual({ atMs: friday, to: 'armed' })
    expect(nextDue(school, [], friday)).toEqual({ atMs: beijing('2026-11-23T06:00'), to: 'disarmed' })
    expect(lastDue(school, [], beijing('2026-11-22T12:00'))).toEqual({ atMs: friday, to: 'armed' })
  })

  test('over a holiday, and on the Saturday that makes up for it', () => {
    expect(nextDue(school, [], beijing('2026-09-30T22:00'))?.atMs).toBe(beijing('2026-10-08T06:00'))
    expect(wantedAt(school, [], beijing('2026-10-10T10:00'))).toBe('disarmed')
  })

  test('hours that meet at midnight are one stretch', () => {
    const late = ArmingSchedule.parse({
      open: { friday: [{ from: '06:00', to: '24:00' }], saturday: [{ from: '00:00', to: '01:00' }] },
    })
    expect(nextDue(late, [], beijing('2026-11-20T12:00'))).toEqual({
      atMs: beijing('2026-11-21T01:00'),
      to: 'armed',
    })
    const toMidnight = ArmingSchedule.parse({ open: { friday: [{ from: '06:00', to: '24:00' }] } })
    expect(nextDue(toMidnight, [], beijing('2026-11-20T12:00'))).toEqual({
      atMs: beijing('2026-11-21T00:00'),
      to: 'armed',
    })
  })

  test('a partition that is never open has no change', () => {
    expect(nextDue(ArmingSchedule.parse({ open: {} }), [], beijing('2026-11-20T12:00'))).toBeNull()
    expect(lastDue(ArmingSchedule.parse({ open: {} }), [], beijing('2026-11-20T12:00'))).toBeNull()
  })
})

const minute = fc.integer({ min: 0, max: 1_440 }).map(value => {
  const text = (part: number): string => String(part).padStart(2, '0')
  return `${text(Math.floor(value / 60))}:${text(value % 60)}`
})
const hours = fc
  .tuple(minute, minute)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }))
const day = fc.array(hours, { maxLength: 3 })
const anySchedule = fc
  .record({ open: fc.record(Object.fromEntries(weekdays.map(name => [name, day]))), holiday: day })
  .map(value => ArmingSchedule.parse(value))
const anyMoment = fc.integer({
  min: beijing('2026-01-05T00:00'),
  max: beijing('2026-12-28T00:00'),
})
const anySchoolDays: fc.Arbitrary<SchoolDay[]> = fc.array(
  fc.record({
    from: fc.constantFrom('2026-01-19', '2026-07-01', '2026-09-05', '2026-10-08'),
    to: fc.constantFrom('2026-10-09', '2026-11-14', '2026-12-20'),
    as: fc.constantFrom('holiday' as const, ...weekdays),
    note: fc.constant(''),
  }),
  { maxLength: 3 },
)

describe('any schedule', () => {
  test('is constant up to the next change, and changes there', () => {
    fc.assert(
      fc.property(
        anySchedule,
        anySchoolDays,
        anyMoment,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (schedule, days, atMs, part) => {
          const wanted = wantedAt(schedule, days, atMs)
          const next = nextDue(schedule, days, atMs)
          const untilMs = next?.atMs ?? atMs + 60 * dayMs
          expect(wantedAt(schedule, days, Math.floor(atMs + part * (untilMs - 1 - atMs)))).toBe(wanted)
          if (next === null) return
          expect(next.to).not.toBe(wanted)
          expect(wantedAt(schedule, days, next.atMs)).toBe(next.to)
        },
      ),
    )
  })

  test('the last change brought the present state, and is the one before the next', () => {
    fc.assert(
      fc.property(anySchedule, anySchoolDays, anyMoment, (schedule, days, atMs) => {
        const last = lastDue(schedule, days, atMs)
        if (last === null) return
        expect(last.atMs).toBeLessThanOrEqual(atMs)
        expect(last.to).toBe(wantedAt(schedule, days, atMs))
        expect(nextDue(schedule, days, last.atMs - 1)).toEqual(last)
      }),
    )
  })
})
