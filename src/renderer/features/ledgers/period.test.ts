import { expect, test } from 'vitest'
import { formatDateTime } from '../../ui/time.ts'
import { chosenPeriod, fieldValue, spanOf } from './period.ts'

const nowMs = Date.parse('2026-11-22T02:41:07+08:00')
const words = (span: { fromMs: number; toMs: number }) => [
  formatDateTime(span.fromMs),
  formatDateTime(span.toMs),
]

test('the last 24 hours, and whole Beijing days with today', () => {
  expect(words(spanOf({ kind: 'day' }, nowMs))).toEqual(['2026-11-21 02:41:07', '2026-11-22 02:41:07'])
  expect(words(spanOf({ kind: 'today' }, nowMs))[0]).toBe('2026-11-22 00:00:00')
  expect(words(spanOf({ kind: 'week' }, nowMs))[0]).toBe('2026-11-16 00:00:00')
  expect(words(spanOf({ kind: 'month' }, nowMs))[0]).toBe('2026-10-24 00:00:00')
})

test('fields are Beijing time, wherever the PC thinks it is', () => {
  expect(fieldValue(nowMs)).toBe('2026-11-22T02:41')
  const period = chosenPeriod('2026-11-21T22:00', '2026-11-22T06:00')
  expect(period && words(spanOf(period, nowMs))).toEqual(['2026-11-21 22:00:00', '2026-11-22 06:00:00'])
})

test('a period that ends before it begins is none', () => {
  expect(chosenPeriod('2026-11-22T06:00', '2026-11-21T22:00')).toBeNull()
  expect(chosenPeriod('2026-11-22T06:00', '')).toBeNull()
})
