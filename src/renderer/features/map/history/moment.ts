import type { HistoryFrame, MapHistory } from '../../../../shared/contract/map.ts'
import type { MapMark } from '../../../ui/map/mark.ts'

/** How a zone was at a moment of the past. */
export interface PastZone {
  readonly isActive: boolean
  /** Somebody had located its incident. */
  readonly isLocated: boolean
}

/** Zones of which something was heard up to a moment; of all others nothing is known. */
export function zonesAt(frames: readonly HistoryFrame[], atMs: number): ReadonlyMap<string, PastZone> {
  const zones = new Map<string, PastZone>()
  for (const frame of frames) {
    if (frame.atMs > atMs) break
    const { zoneId, edge, kind } = frame
    if (zoneId === null) continue
    const before = zones.get(zoneId) ?? { isActive: false, isLocated: false }
    if (edge !== null) zones.set(zoneId, { ...before, isActive: edge === 'active' })
    else if (kind === 'incident.raised') zones.set(zoneId, { isActive: true, isLocated: false })
    else if (kind === 'incident.located') zones.set(zoneId, { ...before, isLocated: true })
    else if (kind === 'incident.closed') zones.set(zoneId, { isActive: false, isLocated: true })
  }
  return zones
}

/** Marks as they were: what alarmed alarms, and everything else is only a place. */
export function pastMark(
  mark: MapMark,
  zone: PastZone | undefined,
  words: { alarm: string; past: string },
): MapMark {
  const isActive = zone !== undefined && zone.isActive
  return {
    ...mark,
    tone: isActive ? 'alarm' : 'off',
    word: isActive ? words.alarm : words.past,
    blinking: isActive && !zone.isLocated,
  }
}

/** A later position of the playback; it stops at the end. */
export function advanced(history: MapHistory, positionMs: number, elapsedMs: number, speed: number): number {
  return Math.min(history.toMs, Math.max(history.fromMs, positionMs + elapsedMs * speed))
}
