import { beijingOffsetMs } from '../../../shared/domain/clock.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import type { TimelineTrack } from '../../../shared/domain/timeline.ts'
import { beijingMidnight, formatDay, formatMinutes, formatTime } from '../../ui/time.ts'

/** The shortest stretch a timeline shows, ms. */
const shortestMs = 1_000
const dayMs = 86_400_000

const stepsMs = [
  100,
  200,
  500,
  1_000,
  2_000,
  5_000,
  10_000,
  30_000,
  60_000,
  300_000,
  600_000,
  1_800_000,
  3_600_000,
  7_200_000,
  10_800_000,
  21_600_000,
  43_200_000,
  dayMs,
  2 * dayMs,
  5 * dayMs,
  10 * dayMs,
]

export const lengthOf = ({ fromMs, toMs }: Span): number => toMs - fromMs

/** Zooms `view` by `factor` (below 1: closer) around a time that keeps its place, within `whole`. */
export function zoomed(whole: Span, view: Span, aroundMs: number, factor: number): Span {
  const lengthMs = Math.min(lengthOf(whole), Math.max(shortestMs, lengthOf(view) * factor))
  const share = (aroundMs - view.fromMs) / lengthOf(view)
  return placed(whole, aroundMs - share * lengthMs, lengthMs)
}

/** `view` moved by so much, within `whole`. At the edge it stops there; it never jumps back. */
export function panned(whole: Span, view: Span, byMs: number): Span {
  return placed(whole, view.fromMs + byMs, lengthOf(view))
}

/** `view`, moved so that a time is in it; itself when it is already. */
export function showing(whole: Span, view: Span, atMs: number): Span {
  if (atMs >= view.fromMs && atMs <= view.toMs) return view
  return placed(whole, atMs - lengthOf(view) * 0.1, lengthOf(view))
}

function placed(whole: Span, fromMs: number, lengthMs: number): Span {
  const startMs = Math.max(whole.fromMs, Math.min(fromMs, whole.toMs - lengthMs))
  return { fromMs: startMs, toMs: startMs + lengthMs }
}

export interface Tick {
  readonly atMs: number
  readonly label: string
  /** Beijing midnight: the day stands there. */
  readonly isDay: boolean
}

/** Round Beijing times for the axis: at most `most` ticks. Independent of the zone of this PC (complaint 16). */
export function ticksOf(view: Span, most: number): Tick[] {
  const stepMs =
    stepsMs.find(step => lengthOf(view) / step <= most) ?? dayMs * Math.ceil(lengthOf(view) / most / dayMs)
  const ticks: Tick[] = []
  const firstMs = Math.ceil((view.fromMs + beijingOffsetMs) / stepMs) * stepMs - beijingOffsetMs
  for (let atMs = firstMs; atMs <= view.toMs; atMs += stepMs) {
    const isDay = atMs === beijingMidnight(atMs)
    ticks.push({ atMs, isDay, label: isDay ? formatDay(atMs).slice(5) : labelOf(atMs, stepMs) })
  }
  return ticks
}

function labelOf(atMs: number, stepMs: number): string {
  if (stepMs >= 60_000) return formatMinutes(atMs)
  return stepMs >= 1_000 ? formatTime(atMs) : `${formatTime(atMs)}.${Math.floor((atMs % 1_000) / 100)}`
}

/**
 * Reads a typed time as Beijing time: `2026-11-22 03:15:20`, `11-22 3:15`, `3:15`, `031520`, `0315`. What is left out is
 * taken from the day of `nearMs`. Null when it is not a time.
 */
export function parseTyped(text: string, nearMs: number): number | null {
  const words = text.trim().replaceAll('：', ':').replaceAll('/', '-').split(/\s+|T/)
  const [day, time] = words.length === 1 ? [null, words[0]] : [words[0], words[1]]
  if (words.length > 2 || time === undefined) return null
  const date = dayIn(day ?? null, nearMs)
  const clock = clockIn(time)
  if (date === null || clock === null) return null
  const atMs = Date.parse(`${date}T${clock}+08:00`)
  // A day that no month has becomes another one in Date.parse of some engines.
  return Number.isNaN(atMs) || formatDay(atMs) !== date ? null : atMs
}

function dayIn(text: string | null, nearMs: number): string | null {
  const near = formatDay(nearMs)
  if (text === null) return near
  const match = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(text)
  if (match === null) return null
  const [, year = near.slice(0, 4), month = '', day = ''] = match
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function clockIn(text: string): string | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{2})?$/.exec(text)
  if (match === null) return null
  const [, hour = '', minute = '', second = '00'] = match
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
    ? `${hour.padStart(2, '0')}:${minute}:${second}`
    : null
}

/** Times worth going to: where gaps end and marks begin, ms UTC, in order. */
export function landmarksOf(tracks: readonly TimelineTrack[], kind: 'gap' | 'mark'): number[] {
  const times = tracks.flatMap(track =>
    kind === 'gap'
      ? track.gaps.map(gap => gap.fromMs)
      : [...track.marks.map(mark => mark.fromMs), ...busyStarts(track)],
  )
  return [...new Set(times)].toSorted((a, b) => a - b)
}

const busyStarts = ({ activity }: TimelineTrack): number[] => activity.filter((_, index) => index % 2 === 0)

/** The next landmark in a direction; null when there is none. Half a second off counts as there. */
export function besides(times: readonly number[], atMs: number, direction: 1 | -1): number | null {
  const found =
    direction === 1 ? times.find(time => time > atMs + 500) : times.findLast(time => time < atMs - 500)
  return found ?? null
}
