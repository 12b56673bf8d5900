import type { HistoryFrame, MapHistory, PastIncident, RiskPlace } from '../../shared/contract/map.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import { Refusal } from '../../shared/refusal.ts'
import { courseKinds } from '../incidents/course.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { riskOf } from './risk.ts'

const dayMs = 86_400_000
/** What came just before belongs to the story, ms. */
const leadMs = 30_000
/** An incident that was open for days is not a story for the map; ms. */
const mostMs = dayMs
/** No guard looks at more; a flood that lasted a day would be. */
const mostFrames = 5_000

/** Everything that is written about the course of an incident. */
const incidentKinds = [...courseKinds, 'incident.restored']

/** What happened at the places of the map, read out of the journal and the incidents. */
export class MapPast {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #incidentOf: (id: number) => Incident | null

  constructor(options: { journal: Journal; clock: Clock; incidentOf: (id: number) => Incident | null }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#incidentOf = options.incidentOf
  }

  /** Alarms of the last days by place; see `riskOf` for what counts. */
  risk(days: number): RiskPlace[] {
    return riskOf(this.#raised(days))
  }

  /** Incidents of the last days, the newest first. */
  incidents(days: number): PastIncident[] {
    return this.#raised(days).toReversed().slice(0, 500).map(pastOf)
  }

  /**
   * What devices told and people did while an incident was open, in its order; at most one day and 5000 entries.
   * @throws Refusal `incidents.unknown`
   */
  history(incidentId: number): MapHistory {
    const incident = this.#incidentOf(incidentId)
    if (incident === null) throw new Refusal('incidents.unknown')
    const fromMs = incident.raisedAtMs - leadMs
    const lastMs = incident.progress.closed?.atMs ?? this.#clock.now()
    const toMs = Math.min(lastMs + 1_000, fromMs + mostMs)
    const entries = this.#journal.between(['intrusion.signal', ...incidentKinds], fromMs, toMs + 1)
    const frames = entries.slice(0, mostFrames).map(entry => this.#frameOf(entry))
    return { incident: pastOf(incident), fromMs, toMs, frames }
  }

  #raised(days: number): Incident[] {
    const nowMs = this.#clock.now()
    return this.#journal
      .between(['incident.raised'], nowMs - days * dayMs, nowMs + 1)
      .map(({ subject }) => this.#incidentOf(incidentIdOf(subject) ?? -1))
      .filter(incident => incident !== null)
  }

  #frameOf(entry: Entry): HistoryFrame {
    const { atMs, kind, subject, body, actor } = entry
    const byName = actor.kind === 'user' ? actor.name : ''
    if (kind !== 'intrusion.signal') {
      const incidentId = incidentIdOf(subject)
      const zoneId = incidentId === null ? null : (this.#incidentOf(incidentId)?.zoneId ?? null)
      return { atMs, kind, zoneId, signalKind: null, edge: null, incidentId, byName }
    }
    const edge = body['edge'] === 'restored' ? 'restored' : 'active'
    const signalKind = typeof body['kind'] === 'string' ? body['kind'] : null
    return { atMs, kind, zoneId: subject, signalKind, edge, incidentId: null, byName }
  }
}

function incidentIdOf(subject: string): number | null {
  const id = /^incident:(\d+)$/.exec(subject)?.[1]
  return id === undefined ? null : Number(id)
}

const pastOf = ({ id, kind, placeName, zoneId, raisedAtMs }: Incident): PastIncident => ({
  id,
  kind,
  placeName,
  zoneId,
  raisedAtMs,
})
