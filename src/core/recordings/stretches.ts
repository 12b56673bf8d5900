import type { Span } from '../../shared/domain/recording.ts'
import { joined } from './coverage.ts'

/** A stretch of one camera's recorded time. */
export interface Stretch extends Span {
  readonly cameraId: string
}

/** Adds a stretch; what touches or overlaps it becomes one with it. In order of camera and time. */
export function addStretch(stretches: readonly Stretch[], added: Stretch): Stretch[] {
  if (added.toMs <= added.fromMs) return [...stretches]
  const { cameraId } = added
  const others = stretches.filter(stretch => stretch.cameraId !== cameraId)
  const same = joined([...stretches.filter(stretch => stretch.cameraId === cameraId), added])
  return [...others, ...same.map(span => ({ cameraId, ...span }))].toSorted(
    (a, b) => a.cameraId.localeCompare(b.cameraId) || a.fromMs - b.fromMs,
  )
}

/** The part of a stretch that lies in another of the same camera: none or one. */
export function within(stretch: Stretch, limit: Stretch): Stretch[] {
  const fromMs = Math.max(stretch.fromMs, limit.fromMs)
  const toMs = Math.min(stretch.toMs, limit.toMs)
  return stretch.cameraId === limit.cameraId && toMs > fromMs
    ? [{ cameraId: stretch.cameraId, fromMs, toMs }]
    : []
}
