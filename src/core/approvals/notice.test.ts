import { expect, test } from 'vitest'
import type { SchoolDay } from '../../shared/site/arming.ts'
import { noticeOf } from './notice.ts'

/** A time of Beijing. */
const at = (text: string): number => Date.parse(`${text}:00+08:00`)
const holiday = (from: string, to: string): SchoolDay => ({ from, to, as: 'holiday', note: '' })

test.each([
  // Monday to Thursday of a plain week.
  ['2026-11-23T09:00', '2026-11-26T08:00', [], 3, false],
  ['2026-11-24T09:00', '2026-11-26T08:00', [], 2, true],
  ['2026-11-23T23:59', '2026-11-26T00:01', [], 3, false],
  // A weekend between counts for nothing, and works may begin on one.
  ['2026-11-20T09:00', '2026-11-24T08:00', [], 2, true],
  ['2026-11-19T09:00', '2026-11-24T08:00', [], 3, false],
  ['2026-11-25T09:00', '2026-11-28T08:00', [], 3, false],
  // National Day 2026: the whole first week of October is off; the Saturday after it is worked.
  ['2026-09-29T09:00', '2026-10-08T08:00', [], 2, true],
  ['2026-09-28T09:00', '2026-10-08T08:00', [], 3, false],
  // A day off of the school's calendar counts; its vacation does not, for the office that is told works.
  ['2026-11-23T09:00', '2026-11-26T08:00', [holiday('2026-11-24', '2026-11-24')], 2, true],
  ['2026-11-23T09:00', '2026-11-26T08:00', [holiday('2026-11-01', '2026-12-20')], 3, false],
  // What began already was not reported ahead at all.
  ['2026-11-23T09:00', '2026-11-22T08:00', [], 0, true],
])('reported %s for %s: %#', (now, from, days, count, isLate) => {
  expect(noticeOf(at(now), at(from), days)).toMatchObject({ days: count, isLate, needed: 3 })
})

test('the earliest day is one that would be in time', () => {
  for (const now of ['2026-11-23T09:00', '2026-11-21T09:00', '2026-09-29T09:00', '2026-02-14T09:00']) {
    const { earliest } = noticeOf(at(now), at(now), [])
    expect(noticeOf(at(now), at(`${earliest}T00:00`), []).isLate).toBe(false)
    const dayBefore = Date.parse(`${earliest}T00:00:00+08:00`) - 86_400_000
    expect(noticeOf(at(now), dayBefore, []).isLate).toBe(true)
  }
})
