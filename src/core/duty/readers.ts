import type { Person } from '../../shared/domain/duty.ts'
import type { DutyRules } from '../../shared/site/duty.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { actorOf, toPerson } from './actors.ts'
import { readerLayer, type Seat } from './seat.ts'

export interface ReadersOptions {
  readonly seat: Seat
  readonly journal: Journal
  readonly clock: Clock
  /** As the site file says now. */
  readonly rules: () => DutyRules
  /** Somebody by id as a record names people, gone or not. */
  readonly personOf: (id: string) => Person
  /** The seat is another's now. */
  readonly tell: () => void
}

/**
 * Whoever reads on top of the watch for a while (an inspector, the 校长). Who walks away without signing off would leave
 * the guard with other rights than the own, so a reader whose hand nobody noticed for some minutes is signed off.
 */
export class Readers {
  readonly #options: ReadersOptions
  /** Monotonic: a clock that is corrected signs nobody off. */
  #seenAtMs: number

  constructor(options: ReadersOptions) {
    this.#options = options
    this.#seenAtMs = options.clock.monotonic()
  }

  /** Within the caller's transaction. */
  start(user: SiteUser, nowMs: number): void {
    this.seen()
    this.#options.seat.sit(readerLayer, user, nowMs)
    this.#write(toPerson(user), 'duty.reader-came', { roles: user.roles })
  }

  /** Within the caller's transaction. */
  leave(person: Person): void {
    this.#end(person, {})
  }

  /** A hand at the console while a reader sits on top, or a recording that plays. */
  seen(): void {
    this.#seenAtMs = this.#options.clock.monotonic()
  }

  /** Called every second. */
  check(): void {
    const { seat, clock, rules, personOf, journal, tell } = this.#options
    const reader = seat.at(readerLayer)
    const { readerIdleMinutes } = rules()
    if (reader === null || clock.monotonic() - this.#seenAtMs < readerIdleMinutes * 60_000) return
    journal.transaction(() => this.#end(personOf(reader.userId), { idleMinutes: readerIdleMinutes }))
    tell()
  }

  #end(person: Person, body: object): void {
    this.#options.seat.leave(readerLayer)
    this.#write(person, 'duty.reader-left', body)
  }

  #write(person: Person, kind: string, body: object): void {
    this.#options.journal.append({ actor: actorOf(person, null), kind, subject: person.id, body })
  }
}
