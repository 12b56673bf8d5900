import {
  passTime,
  type Presence,
  type PresenceQuestion,
  type PresenceRules,
} from '../../shared/domain/presence.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import type { IncidentService } from '../incidents/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { Emitter } from '../platform/emitter.ts'
import type { DutyService } from './service.ts'

export interface PresenceOptions {
  readonly duty: DutyService
  readonly incidents: Pick<IncidentService, 'occur' | 'restored'>
  readonly journal: Journal
  readonly clock: Clock
  /** As the site file says now; null where a school does not ask. */
  readonly rules: () => PresenceRules | null
}

const place = { key: 'duty:presence', name: '值班台', panelId: null, zoneId: null, cameraIds: [] }

/**
 * Asks at night whether the guard is there (A-10.b, A-N3.5.b). Whoever uses the console is not asked. Where nobody
 * answers, the desk locks (pictures stay), and an incident rings until somebody signs on and deals with it.
 */
export class PresenceWatch {
  readonly changed = new Emitter<PresenceQuestion>()
  readonly #options: PresenceOptions
  #presence: Presence
  #shiftId: number | null

  constructor(options: PresenceOptions) {
    this.#options = options
    this.#presence = { kind: 'watching', seenAtMs: options.clock.now() }
    this.#shiftId = options.duty.guard()?.shiftId ?? null
  }

  question(): PresenceQuestion {
    const rules = this.#options.rules()
    if (this.#presence.kind !== 'asked' || rules === null) return null
    const { askedAtMs } = this.#presence
    return { askedAtMs, untilMs: askedAtMs + rules.answerMinutes * 60_000 }
  }

  /**
   * A key, a click, or the answer itself. An answer to the question is written down. The hand of somebody who reads on
   * top of the watch says nothing of the guard; only the answer itself counts then.
   */
  seen(isAnswer: boolean): void {
    const { clock, duty, journal } = this.#options
    const before = this.#presence
    const actor = duty.actorIfAny()
    if (actor === null || before.kind === 'missed') return
    if (actor.shiftId === null && !(isAnswer && before.kind === 'asked')) return
    this.#presence = { kind: 'watching', seenAtMs: clock.now() }
    if (before.kind !== 'asked') return
    const afterMs = Math.round(clock.now() - before.askedAtMs)
    journal.append({ actor, kind: 'duty.presence-answered', subject: actor.id, body: { afterMs } })
    this.#tell()
  }

  /** Somebody signed on or off, or took over: counted from now. */
  followSession(): void {
    const shiftId = this.#options.duty.guard()?.shiftId ?? null
    const isBack = this.#presence.kind === 'missed' && shiftId !== null
    if (shiftId === this.#shiftId && !isBack) return
    this.#shiftId = shiftId
    // Nobody at the desk: what was missed stays so until somebody is.
    if (shiftId === null) return
    if (isBack) this.#options.incidents.restored(place.key, station, 'present')
    this.#presence = { kind: 'watching', seenAtMs: this.#options.clock.now() }
    this.#tell()
  }

  /** Called every second. */
  check(): void {
    const { rules, duty, clock } = this.#options
    const present = rules()
    const guard = duty.guard()
    if (present === null || guard === null) return
    const before = this.#presence
    this.#presence = passTime(before, present, clock.now())
    if (this.#presence.kind === before.kind) return
    if (this.#presence.kind === 'missed') this.#missed(this.#presence, guard)
    this.#tell()
  }

  #missed({ askedAtMs, missedAtMs }: Extract<Presence, { kind: 'missed' }>, guard: UserActor): void {
    const { duty, incidents, journal } = this.#options
    journal.transaction(() => {
      journal.append({
        actor: station,
        kind: 'duty.presence-missed',
        subject: guard.id,
        body: { name: guard.name, askedAtMs: Math.round(askedAtMs) },
      })
      incidents.occur({
        kind: 'unattended',
        place,
        actor: station,
        code: 'presence-missed',
        deviceAtMs: null,
        receivedAtMs: missedAtMs,
        text: guard.name,
      })
      duty.lockDesk()
    })
  }

  #tell(): void {
    this.changed.emit(this.question())
  }
}
