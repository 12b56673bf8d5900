import { expect, test } from 'vitest'
import { formatDateTime, parseBeijing } from '../../ui/time.ts'
import { fieldValue, spanOf } from './period.ts'

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

test('a chosen period stays as it is, and fields are Beijing time, wherever the PC thinks it is', () => {
  const chosen = { kind: 'chosen', fromMs: nowMs - 3_600_000, toMs: nowMs } as const
  expect(words(spanOf(chosen, nowMs + 1))).toEqual(['2026-11-22 01:41:07', '2026-11-22 02:41:07'])
  expect(fieldValue(nowMs)).toBe('2026-11-22 02:41')
  expect(parseBeijing(fieldValue(nowMs))).toBe(nowMs - 7_000)
})
