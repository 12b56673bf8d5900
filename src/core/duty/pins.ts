import { randomInt } from 'node:crypto'
import { station, type Actor } from '../../shared/domain/person.ts'
import { pinProblem, pinDigits } from '../../shared/domain/pin-rules.ts'
import type { PinState } from '../../shared/domain/people.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { hashPin, pinMatches } from './pin.ts'
import { pinTable } from './pin-table.ts'

/** Wrong PINs in a row after which a person is locked out, and for how long. */
const maxPinFailures = 5
export const lockMs = 15 * 60_000

/** What the site file says of somebody whose PIN is given at the console: no hash, and no PIN fits it. */
const noPin = 'none'

/**
 * PINs: those of the site file until somebody sets another at the console, which is kept in the database. A hash that is
 * new in the site file counts again: so the school gets in when nobody knows a PIN any more.
 */
export class Pins {
  readonly #table: ReturnType<typeof pinTable>
  readonly #journal: Journal
  readonly #clock: Clock

  constructor({ db, journal, clock }: { db: Db; journal: Journal; clock: Clock }) {
    this.#table = pinTable(db)
    this.#journal = journal
    this.#clock = clock
  }

  /** How somebody's PIN stands. */
  stateOf(user: SiteUser): PinState {
    const { lockedUntilMs } = this.#table.failures(user.id)
    const { pinHash, mustChange } = this.#current(user)
    return {
      kind: pinHash === noPin ? 'none' : mustChange ? 'first' : 'own',
      lockedUntilMs: lockedUntilMs > this.#clock.now() ? lockedUntilMs : null,
    }
  }

  /**
   * Proves somebody by PIN, counts failures on disk and journals every refused try.
   * @throws Refusal `duty.wrong-pin`, `duty.locked` (a locked person's PIN is not even looked at), and
   *   `duty.pin-change-required` where the right PIN is one that an administrator gave
   */
  async check(user: SiteUser, pin: string): Promise<void> {
    await this.#match(user, pin)
    this.refuseFirst(user)
  }

  /** @throws Refusal `duty.pin-change-required` as long as somebody has the PIN an administrator gave */
  refuseFirst(user: SiteUser): void {
    if (this.#current(user).mustChange) throw new Refusal('duty.pin-change-required')
  }

  /** @throws Refusal `duty.locked` */
  refuseLocked(user: SiteUser): void {
    const leftMs = this.#table.failures(user.id).lockedUntilMs - this.#clock.now()
    if (leftMs > 0) throw new Refusal('duty.locked', { minutes: Math.ceil(leftMs / 60_000) })
  }

  /**
   * The owner takes another PIN; the old one is asked for.
   * @throws Refusal as `check`, `duty.pin-unfit`
   */
  async change(user: SiteUser, pin: string, newPin: string): Promise<void> {
    await this.#match(user, pin)
    const known = [user.id, user.name, user.phone ?? '', user.certificate?.number ?? '']
    const problem = pinProblem(newPin, known, pin)
    if (problem !== null) throw new Refusal('duty.pin-unfit', { problem })
    const pinHash = await hashPin(newPin)
    const wasFirst = this.#current(user).mustChange
    this.#journal.transaction(() => {
      this.#put(user, pinHash, false)
      const actor: Actor = { kind: 'user', id: user.id, name: user.name, shiftId: null }
      this.#journal.append({
        actor,
        kind: 'people.pin-changed',
        subject: user.id,
        body: { name: user.name, wasFirst },
      })
    })
  }

  /** Puts a PIN that its owner must change; what it is bound to is written by the caller, in the same transaction. */
  putFirst(user: SiteUser, pinHash: string): void {
    this.#put(user, pinHash, true)
    this.#table.clearFailures(user.id)
  }

  /** Ends a lock. Gives whether there was one. */
  unlock(user: SiteUser): boolean {
    const wasLocked = this.stateOf(user).lockedUntilMs !== null
    this.#table.clearFailures(user.id)
    return wasLocked
  }

  /** The right card was held to the reader: it proves as much as the PIN. @throws Refusal as `check` */
  cardFits(user: SiteUser): void {
    this.#refuseLockedTry(user)
    this.refuseFirst(user)
    this.#table.clearFailures(user.id)
  }

  /** A card that is not this person's counts like a wrong PIN. @throws Refusal `people.card-unknown`, `duty.locked` */
  refuseCard(user: SiteUser, ending: string): never {
    this.#refuseLockedTry(user)
    this.#countFailure(user, 'duty.card-refused', { ending })
    throw new Refusal('people.card-unknown')
  }

  /** A locked person's try is written down as well. @throws Refusal `duty.locked` */
  #refuseLockedTry(user: SiteUser): void {
    if (this.stateOf(user).lockedUntilMs !== null)
      this.#journal.append({
        actor: station,
        kind: 'duty.locked-try',
        subject: user.id,
        body: { name: user.name },
      })
    this.refuseLocked(user)
  }

  async #match(user: SiteUser, pin: string): Promise<void> {
    this.#refuseLockedTry(user)
    const matches = await pinMatches(pin, this.#current(user).pinHash)
    // Asked again: tries that ran side by side must not get more than five guesses together.
    this.refuseLocked(user)
    if (matches) this.#table.clearFailures(user.id)
    else this.#refuseWrong(user)
  }

  #refuseWrong(user: SiteUser): never {
    throw new Refusal('duty.wrong-pin', {
      left: maxPinFailures - this.#countFailure(user, 'duty.pin-refused', {}),
    })
  }

  /** Counts a wrong try on disk and writes it down. @returns how many there are now @throws Refusal `duty.locked` with the last one */
  #countFailure(user: SiteUser, kind: string, more: object): number {
    const count = this.#table.failures(user.id).failures + 1
    const locked = count >= maxPinFailures
    this.#journal.transaction(() => {
      this.#table.setFailures(user.id, locked ? 0 : count, locked ? this.#clock.now() + lockMs : 0)
      this.#journal.append({
        actor: station,
        kind,
        subject: user.id,
        body: { name: user.name, failures: count, locked, ...more },
      })
    })
    if (locked) throw new Refusal('duty.locked', { minutes: lockMs / 60_000 })
    return count
  }

  #put(user: SiteUser, pinHash: string, mustChange: boolean): void {
    this.#table.put({
      userId: user.id,
      pinHash,
      replaces: user.pinHash,
      mustChange,
      setAtMs: this.#clock.now(),
    })
  }

  #current(user: SiteUser): { readonly pinHash: string; readonly mustChange: boolean } {
    const row = this.#table.find(user.id)
    const isFromFile = row === null || (user.pinHash !== noPin && user.pinHash !== row.replaces)
    return isFromFile ? { pinHash: user.pinHash, mustChange: false } : row
  }
}

/** A PIN by chance that is good enough, and its hash. It is shown once and kept nowhere. */
export async function newFirstPin(): Promise<{ pin: string; pinHash: string }> {
  let pin: string
  do pin = String(randomInt(10 ** pinDigits)).padStart(pinDigits, '0')
  while (pinProblem(pin) !== null)
  return { pin, pinHash: await hashPin(pin) }
}
