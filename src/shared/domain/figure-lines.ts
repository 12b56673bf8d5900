import {
  judgedFromPlaces,
  recommended,
  urgentShareLimit,
  type AlarmFigures,
  type Spread,
} from './alarm-figures.ts'

/** The figures that have a recommended limit, as the page and the printed sheet show them, in this order. */
export const figureIds = [
  'per-day',
  'per-10-minutes',
  'most-in-10-minutes',
  'overloaded',
  'flood-share',
  'stale',
  'top-share',
  'false-share',
  'urgent-share',
  'acknowledge',
] as const
export type FigureId = (typeof figureIds)[number]

/** One figure in signs that need no language; `isOver` is null where there was nothing to measure. */
export interface FigureLine {
  readonly id: FigureId
  readonly value: string
  readonly limit: string
  readonly isOver: boolean | null
}

/** All figures of a period against what is recommended. */
export function figureLines(figures: AlarmFigures): FigureLine[] {
  const { alarms, rate, stale, verified, byPriority, acknowledge } = figures
  const staleCount = stale.now + stale.closed
  const urgent = (byPriority[0] ?? 0) + (byPriority[1] ?? 0)
  const share = (id: FigureId, part: number | null, limit: number): FigureLine => ({
    id,
    value: part === null ? '—' : percent(part),
    limit: percent(limit),
    isOver: part === null ? null : part > limit,
  })
  const number = (id: FigureId, value: number, limit: number): FigureLine => ({
    id,
    value: decimal(value),
    limit: String(limit),
    isOver: value > limit,
  })
  return [
    number('per-day', rate.perDay, recommended.perDay),
    number('per-10-minutes', rate.per10Minutes, recommended.per10Minutes),
    number('most-in-10-minutes', rate.mostIn10Minutes, recommended.mostIn10Minutes),
    share('overloaded', rate.overloadedShare, recommended.overloadedShare),
    share('flood-share', figures.floodShare, recommended.floodShare),
    number('stale', staleCount, recommended.stale),
    {
      ...share('top-share', alarms === 0 ? null : figures.topShare, recommended.topShare),
      ...(figures.placeCount < judgedFromPlaces ? { isOver: null } : {}),
    },
    share('false-share', verified === 0 ? null : figures.falseAlarms / verified, recommended.falseShare),
    share('urgent-share', alarms === 0 ? null : urgent / alarms, urgentShareLimit),
    {
      id: 'acknowledge',
      value: spreadWords(acknowledge),
      limit: clockLength(recommended.acknowledgeMs),
      isOver: acknowledge.p90Ms === null ? null : acknowledge.p90Ms > recommended.acknowledgeMs,
    },
  ]
}

/** `0:42 / 1:30`: median and 90 %; a dash where there was none. */
export function spreadWords({ medianMs, p90Ms }: Spread): string {
  return medianMs === null || p90Ms === null ? '—' : `${clockLength(medianMs)} / ${clockLength(p90Ms)}`
}

/** A length as `m:ss`, from an hour on as `h:mm:ss`. */
function clockLength(lengthMs: number): string {
  const seconds = Math.round(lengthMs / 1_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`
}

/** What is less than a tenth of a percent is not told as none. */
function percent(share: number): string {
  const value = share * 100
  return `${value > 0 && value < 0.1 ? '< 0.1' : decimal(value)}%`
}

function decimal(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return value < 0.01 ? '< 0.01' : value.toFixed(value < 0.1 ? 2 : 1)
}
