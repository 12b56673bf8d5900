import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import type { Locale } from '../../shared/text/text.ts'

/** The school's clock. */
const zone = 'Asia/Shanghai'
const dayMs = 86_400_000

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'medium' })
const clockMinutes = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' })
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
const localeTag: Readonly<Record<Locale, string>> = { 'zh-CN': 'zh-CN', en: 'en-GB' }
const inBeijing = (locale: Locale, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(localeTag[locale], { timeZone: zone, ...parts })
const longDay = {
  'zh-CN': inBeijing('zh-CN', { month: 'long', day: 'numeric' }),
  en: inBeijing('en', { month: 'short', day: 'numeric' }),
}
const weekday = {
  'zh-CN': inBeijing('zh-CN', { weekday: 'short' }),
  en: inBeijing('en', { weekday: 'short' }),
}

/** `02:40:58`, Beijing time. */
export function formatTime(atMs: number): string {
  return clock.format(atMs)
}

/** `02:40`, Beijing time. */
export function formatMinutes(atMs: number): string {
  return clockMinutes.format(atMs)
}

/** `2026-11-22`, Beijing time. */
export function formatDay(atMs: number): string {
  return day.format(atMs)
}

/** `2026-11-22 02:40:58`, Beijing time. */
export function formatDateTime(atMs: number): string {
  return `${formatDay(atMs)} ${formatTime(atMs)}`
}

/** `02:40:58` when it is of the same Beijing day as `nowMs`, else with the date `11-21 22:00:05`. */
export function formatTimeNear(atMs: number, nowMs: number): string {
  return formatDay(atMs) === formatDay(nowMs) ? formatTime(atMs) : formatDateTime(atMs).slice(5)
}

/** `11月22日 周日` / `22 Nov Sun`, Beijing time. */
export function formatLongDay(atMs: number, locale: Locale): string {
  return `${longDay[locale].format(atMs)} ${weekday[locale].format(atMs)}`
}

/** `周二` / `Tue`, Beijing time. */
export function formatWeekday(atMs: number, locale: Locale): string {
  return weekday[locale].format(atMs)
}

/** The last Beijing midnight at or before a time, ms UTC. */
export function beijingMidnight(atMs: number): number {
  return Math.floor((atMs + beijingOffsetMs) / dayMs) * dayMs - beijingOffsetMs
}

/** Reads `2026-11-22 02:40:58` (seconds may be left out) as Beijing time; ms UTC, or null when it is not a time. */
export function parseBeijing(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?$/.exec(text.trim())
  if (match === null) return null
  const atMs = Date.parse(`${match[1]}T${match[2]}:${match[3] ?? '00'}+08:00`)
  return Number.isNaN(atMs) ? null : atMs
}

const durationUnits = {
  'zh-CN': { second: ' 秒', minute: ' 分', hour: ' 小时', day: ' 天' },
  en: { second: ' s', minute: ' min', hour: ' h', day: ' d' },
} as const satisfies Readonly<Record<Locale, object>>

/** How long something is or was, as a person says it: `0.3 秒`, `9 秒`, `1 分 26 秒`, `3 小时 5 分`, `2 天 3 小时`. */
export function formatDuration(durationMs: number, locale: Locale): string {
  const unit = durationUnits[locale]
  const positiveMs = Math.max(0, durationMs)
  if (positiveMs < 1_000) return `${(positiveMs / 1_000).toFixed(1)}${unit.second}`
  const seconds = Math.floor(positiveMs / 1_000)
  if (seconds < 60) return `${seconds}${unit.second}`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return join(minutes, unit.minute, seconds % 60, unit.second)
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return join(hours, unit.hour, minutes % 60, unit.minute)
  return join(Math.floor(hours / 24), unit.day, hours % 24, unit.hour)
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`
}
