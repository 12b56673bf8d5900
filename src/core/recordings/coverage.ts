import type { Coverage, GapCause, Span } from '../../shared/domain/recording.ts'
import type { Outage } from './table.ts'

/** Segments this close belong together: times are measured, so borders differ by the jitter of an arrival. */
export const joinedWithinMs = 250
/** From the last written frame to now there is always a little; only more than this is a gap. */
const liveEdgeMs = 3_000
/** After a start the cameras need a moment; that silence belongs to the time the station was off. */
const startUpMs = 30_000
/** Before a crash the newest fragment is not in the file yet, and the station knows its end to a beat of a second only. */
const inFlightMs = 2_000

export interface CoverageFacts {
  readonly cameraId: string
  readonly span: Span
  readonly nowMs: number
  /** Recorded stretches in order of time; may reach beyond the span. */
  readonly recorded: readonly Span[]
  readonly outages: readonly Outage[]
  /** When the station did not run. */
  readonly blind: readonly Span[]
}

/** What exists of a camera in a span, and why the rest does not. Time that has not come yet is no gap. */
export function coverageOf(facts: CoverageFacts): Coverage {
  const { cameraId, span, nowMs } = facts
  const recorded = joined(facts.recorded).flatMap(stretch => clipped(stretch, span))
  const until: Span = { fromMs: span.fromMs, toMs: Math.min(span.toMs, nowMs) }
  const holes = without(until, recorded).filter(hole => !isLiveEdge(hole, nowMs))
  const outages = finder(facts.outages)
  const blind = finder(facts.blind)
  return {
    cameraId,
    recorded,
    gaps: holes.flatMap(hole => gapsOf(hole, { blind: blind(hole), outages: outages(hole) })),
  }
}

const isLiveEdge = (hole: Span, nowMs: number) => nowMs - hole.fromMs < liveEdgeMs
const lengthOf = ({ fromMs, toMs }: Span) => Math.max(0, toMs - fromMs)

function clipped(stretch: Span, to: Span): Span[] {
  const part = { fromMs: Math.max(stretch.fromMs, to.fromMs), toMs: Math.min(stretch.toMs, to.toMs) }
  return part.toMs > part.fromMs ? [part] : []
}

/** Stretches that touch, overlap or nearly touch become one. */
export function joined(stretches: readonly Span[], withinMs: number = joinedWithinMs): Span[] {
  const result: Span[] = []
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1)
    if (last !== undefined && fromMs - last.toMs <= withinMs)
      result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) }
    else result.push({ fromMs, toMs })
  }
  return result
}

/** What of `whole` is in none of `parts` (in order, apart from each other). */
function without(whole: Span, parts: readonly Span[]): Span[] {
  const rest: Span[] = []
  let fromMs = whole.fromMs
  for (const part of parts) {
    if (part.fromMs > fromMs) rest.push({ fromMs, toMs: Math.min(part.fromMs, whole.toMs) })
    fromMs = Math.max(fromMs, part.toMs)
  }
  if (fromMs < whole.toMs) rest.push({ fromMs, toMs: whole.toMs })
  return rest.filter(part => part.toMs > part.fromMs)
}

/** Finds those near a hole without looking at all: a month of a bad line has thousands of both. */
function finder<T extends Span>(stretches: readonly T[]): (hole: Span) => T[] {
  const sorted = stretches.toSorted((a, b) => a.fromMs - b.fromMs)
  let latestMs = -Infinity
  const endsBy = sorted.map(({ toMs }) => (latestMs = Math.max(latestMs, toMs)))
  return hole => {
    const from = firstIndex(endsBy, toMs => toMs >= hole.fromMs)
    const to = firstIndex(sorted, ({ fromMs }) => fromMs > hole.toMs)
    return sorted.slice(from, to)
  }
}

/** Index of the first that holds, where all after it hold too. */
function firstIndex<T>(sorted: readonly T[], holds: (each: T) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const each = sorted[middle]
    if (each !== undefined && holds(each)) high = middle
    else low = middle + 1
  }
  return low
}

type Gap = Coverage['gaps'][number]

/** A hole cut where the station went off and came back, each part with its cause. */
function gapsOf(hole: Span, { blind, outages }: Pick<CoverageFacts, 'blind' | 'outages'>): Gap[] {
  const off = joined(blind.flatMap(stretch => clipped(stretch, hole)))
  const on = without(hole, off).map((part): Gap => ({ ...part, cause: causeOf(part, outages, off) }))
  const pieces = [...off.map((part): Gap => ({ ...part, cause: 'station-off' })), ...on]
  const gaps: Gap[] = []
  for (const piece of pieces.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = gaps.at(-1)
    if (last?.cause === piece.cause) gaps[gaps.length - 1] = { ...last, toMs: piece.toMs }
    else gaps.push(piece)
  }
  return gaps
}

function causeOf(part: Span, outages: readonly Outage[], off: readonly Span[]): GapCause {
  const overlap = (outage: Outage) => lengthOf(clipped(outage, part)[0] ?? { fromMs: 0, toMs: 0 })
  const longest = outages.toSorted((a, b) => overlap(b) - overlap(a))[0]
  if (longest !== undefined && overlap(longest) > 0) return longest.cause
  const isStartUp = lengthOf(part) < startUpMs && off.some(({ toMs }) => Math.abs(toMs - part.fromMs) < 1)
  const wasInFlight =
    lengthOf(part) < inFlightMs && off.some(({ fromMs }) => Math.abs(part.toMs - fromMs) < 1)
  return isStartUp || wasInFlight ? 'station-off' : 'not-recorded'
}
