import { beijingOffsetMs } from '../../../shared/domain/clock.ts'
import type { Span } from '../../../shared/domain/recording.ts'

const stepsMs = [
  10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000,
  43_200_000, 86_400_000,
]

/** Share of the span at a time, per cent, within 0–100. */
export function percentAt(span: Span, atMs: number): number {
  return Math.min(100, Math.max(0, ((atMs - span.fromMs) / (span.toMs - span.fromMs)) * 100))
}

/** Round Beijing times for the axis: at most `most` marks, ms UTC. */
export function marksOf(span: Span, most: number): number[] {
  const lengthMs = span.toMs - span.fromMs
  const stepMs =
    stepsMs.find(step => lengthMs / step <= most) ?? 86_400_000 * Math.ceil(lengthMs / most / 86_400_000)
  const marks: number[] = []
  const firstMs = Math.ceil((span.fromMs + beijingOffsetMs) / stepMs) * stepMs - beijingOffsetMs
  for (let atMs = firstMs; atMs <= span.toMs; atMs += stepMs) marks.push(atMs)
  return marks
}

/** The shortest stretch a timeline shows, ms. */
const shortestMs = 30_000

/** Zooms `view` by `factor` (below 1: closer) around a time that keeps its place, within `whole`. */
export function zoomed(whole: Span, view: Span, aroundMs: number, factor: number): Span {
  const wholeMs = whole.toMs - whole.fromMs
  const lengthMs = Math.min(wholeMs, Math.max(shortestMs, (view.toMs - view.fromMs) * factor))
  const share = (aroundMs - view.fromMs) / (view.toMs - view.fromMs)
  return within(whole, aroundMs - share * lengthMs, lengthMs)
}

/** `view`, moved so that a time is in it; itself when it is already. */
export function showing(whole: Span, view: Span, atMs: number): Span {
  if (atMs >= view.fromMs && atMs <= view.toMs) return view
  const lengthMs = view.toMs - view.fromMs
  return within(whole, atMs - lengthMs * 0.1, lengthMs)
}

function within(whole: Span, fromMs: number, lengthMs: number): Span {
  const startMs = Math.max(whole.fromMs, Math.min(fromMs, whole.toMs - lengthMs))
  return { fromMs: startMs, toMs: startMs + lengthMs }
}
