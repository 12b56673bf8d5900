import type { DutyReport } from '../../shared/contract/duty.ts'
import type { Person, Session, Shift, SignOffReason } from '../../shared/domain/duty.ts'
import type { HandoverItem } from '../../shared/domain/handover.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import { defaultDutyRules, type DutyRules } from '../../shared/site/duty.ts'
import type { Journal } from '../journal/journal.ts'
import type { PeopleDirectory } from '../people/directory.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { Emitter } from '../platform/emitter.ts'
import { actorOf, toPerson } from './actors.ts'
import { Admission } from './admission.ts'
import { certificateOf } from './certificates.ts'
import { Readers } from './readers.ts'
import { guardLayer, readerLayer, Seat } from './seat.ts'
import { Shifts, type ShiftPlans } from './shifts.ts'
import { dutyTable, type ShiftRow } from './table.ts'

export interface SignOn {
  readonly userId: string
  readonly pin: string
  readonly secrecyAccepted: boolean
  /** The number of the card that was held to the reader; it counts instead of the PIN where the school wants it so. */
  readonly card?: string | undefined
}

/**
 * Who sits at the desk and who stands the watch. Two layers: the guard's session with its shift, and on top, for a
 * while, somebody who only reads (an inspector, the 校长). The shift goes on underneath; signing the reader off
 * brings the guard's session back.
 */
export class DutyService {
  readonly changed = new Emitter<DutyReport>()
  readonly admission: Admission
  readonly shifts: Shifts
  readonly readers: Readers
  readonly #table: ReturnType<typeof dutyTable>
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #people: PeopleDirectory
  readonly #seat: Seat
  readonly #startedAtMs: number
  #openItems: () => HandoverItem[] = () => []

