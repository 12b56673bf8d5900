import type { RiskPlace } from '../../shared/contract/map.ts'
import type { Incident } from '../../shared/domain/incident.ts'

/** Kinds that say something about the safety of a place; faults of devices do not. */
const telling = new Set<Incident['kind']>([
  'panic',
  'fire',
  'perimeter-cut',
  'perimeter',
  'intrusion',
  'tamper',
  'observed',
  'video-tamper',
])

/** What the count needs of an incident. */
export type RiskIncident = Pick<
  Incident,
  'kind' | 'zoneId' | 'cameraIds' | 'raisedAtMs' | 'progress' | 'drill'
>

/** Counts incidents by place, the most frequent first. Drills and tests never count. */
export function riskOf(incidents: readonly RiskIncident[]): RiskPlace[] {
  const places = new Map<string, RiskPlace>()
  for (const { kind, zoneId, cameraIds, raisedAtMs, progress, drill } of incidents) {
    const verdict = progress.verified?.verdict
    if (!telling.has(kind) || drill !== null || verdict === 'test' || verdict === 'fault') continue
    const cameraId = zoneId === null ? (cameraIds[0] ?? null) : null
    if (zoneId === null && cameraId === null) continue
    const key = `${zoneId ?? ''}/${cameraId ?? ''}`
    const before = places.get(key)
    places.set(key, {
      zoneId,
      cameraId,
      count: (before?.count ?? 0) + 1,
      trueCount: (before?.trueCount ?? 0) + (verdict === 'true' ? 1 : 0),
      lastAtMs: Math.max(before?.lastAtMs ?? 0, raisedAtMs),
    })
  }
  return [...places.values()].toSorted((a, b) => b.count - a.count || b.lastAtMs - a.lastAtMs)
}
