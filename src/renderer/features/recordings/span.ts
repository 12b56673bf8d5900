import type { Span } from '../../../shared/domain/recording.ts'
import { beijingMidnight, formatDay, formatTime, parseBeijing } from '../../ui/time.ts'

const minuteMs = 60_000
const hourMs = 3_600_000

/** Period as the form's four fields hold it, Beijing time. */
export interface SpanFields {
  readonly fromDay: string
  readonly fromTime: string
  readonly toDay: string
  readonly toTime: string
}

export function fieldsOf({ fromMs, toMs }: Span): SpanFields {
  return {
    fromDay: formatDay(fromMs),
    fromTime: formatTime(fromMs),
    toDay: formatDay(toMs),
    toTime: formatTime(toMs),
  }
}

/** The period of the fields; null while one of them is not a time, or the end is not after the start. */
export function spanOf(fields: SpanFields): Span | null {
  const fromMs = parseBeijing(`${fields.fromDay} ${fields.fromTime}`)
  const toMs = parseBeijing(`${fields.toDay} ${fields.toTime}`)
  return fromMs === null || toMs === null || toMs <= fromMs ? null : { fromMs, toMs }
}

export const spanPresets = ['last-hour', 'last-night', 'today'] as const
export type SpanPreset = (typeof spanPresets)[number]

export function presetSpan(preset: SpanPreset, nowMs: number): Span {
  const midnightMs = beijingMidnight(nowMs)
  switch (preset) {
    case 'last-hour':
      return { fromMs: nowMs - hourMs, toMs: nowMs }
    case 'last-night':
      return { fromMs: midnightMs - 2 * hourMs, toMs: Math.min(nowMs, midnightMs + 6 * hourMs) }
    case 'today':
      return { fromMs: midnightMs, toMs: nowMs }
  }
}

/** What is worth seeing of an incident: some minutes before its first signal and after its last. */
export function incidentSpan(incident: { raisedAtMs: number; lastSignalAtMs: number }, nowMs: number): Span {
  return {
    fromMs: incident.raisedAtMs - 5 * minuteMs,
    toMs: Math.min(nowMs, incident.lastSignalAtMs + 10 * minuteMs),
  }
}