  constructor(options: {
    db: Db
    journal: Journal
    clock: Clock
    people: PeopleDirectory
    /** As the site file says now. */
    rules?: () => DutyRules
    /** What is planned; a desk without a roster compares with nothing. */
    roster?: ShiftPlans
    seatHash: Buffer
  }) {
    const rules = options.rules ?? (() => defaultDutyRules)
    this.admission = new Admission({ ...options, rules })
    this.#table = dutyTable(options.db)
    this.shifts = new Shifts(this.#table, options.people, options.roster ?? null)
    this.#journal = options.journal
    this.#clock = options.clock
    this.#people = options.people
    this.#startedAtMs = options.clock.now()
    this.#seat = new Seat(this.#table, options.seatHash, id => this.#active(id) !== null)
    this.readers = new Readers({
      ...options,
      seat: this.#seat,
      rules,
      personOf: id => this.#personOf(id),
      tell: this.#tellNow,
    })
    this.#people.changed.on(() => this.#journal.afterCommit(this.#tellNow))
  }

  people(): Person[] {
    return this.#people.active().map(toPerson)
  }

  /** The session on top; null when nobody signed on at this seat. */
  session(): Session | null {
    const row = this.#seat.top()
    const user = row === null ? null : this.#active(row.userId)
    if (row === null || user === null) return null
    return {
      person: toPerson(user),
      shift: row.layer === guardLayer ? this.shifts.active() : null,
      permissions: [...rightsOf(user.roles)],
      certificate: certificateOf(user, this.#clock.now()),
      signedOnAtMs: row.signedOnAtMs,
    }
  }

  /** Everybody who is signed on at this seat: the guard, and whoever reads on top. */
  seatedIds(): string[] {
    return this.#seat.userIds()
  }

  /** The session on top as the actor of a journal entry. @throws Refusal when nobody signed on. */
  actor(): UserActor {
    const actor = this.actorIfAny()
    if (actor === null) throw new Refusal('duty.not-signed-on')
    return actor
  }

  /** As `actor`; null when nobody signed on. */
  actorIfAny(): UserActor | null {
    const session = this.session()
    return session === null ? null : actorOf(session.person, session.shift?.id ?? null)
  }

  /** The guard who stands the watch at this seat, also while somebody reads on top; null while nobody does. */
  guard(): UserActor | null {
    const [row, shift] = [this.#seat.at(guardLayer), this.shifts.active()]
    return row === null || shift === null ? null : actorOf(this.#personOf(row.userId), shift.id)
  }

  /** The shift that is open, whoever sits at the desk now; null while the room is unmanned. */
  activeShift(): Shift | null {
    return this.shifts.active()
  }

  report(): DutyReport {
    const active = this.#table.activeShift()
    return {
      session: this.session(),
      unmannedSinceMs: active === null ? (this.shifts.lastEndedAtMs() ?? this.#startedAtMs) : null,
      isTakeOverOwed: this.owesTakeOver(),
    }
  }

  /** Signs on with PIN; somebody who stands watch opens a shift, or goes on with the own one (A-9, A-10, A-N3.8). */
  async signOn({ userId, pin, secrecyAccepted, card }: SignOn): Promise<Session> {
    const user = this.#user(userId)
    if (!secrecyAccepted) throw new Refusal('duty.secrecy-not-accepted')
    await this.admission.proveIdentity(user, pin, card)
    this.admission.checkCertificate(user)
    const nowMs = this.#clock.now()
    this.#journal.transaction(() => {
      if (rightsOf(user.roles).has('duty.stand-watch')) this.#startWatch(user, nowMs)
      else this.readers.start(user, nowMs)
    })
    return this.#told()
  }

  /**
   * Ends the session on top. A guard's shift ends with it, and the room is unmanned until somebody signs on.
   * @throws Refusal `duty.not-signed-on`; `duty.sign-off-reason` for a guard who does not say why nobody takes over
   */
  signOff({ note, reason = null }: { note: string; reason?: SignOffReason | null }): void {
    const session = this.session()
    if (session === null) throw new Refusal('duty.not-signed-on')
    if (session.shift !== null && (reason === null || note === '')) throw new Refusal('duty.sign-off-reason')
    this.#journal.transaction(() => {
      if (session.shift === null) {
        this.readers.leave(session.person)
        return
      }
      this.#table.endShift(session.shift.id, this.#clock.now())
      this.#seat.leave(guardLayer)
      const body = { reason, note, shift: session.shift.kind }
      this.#write(session.person, session.shift.id, 'duty.signed-off', body)
    })
    this.changed.emit(this.report())
  }

  /**
   * Nobody answered at the desk: whoever comes back signs on again, and the shift goes on. Pictures and alarms stay on the
   * screen.
   */
  lockDesk(): void {
    const actor = this.guard() ?? this.actorIfAny()
    if (actor === null) return
    for (const layer of [guardLayer, readerLayer]) this.#seat.leave(layer)
    this.#journal.append({ actor, kind: 'duty.desk-locked', subject: actor.id, body: {} })
    this.#journal.afterCommit(this.#tellNow)
  }

  readonly #tellNow = (): void => this.changed.emit(this.report())

  /** What has to be handed over is known by the other features; told once, when they are there. */
  handsOver(openItems: () => HandoverItem[]): void {
    this.#openItems = openItems
  }

  /** What is open now, for the guard who takes over. */
  handoverItems(): HandoverItem[] {
    return this.#openItems()
  }

  /** Whether the shift that is open began without a handover, and its guard has not looked everything over yet. */
  owesTakeOver(): boolean {
    const active = this.#table.activeShift()
    return active !== null && this.#table.isTakeOverOwed(active.id)
  }

  /**
   * The guard to whom nobody handed over has looked everything over and counted.
   * @param terms what is recorded with it
   * @param keep what else becomes true in the same step
   * @throws Refusal `duty.not-signed-on`
   */
  tookOverAlone(terms: object, keep: () => void): void {
    const session = this.session()
    if (session?.shift == null) throw new Refusal('duty.not-signed-on')
    const { person, shift } = session
    this.#journal.transaction(() => {
      this.#table.takeAlone(shift.id, this.#clock.now())
      this.#write(person, shift.id, 'duty.took-over-alone', { shift: shift.kind, ...terms })
      keep()
    })
    this.#told()
  }

  /**
   * Ends the guard's shift and begins the next guard's in one step: the room is never unmanned (A-10.a). That both agree
   * is for the caller to see to (`Handover`).
   * @param terms what is recorded with it; refuses while something is missing; asked before the PIN and again after it
   * @param keep what else becomes true in the same step
   * @throws Refusal `duty.not-signed-on`, `duty.handover-to-self`, `duty.forbidden`, and as `signOn`
   */
  async takeOver(
    toUserId: string,
    pin: string,
    terms: () => object,
    keep: () => void = () => {},
  ): Promise<Session> {
    const session = this.session()
    if (session?.shift == null) throw new Refusal('duty.not-signed-on')
    const outgoing = { person: session.person, shift: session.shift }
    const user = this.#user(toUserId)
    if (user.id === outgoing.person.id) throw new Refusal('duty.handover-to-self')
    if (!rightsOf(user.roles).has('duty.stand-watch')) throw new Refusal('duty.forbidden')
    terms()
    await this.admission.proveIdentity(user, pin, undefined)
    this.admission.checkCertificate(user)
    this.#journal.transaction(() => {
      const agreed = terms()
      // The PIN took a moment: somebody else may have signed off or taken over meanwhile.
      if (this.#table.activeShift()?.id !== outgoing.shift.id) throw new Refusal('duty.not-signed-on')
      const nowMs = this.#clock.now()
      this.#table.endShift(outgoing.shift.id, nowMs)
      const begun = this.#beginShift(user, nowMs)
      const { shift } = outgoing
      const to = { id: user.id, name: user.name }
      this.#write(outgoing.person, shift.id, 'duty.handed-over', { to, shift: shift.kind, ...agreed })
      const from = { id: outgoing.person.id, name: outgoing.person.name }
      const body = { from, shift: begun.shift, plan: begun.plan }
      this.#write(toPerson(user), begun.id, 'duty.took-over', body)
      keep()
    })
    return this.#told()
  }

  /**
   * Proves who signs something at the desk, whoever is signed on: a second person's word (four eyes).
   * @throws Refusal `duty.unknown-user`, `duty.wrong-pin`, `duty.locked`
   */
  async prove(userId: string, pin: string): Promise<Person> {
    const user = this.#user(userId)
    await this.admission.proveIdentity(user, pin, undefined)
    return toPerson(user)
  }

  /** The guard's own line in the duty record (A-10.c). */
  note(text: string): void {
    const actor = this.actor()
    this.#journal.append({ actor, kind: 'duty.noted', subject: 'duty', body: { text } })
  }

  /** Writes down that somebody asked for what they may not do. */
  refused(call: string, { code, params }: Refusal): void {
    const actor = this.actorIfAny() ?? station
    this.#journal.append({ actor, kind: 'duty.refused', subject: call, body: { code, params } })
  }

  #startWatch(user: SiteUser, nowMs: number): void {
    const open = this.#table.activeShift()
    const active = open?.userId === user.id ? open : null
    if (open !== null && active === null) this.#endLapsedShift(open, nowMs)
    if (active === null) {
      const unmannedFromMs = this.shifts.lastEndedAtMs()
      const { id, plan, shift } = this.#beginShift(user, nowMs)
      // Nobody handed over to him: what stood open is written down all the same, and he looks it over alone.
      if (unmannedFromMs !== null) this.#table.beginAlone(id)
      const items = unmannedFromMs === null ? [] : this.#openItems().map(({ kind, name }) => ({ kind, name }))
      const body = { shift, unmannedFromMs, plan, items }
      this.#write(toPerson(user), id, 'duty.signed-on', body)
      return
    }
    this.#seat.sit(guardLayer, user, nowMs)
    this.#write(toPerson(user), active.id, 'duty.resumed', { shift: active.kind })
  }

  /**
   * Another guard's shift is still open. While that guard is signed on, only a handover ends it; where the seat is
   * empty (the program was started anew and nobody came back), the newcomer ends it and the record says so.
   */
  #endLapsedShift(open: ShiftRow, nowMs: number): void {
    if (this.#seat.hasGuard()) throw new Refusal('duty.already-signed-on', { name: open.userName })
    this.#table.endShift(open.id, nowMs)
    this.#journal.append({
      actor: station,
      kind: 'duty.shift-lapsed',
      subject: open.userId,
      body: { name: open.userName, shift: open.kind, shiftId: open.id },
    })
  }

  #beginShift(user: SiteUser, nowMs: number): ReturnType<Shifts['open']> {
    const begun = this.shifts.open(user, nowMs)
    this.#seat.sit(guardLayer, user, nowMs)
    this.#seat.leave(readerLayer)
    return begun
  }

  #write(person: Person, shiftId: number | null, kind: string, body: object): void {
    this.#journal.append({ actor: actorOf(person, shiftId), kind, subject: person.id, body })
  }

  #told(): Session {
    const report = this.report()
    this.changed.emit(report)
    if (report.session === null) throw new Error('signed on, but there is no session')
    return report.session
  }

  #user(id: string): SiteUser {
    const user = this.#active(id)
    if (user === null) throw new Refusal('duty.unknown-user')
    return user
  }

  #personOf(id: string): Person {
    const user = this.#people.find(id)
    return user === null ? { id, name: id, roles: [] } : toPerson(user)
  }

  #active(id: string): SiteUser | null {
    const user = this.#people.find(id)
    return user?.retired === undefined ? user : null
  }
}
