import type { Span } from '../../../shared/domain/recording.ts'
import type { CameraKeeping, KeepingState } from '../../../shared/domain/storage.ts'
import { dayMs, type KeepRule } from './keep-rules.ts'

/** Measured times jitter, and a purge takes whole files: so much less than a day is no day lost. */
const toleranceMs = 10 * 60_000

export interface KeepingFacts {
  readonly rule: KeepRule
  readonly nowMs: number
  /** Oldest and newest frame there is. */
  readonly firstFrameMs: number | null
  readonly lastFrameMs: number | null
  /** Since when the camera is recorded at all. */
  readonly beginMs: number | null
  /** What is recorded in the promised period, in order of time. */
  readonly runs: readonly Span[]
  readonly bytes: number
  readonly bytesPerDay: number
  readonly silentSinceMs: number | null
}

/** What was promised for a camera against what is there. */
export function keepingOf(facts: KeepingFacts): CameraKeeping {
  const { rule, nowMs, firstFrameMs, lastFrameMs, runs, bytes, bytesPerDay, silentSinceMs } = facts
  const period = periodOf(facts)
  const holes = period === null ? [] : holesIn(period, runs)
  const missingMs = holes.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const lengthMs = period === null ? 0 : period.toMs - period.fromMs
  return {
    cameraId: rule.cameraId,
    name: rule.name,
    placeName: rule.placeName,
    isKeyArea: rule.isKeyArea,
    state: stateOf(facts),
    promisedDays: rule.keepDays,
    keptDays: firstFrameMs === null ? 0 : Math.max(0, Math.floor((nowMs - firstFrameMs) / dayMs)),
    firstFrameMs,
    lastFrameMs,
    coveredShare: lengthMs > 0 ? 1 - missingMs / lengthMs : 0,
    missingMs,
    gapCount: holes.length,
    longestGap: holes.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0] ?? null,
    bytes,
    bytesPerDay,
    silentSinceMs,
  }
}

function stateOf({ rule, nowMs, firstFrameMs, beginMs }: KeepingFacts): KeepingState {
  if (firstFrameMs === null) return rule.isRecorded ? 'nothing' : 'off'
  const mustReachMs = nowMs - rule.keepDays * dayMs
  if (firstFrameMs <= mustReachMs + toleranceMs) return 'kept'
  // Deleting does not move the beginning: what is missing between it and the oldest frame was there once.
  return beginMs !== null && firstFrameMs - beginMs > toleranceMs ? 'short' : 'not-yet'
}

/** The promised days, or the time since recording began when that is less. */
function periodOf({ rule, nowMs, beginMs, lastFrameMs }: KeepingFacts): Span | null {
  if (beginMs === null) return null
  const fromMs = Math.max(beginMs, nowMs - rule.keepDays * dayMs)
  const toMs = rule.isRecorded ? nowMs : (lastFrameMs ?? nowMs)
  return toMs > fromMs ? { fromMs, toMs } : null
}

/** From the last written frame to now there is always a little. */
const liveEdgeMs = 15_000

function holesIn({ fromMs, toMs }: Span, runs: readonly Span[]): Span[] {
  const holes: Span[] = []
  let atMs = fromMs
  for (const run of runs) {
    if (run.fromMs > atMs) holes.push({ fromMs: atMs, toMs: Math.min(run.fromMs, toMs) })
    atMs = Math.max(atMs, run.toMs)
  }
  if (toMs - atMs > liveEdgeMs) holes.push({ fromMs: atMs, toMs })
  return holes
}
