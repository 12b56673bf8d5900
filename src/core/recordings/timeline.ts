import type { Coverage, Span } from '../../shared/domain/recording.ts'
import type {
  RecorderState,
  RecordingSource,
  TimelineGap,
  TimelineMark,
  TimelineTrack,
} from '../../shared/domain/timeline.ts'
import { coverageOf, joined, type CoverageFacts } from './coverage.ts'
import type { Run } from './timeline-table.ts'

/** A mark with the camera it belongs to. */
export interface CameraMark extends TimelineMark {
  readonly cameraId: string
}

export interface TrackFacts extends Omit<CoverageFacts, 'recorded'> {
  /** What pixels stand for, ms. */
  readonly resolutionMs: number
  readonly runs: readonly Run[]
  readonly recorder?: RecorderState | null
  readonly marks: readonly CameraMark[]
  readonly activity: readonly Span[]
}

/** What a timeline draws of one camera. */
export function trackOf(facts: TrackFacts): TimelineTrack {
  const { cameraId, resolutionMs } = facts
  const { gaps } = coverageOf({ ...facts, recorded: facts.runs })
  const runs = facts.runs.filter(({ fromMs, toMs }) => fromMs < facts.span.toMs && toMs > facts.span.fromMs)
  const of = (source: RecordingSource) =>
    joined(
      runs.filter(run => run.source === source),
      resolutionMs,
    ).map(span => ({ ...span, source }))
  return {
    cameraId,
    recorded: [...of('station'), ...of('recorder')],
    gaps: coarse(gaps, resolutionMs),
    recorder: facts.recorder ?? null,
    marks: facts.marks
      .filter(mark => mark.cameraId === cameraId)
      .map(({ kind, fromMs, toMs, text }) => ({ kind, fromMs, toMs, text })),
    activity: facts.activity.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
  }
}

/**
 * Holes that fall into one pixel become one, with the cause that took longest. None is ever left out, and none grows
 * beyond a pixel: a month with a short hole every hour is neither whole nor empty.
 */
export function coarse(gaps: Coverage['gaps'], resolutionMs: number): TimelineGap[] {
  const result: TimelineGap[] = []
  let longestMs = 0
  for (const gap of gaps) {
    const last = result.at(-1)
    const lengthMs = gap.toMs - gap.fromMs
    if (last === undefined || gap.toMs - last.fromMs > resolutionMs) {
      result.push({ ...gap, count: 1 })
      longestMs = lengthMs
      continue
    }
    const cause = lengthMs > longestMs ? gap.cause : last.cause
    longestMs = Math.max(longestMs, lengthMs)
    result[result.length - 1] = { fromMs: last.fromMs, toMs: gap.toMs, cause, count: last.count + 1 }
  }
  return result
}
