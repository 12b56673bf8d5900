import { expect, test } from 'vitest'
import { formatDateTime } from './time.ts'
import { weeksOf, type Week } from './weeks.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const daysOf = (week: Week): string[] => week.days.map(({ fromMs }) => formatDateTime(fromMs).slice(0, 10))

test('"last Tuesday" is the Tuesday of the calendar week before, whatever day it is today', () => {
  for (const now of ['2026-11-16T00:00:00', '2026-11-18T10:00:00', '2026-11-22T23:59:59']) {
    const [, last] = weeksOf(at(now))
    expect(daysOf(last).at(-2)).toBe('2026-11-10')
    expect(daysOf(last)).toHaveLength(7)
    expect([formatDateTime(last.fromMs), formatDateTime(last.toMs)]).toEqual([
      '2026-11-09 00:00:00',
      '2026-11-16 00:00:00',
    ])
  }
})

test('this week goes from today back to Monday, days that are to come are not offered', () => {
  expect(daysOf(weeksOf(at('2026-11-16T00:00:00'))[0])).toEqual(['2026-11-16'])
  expect(daysOf(weeksOf(at('2026-11-18T10:00:00'))[0])).toEqual(['2026-11-18', '2026-11-17', '2026-11-16'])
  expect(daysOf(weeksOf(at('2026-11-22T23:59:59'))[0])).toHaveLength(7)
})
