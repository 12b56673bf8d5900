import { expect, test } from 'vitest'
import { formatTime, parseBeijing } from '../../ui/time.ts'
import { marksOf, percentAt, showing, zoomed } from './timeline-scale.ts'

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

test('zooming keeps the time under the pointer in its place and stays inside the period', () => {
  const whole = { fromMs: at('00:00:00'), toMs: at('10:00:00') }
  const closer = zoomed(whole, whole, at('05:00:00'), 0.5)
  expect(closer).toEqual({ fromMs: at('02:30:00'), toMs: at('07:30:00') })
  expect(percentAt(closer, at('05:00:00'))).toBe(50)
  expect(zoomed(whole, closer, at('02:30:00'), 8)).toEqual(whole)
  expect(zoomed(whole, whole, at('10:00:00'), 1e-9)).toEqual({ fromMs: at('09:59:30'), toMs: at('10:00:00') })
})

test('the view follows the player', () => {
  const whole = { fromMs: at('00:00:00'), toMs: at('10:00:00') }
  const view = { fromMs: at('01:00:00'), toMs: at('02:00:00') }
  expect(showing(whole, view, at('01:30:00'))).toBe(view)
  expect(showing(whole, view, at('03:00:00'))).toEqual({ fromMs: at('02:54:00'), toMs: at('03:54:00') })
  expect(showing(whole, view, at('10:00:00')).toMs).toBe(at('10:00:00'))
})
