import { expect, test } from 'vitest'
import {
  beijingMidnight,
  formatDateTime,
  formatDuration,
  formatLongDay,
  formatMinutes,
  formatTime,
  formatTimeNear,
  parseBeijing,
} from './time.ts'

const nightMs = Date.UTC(2026, 10, 21, 18, 40, 58)

test('times are those of Beijing, 24 h', () => {
  expect([formatTime(nightMs), formatMinutes(nightMs), formatDateTime(nightMs)]).toEqual([
    '02:40:58',
    '02:40',
    '2026-11-22 02:40:58',
  ])
  expect(formatTime(Date.UTC(2026, 0, 1, 16, 0, 0))).toBe('00:00:00')
  expect(formatLongDay(nightMs, 'zh-CN')).toBe('11月22日 周日')
  expect(formatTimeNear(nightMs, nightMs + 3_600_000)).toBe('02:40:58')
  expect(formatTimeNear(nightMs, nightMs + 86_400_000)).toBe('11-22 02:40:58')
})

test('midnight and typed times are those of Beijing', () => {
  expect(formatDateTime(beijingMidnight(nightMs))).toBe('2026-11-22 00:00:00')
  expect(beijingMidnight(beijingMidnight(nightMs))).toBe(beijingMidnight(nightMs))
  expect(parseBeijing('2026-11-22 02:40:58')).toBe(nightMs)
  expect(parseBeijing('2026-11-22 02:40')).toBe(nightMs - 58_000)
  expect(parseBeijing('yesterday')).toBeNull()
  expect(parseBeijing('2026-13-40 02:40')).toBeNull()
})

test('durations are said as a person says them', () => {
  expect(
    [-5, 340, 9_400, 86_000, 120_000, 11_100_000, 183_600_000].map(ms => formatDuration(ms, 'zh-CN')),
  ).toEqual(['0.0 秒', '0.3 秒', '9 秒', '1 分 26 秒', '2 分', '3 小时 5 分', '2 天 3 小时'])
  expect(formatDuration(86_000, 'en')).toBe('1 min 26 s')
})
