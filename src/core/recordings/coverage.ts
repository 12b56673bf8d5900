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
/** A loss is found only when a dial has failed, and is over only with a key frame: the silence around it belongs to it. */
const aroundOutageMs = 60_000

/** `recorded`, `outages` and `blind` are to be known within `contextOf(span)`, in whatever pieces. */
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

/** What has to be known to tell the causes in a span: a hole that its border cuts may have its cause beyond. */
export function contextOf({ fromMs, toMs }: Span): Span {
  const aroundMs = Math.max(startUpMs, inFlightMs, aroundOutageMs, liveEdgeMs) + joinedWithinMs
  return { fromMs: fromMs - aroundMs, toMs: toMs + aroundMs }
}

/**
 * What exists of a camera in a span, and why the rest does not. Time that has not come yet is no gap. The cause of a
 * moment is the same whatever span it is asked with.
 */
export function coverageOf(facts: CoverageFacts): Coverage {
  const { cameraId, span, nowMs } = facts
  const context = contextOf(span)
  const stretches = joined(facts.recorded)
  const until: Span = { fromMs: context.fromMs, toMs: Math.min(context.toMs, nowMs) }
  const holes = without(until, stretches).filter(hole => !isLiveEdge(hole, nowMs))
  const outages = finder(facts.outages.filter(isLong))
  const blind = finder(facts.blind.filter(isLong))
  return {
    cameraId,
    recorded: stretches.flatMap(stretch => clipped(stretch, span)),
    gaps: holes
      .flatMap(hole => gapsOf(hole, { blind: blind(hole), outages: outages(hole) }))
      .flatMap(gap => clipped(gap, span).map((part): Gap => ({ ...part, cause: gap.cause }))),
  }
}

const isLiveEdge = (hole: Span, nowMs: number) => nowMs - hole.fromMs < liveEdgeMs
const lengthOf = ({ fromMs, toMs }: Span) => toMs - fromMs
const isLong = (stretch: Span) => stretch.toMs > stretch.fromMs

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
export function without(whole: Span, parts: readonly Span[]): Span[] {
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

/** A hole cut where the station went off and came back and where outages begin and end, each part with its cause. */
function gapsOf(hole: Span, { blind, outages }: Pick<CoverageFacts, 'blind' | 'outages'>): Gap[] {
  const off = joined(blind.flatMap(stretch => clipped(stretch, hole)))
  // While two things were wrong, what was wrong first is the cause.
  let wrongUntilMs = -Infinity
  const wrong = outages.flatMap(({ fromMs, toMs, cause }) => {
    const alone = { fromMs: Math.max(fromMs, wrongUntilMs), toMs }
    wrongUntilMs = Math.max(wrongUntilMs, toMs)
    return clipped(alone, hole).flatMap(part => without(part, off).map((piece): Gap => ({ ...piece, cause })))
  })
  const known = [...off.map((part): Gap => ({ ...part, cause: 'station-off' })), ...wrong].toSorted(byTime)
  const gaps: Gap[] = []
  for (const piece of [...known, ...silences(hole, known)].toSorted(byTime)) {
    const last = gaps.at(-1)
    if (last?.cause === piece.cause) gaps[gaps.length - 1] = { ...last, toMs: piece.toMs }
    else gaps.push(piece)
  }
  return gaps
}

const byTime = (a: Span, b: Span) => a.fromMs - b.fromMs

/** What of a hole nothing is known of; its cause follows from what lies directly before and after. */
function silences(hole: Span, known: readonly Gap[]): Gap[] {
  const endingAt = new Map(known.map(({ toMs, cause }) => [toMs, cause]))
  const beginningAt = new Map(known.map(({ fromMs, cause }) => [fromMs, cause]))
  return without(hole, known).map(silence => ({
    ...silence,
    cause: causeOfSilence(lengthOf(silence), endingAt.get(silence.fromMs), beginningAt.get(silence.toMs)),
  }))
}

function causeOfSilence(lengthMs: number, before?: GapCause, after?: GapCause): GapCause {
  const outage = [after, before].find(cause => cause !== undefined && cause !== 'station-off')
  if (outage !== undefined && lengthMs < aroundOutageMs) return outage
  const isStartUp = before === 'station-off' && lengthMs < startUpMs
  const wasInFlight = after === 'station-off' && lengthMs < inFlightMs
  return isStartUp || wasInFlight ? 'station-off' : 'not-recorded'
}
