import { staleAfterMs } from '../../../shared/domain/alarm-figures.ts'
import type { IncidentKind, Verdict } from '../../../shared/domain/incident.ts'
import type { Db } from '../../platform/database.ts'

/** What the figures take of an incident; times in ms UTC, null while it has not come so far. */
export interface FigureRow {
  readonly id: number
  readonly raisedAtMs: number
  readonly kind: IncidentKind
  readonly priority: number
  readonly zoneId: string | null
  readonly placeName: string
  readonly signalCount: number
  readonly locatedAtMs: number | null
  readonly locatedBy: string | null
  readonly dispatchedAtMs: number | null
  readonly dispatchedWho: string | null
  readonly arrivedAtMs: number | null
  readonly verdict: Verdict | null
  readonly closedAtMs: number | null
  readonly closedBy: string | null
}

/** Alarms alone: neither what belongs to a drill nor what a guard saw himself, which rings nobody. */
const isAlarm = "drill IS NULL AND kind <> 'observed'"

/** Read through the primary key in the order of time; tested to touch no other row and no JSON. */
export const pageSql = `
  SELECT incident_id AS id, raised_at_ms AS raisedAtMs, kind, priority, zone_id AS zoneId, place_name AS placeName,
    signal_count AS signalCount, located_at_ms AS locatedAtMs, located_by AS locatedBy,
    dispatched_at_ms AS dispatchedAtMs, dispatched_who AS dispatchedWho, arrived_at_ms AS arrivedAtMs, verdict,
    closed_at_ms AS closedAtMs, closed_by AS closedBy
  FROM incident_figure
  WHERE (raised_at_ms, incident_id) > (:afterMs, :afterId) AND raised_at_ms < :toMs AND ${isAlarm}
  ORDER BY raised_at_ms, incident_id LIMIT :limit`

/** Of what is open there is an index of its own. */
export const staleSql = `
  SELECT count(*) AS count FROM incident_figure
  WHERE closed_at_ms IS NULL AND raised_at_ms <= :beforeMs AND ${isAlarm}`

const recentSql = `
  SELECT raised_at_ms AS atMs FROM incident_figure
  WHERE raised_at_ms >= :fromMs AND ${isAlarm} ORDER BY raised_at_ms, incident_id`

/** All SQL of the figures. */
export function figureTable(db: Db) {
  const page = db.prepare<[{ afterMs: number; afterId: number; toMs: number; limit: number }], FigureRow>(
    pageSql,
  )
  const stale = db.prepare<[{ beforeMs: number }], { count: number }>(staleSql)
  const recent = db.prepare<[{ fromMs: number }], { atMs: number }>(recentSql)
  const newest = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM incident')
  return {
    /** Number of the newest incident; 0 when there was none. */
    newestId: (): number => newest.get()?.id ?? 0,
    /** The next alarms of `[…, toMs)` behind that one, at most `limit`. */
    page: (after: { atMs: number; id: number }, toMs: number, limit: number): FigureRow[] =>
      page.all({ afterMs: after.atMs, afterId: after.id, toMs, limit }),
    /** Incidents that are open and have stood for longer than a day. */
    staleNow: (nowMs: number): number => stale.get({ beforeMs: nowMs - staleAfterMs })?.count ?? 0,
    /** Times of the alarms since then, oldest first. */
    timesSince: (fromMs: number): number[] => recent.all({ fromMs }).map(({ atMs }) => atMs),
  }
}
