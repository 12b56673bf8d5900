import { expect, test } from 'vitest'
import { formatDay } from '../../ui/time.ts'
import { askedDays } from './asked-days.ts'

/** A Wednesday. */
const nowMs = Date.parse('2026-11-18T10:00:00+08:00')
const read = (typed: string): string => {
  const { text, days } = askedDays(typed, nowMs)
  return days === null ? text : `${text}|${formatDay(days.fromMs)}+${(days.toMs - days.fromMs) / 86_400_000}`
}

test('a time is read out of what an inspector types, the rest is looked for', () => {
  expect(read('食堂操作间 上周二')).toBe('食堂操作间|2026-11-10+1')
  expect(read('上星期天周界')).toBe('周界|2026-11-15+1')
  expect(read('周日 周界')).toBe('周界|2026-11-15+1')
  expect(read('周三')).toBe('|2026-11-18+1')
  expect(read('上周 张敏')).toBe('张敏|2026-11-09+7')
  expect(read('本周一')).toBe('|2026-11-16+1')
  expect(read('昨天')).toBe('|2026-11-17+1')
  expect(read('11月10日 沪A12345')).toBe('沪A12345|2026-11-10+1')
  expect(read('12月30日')).toBe('|2025-12-30+1')
  expect(read('2026-11-01 误报')).toBe('误报|2026-11-01+1')
})

test('names and quoted words stay words', () => {
  expect(read('周一鸣')).toBe('周一鸣')
  expect(read('东围墙周界')).toBe('东围墙周界')
  expect(read('“昨天”')).toBe('“昨天”')
  expect(read('13月45日')).toBe('13月45日')
})
