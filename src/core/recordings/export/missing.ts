import type { Coverage, Span } from '../../../shared/domain/recording.ts'
import type { ManifestCamera } from './format.ts'
import type { Part } from './plan.ts'

type Missing = ManifestCamera['missing'][number]

/** Less than a picture or two: times are measured, and differ by the jitter of an arrival. */
const jitterMs = 250

/** What was asked for and is not delivered, each piece with why; nothing is left unsaid. */
export function missingFrom(span: Span, parts: readonly Part[], gaps: Coverage['gaps']): Missing[] {
  const missing: Missing[] = []
  let atMs = span.fromMs
  const ordered = parts.toSorted((a, b) => a.fromMs - b.fromMs)
  for (const part of ordered) {
    if (part.fromMs - atMs > (atMs === span.fromMs ? 0 : jitterMs))
      missing.push(...explained({ fromMs: atMs, toMs: part.fromMs }, gaps, 'until-key-frame'))
    atMs = Math.max(atMs, part.toMs)
  }
  if (span.toMs > atMs) missing.push(...explained({ fromMs: atMs, toMs: span.toMs }, gaps, 'span-edge'))
  return missing
}

/** Without a key frame for so long a camera is none; what is longer is recorded somewhere else. */
const longestEdgeMs = 70_000

/** A hole cut into the known gaps in it and the rest, which is there but could not be cut off where it was asked. */
function explained(hole: Span, gaps: Coverage['gaps'], rest: Missing['cause']): Missing[] {
  const pieces: Missing[] = []
  let atMs = hole.fromMs
  for (const gap of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const part = { fromMs: Math.max(gap.fromMs, atMs), toMs: Math.min(gap.toMs, hole.toMs) }
    if (part.toMs <= part.fromMs) continue
    if (part.fromMs > atMs) pieces.push({ fromMs: atMs, toMs: part.fromMs, cause: rest })
    pieces.push({ ...part, cause: gap.cause })
    atMs = part.toMs
  }
  if (atMs < hole.toMs) pieces.push({ fromMs: atMs, toMs: hole.toMs, cause: rest })
  const edge = (piece: Missing): Missing =>
    piece.cause === rest && piece.toMs - piece.fromMs > longestEdgeMs
      ? { ...piece, cause: 'not-at-station' }
      : piece
  return pieces
    .map(edge)
    .map(piece => ({ ...piece, fromMs: Math.round(piece.fromMs), toMs: Math.round(piece.toMs) }))
    .filter(piece => piece.toMs > piece.fromMs)
}
