import { isWaiting, type Incident } from '../../shared/domain/incident.ts'
import { station } from '../../shared/domain/person.ts'
import type { AlarmResponse } from '../../shared/site/response.ts'
import type { Clock } from '../platform/clock.ts'
import type { IncidentService } from './service.ts'

/** Why an incident went back to the queue without its owner pressing anything. */
type ReturnCause = 'signed-off' | 'idle'

/**
 * Sees to it that no incident is left alone: one that waits too long is escalated, one whose owner is gone or does
 * nothing is put back. All limits are times in the record, so that a restart loses none.
 */
export class IncidentCare {
  readonly #incidents: IncidentService
  readonly #clock: Clock
  readonly #limits: () => Pick<AlarmResponse, 'escalateAfterSeconds' | 'idleSeconds'>

  constructor(options: {
    incidents: IncidentService
    clock: Clock
    limits: () => Pick<AlarmResponse, 'escalateAfterSeconds' | 'idleSeconds'>
  }) {
    this.#incidents = options.incidents
    this.#clock = options.clock
    this.#limits = options.limits
  }

  /** Called every second. In a flood hundreds are due at once. */
  checkDue(): void {
    this.#incidents.together(() => this.#checkDue())
  }

  #checkDue(): void {
    const nowMs = this.#clock.now()
    const { escalateAfterSeconds, idleSeconds } = this.#limits()
    for (const incident of this.#incidents.open()) {
      const { owner, waitingSinceMs, escalatedAtMs } = incident.care
      if (owner !== null) {
        const isIdle = nowMs - owner.lastActAtMs >= idleSeconds * 1_000
        if (isIdle && incident.progress.dispatched === null) this.#putBack(incident, 'idle')
        continue
      }
      const waitedMs = nowMs - (waitingSinceMs ?? incident.raisedAtMs)
      const limitMs = limitOf(incident, escalateAfterSeconds)
      if (!isWaiting(incident) || escalatedAtMs !== null || waitedMs < limitMs) continue
      this.#incidents.apply(incident.id, { type: 'escalate' }, station, {
        kind: 'incident.escalated',
        body: { waitedMs: Math.round(waitedMs), limitMs, place: incident.placeName },
      })
    }
  }

  /** Who sits at the desk now: what somebody else had in hand waits again, decided or not. */
  seatedNow(personIds: readonly string[]): void {
    for (const incident of this.#incidents.open()) {
      const { owner } = incident.care
      if (owner !== null && !personIds.includes(owner.by.id)) this.#putBack(incident, 'signed-off')
    }
  }

  #putBack(incident: Incident, cause: ReturnCause): void {
    this.#incidents.apply(incident.id, { type: 'return' }, station, {
      kind: 'incident.returned',
      body: { cause, from: incident.care.owner?.by.name ?? '' },
    })
  }
}

function limitOf({ priority }: Incident, seconds: Readonly<AlarmResponse['escalateAfterSeconds']>): number {
  const limits: Readonly<Record<number, number>> = seconds
  return (limits[priority] ?? seconds[4]) * 1_000
}
