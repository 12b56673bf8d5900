import { expect, test } from 'vitest'
import { formatTime, parseBeijing } from '../../ui/time.ts'
import { marksOf, percentAt } from './timeline-scale.ts'

const at = (time: string): number => parseBeijing(`2026-11-22 ${time}`) ?? 0

test('marks are round times of Beijing, never too many', () => {
  const span = { fromMs: at('01:40:58'), toMs: at('02:40:58') }
  expect(marksOf(span, 8).map(formatTime)).toEqual([
    '01:50:00',
    '02:00:00',
    '02:10:00',
    '02:20:00',
    '02:30:00',
    '02:40:00',
  ])
  expect(marksOf({ fromMs: at('00:00:00'), toMs: at('23:59:59') }, 10).map(formatTime)[1]).toBe('03:00:00')
})

test('a position is a share of the span and stays inside', () => {
  const span = { fromMs: at('01:00:00'), toMs: at('02:00:00') }
  expect([at('01:15:00'), at('00:00:00'), at('09:00:00')].map(atMs => percentAt(span, atMs))).toEqual([
    25, 0, 100,
  ])
})
