import type { Span } from '../../../shared/domain/recording.ts'
import { beijingMidnight } from '../../ui/time.ts'

const hourMs = 3_600_000
/** Hours of Beijing time worth a look: deep night for the lamps, dusk, noon, the way to school in the morning. */
const hours = [2, 18, 12, 7.5] as const

/**
 * Moments of the last 24 hours at which a camera's recordings are sampled: the usual hours where something was
 * recorded, otherwise where its recordings begin. Empty when nothing was recorded.
 */
export function samplePoints(span: Span, recorded: readonly Span[]): number[] {
  if (recorded.length === 0) return []
  const midnightMs = beijingMidnight(span.toMs)
  const usual = hours
    .map(hour => midnightMs + hour * hourMs)
    .map(atMs => (atMs < span.toMs ? atMs : atMs - 24 * hourMs))
    .filter(atMs => recorded.some(({ fromMs, toMs }) => fromMs <= atMs && atMs + 5_000 < toMs))
  const first = recorded.toSorted((a, b) => a.fromMs - b.fromMs)[0]
  return usual.length > 0 || first === undefined ? usual : [Math.max(first.fromMs, span.fromMs)]
}
