import type { HandoverState, Counts } from '../../shared/contract/handover.ts'
import type { Person, Session, Shift } from '../../shared/domain/duty.ts'
import type { EquipmentCount, HandoverItem } from '../../shared/domain/handover.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { EquipmentItem } from '../../shared/site/roster.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { DutyService } from './service.ts'

/** So long the outgoing guard's signature holds: then he signs again, since much may have happened, ms. */
const signatureHoldsMs = 20 * 60_000

export interface HandoverOptions {
  readonly duty: DutyService
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  /** Keys and things as the site file says now. */
  readonly equipment: () => readonly EquipmentItem[]
}

/** What the outgoing guard said and signed. Lives in memory: after a restart he signs again. */
interface Signed {
  readonly shiftId: number
  readonly atMs: number
  readonly note: string
  readonly counts: Counts
}

/**
 * 交接班 (A-10, A-N4.2): the outgoing guard counts, writes and signs with the PIN; the next one ticks every open matter,
 * counts as well and signs with the own PIN. Only then the shifts change, in one step.
 */
export class Handover {
  readonly #options: HandoverOptions
  readonly #put
  readonly #last
  #signed: Signed | null = null

  constructor(options: HandoverOptions) {
    this.#options = options
    this.#put = options.db.prepare<[string, string, number, number, number]>(
      `INSERT INTO equipment_count (item, name, expected, counted, at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (item) DO UPDATE SET name = excluded.name, expected = excluded.expected,
         counted = excluded.counted, at_ms = excluded.at_ms`,
    )
    this.#last = options.db.prepare<[string], { counted: number; atMs: number }>(
      'SELECT counted, at_ms AS atMs FROM equipment_count WHERE item = ?',
    )
  }

  /** What is open, what is to be counted, and whether the outgoing guard has signed. */
  state(): HandoverState {
    const signed = this.#signature()
    return {
      items: this.#items(),
      equipment: [...this.#options.equipment()],
      signed: signed === null ? null : { atMs: signed.atMs, note: signed.note, counts: signed.counts },
    }
  }

  /**
   * The outgoing guard's part: what was counted, what is to be told, and the PIN.
   * @throws Refusal `duty.not-signed-on`, `duty.take-over-owed` where the own taking over was never done,
   *   `duty.equipment-not-counted`, `duty.wrong-pin`, `duty.locked`
   */
  async sign(input: { pin: string; note: string; counts: Counts }): Promise<void> {
    const { person, shift } = this.#onWatch()
    if (this.#options.duty.owesTakeOver()) throw new Refusal('duty.take-over-owed')
    this.#refuseUncounted(input.counts)
    await this.#options.duty.prove(person.id, input.pin)
    const { note, counts } = input
    this.#signed = { shiftId: shift.id, atMs: Math.round(this.#options.clock.now()), note, counts }
  }

  /** The outgoing guard takes the signature back, to count again or to write something else. */
  unsign(): void {
    this.#signed = null
  }

  /**
   * The next guard's part; ends the one shift and begins the other.
   * @throws Refusal `duty.handover-not-signed`; `duty.handover-open` with the names of what is not ticked;
   *   `duty.equipment-not-counted`; `duty.equipment-differs` while nothing is said about a difference; and as
   *   `DutyService.takeOver`
   */
  async takeOver(input: {
    toUserId: string
    pin: string
    acknowledged: readonly string[]
    counts: Counts
    difference: string
  }): Promise<Session> {
    const { duty, journal } = this.#options
    this.#onWatch()
    return duty.takeOver(
      input.toUserId,
      input.pin,
      () => {
        const signed = this.#signature()
        if (signed === null) throw new Refusal('duty.handover-not-signed')
        const items = this.#seen(input.acknowledged)
        this.#refuseUncounted(input.counts)
        const equipment = this.#compared(signed.counts, input.counts)
        const differing = equipment.filter(
          ({ expected, given, taken }) => given !== taken || taken !== expected,
        )
        if (differing.length > 0 && input.difference === '')
          throw new Refusal('duty.equipment-differs', { items: differing.map(({ name }) => name) })
        return {
          note: signed.note,
          items: items.map(({ kind, name }) => ({ kind, name })),
          equipment,
          difference: differing.length === 0 ? '' : input.difference,
          signedAtMs: signed.atMs,
          // What the sheet of the handover carries: the chain as both saw it.
          head: journal.head(),
        }
      },
      () => this.#keep(input.counts),
    )
  }

  /**
   * A guard to whom nobody handed over looks over the same matters and counts the same things, alone.
   * @throws Refusal `duty.not-signed-on`, `duty.nothing-to-take-over`, and as `takeOver`
   */
  takeAlone(input: { acknowledged: readonly string[]; counts: Counts; difference: string }): void {
    const { duty, journal } = this.#options
    this.#onWatch()
    if (!duty.owesTakeOver()) throw new Refusal('duty.nothing-to-take-over')
    const items = this.#seen(input.acknowledged)
    this.#refuseUncounted(input.counts)
    const counted = this.#options.equipment().map(({ id, name, count }) => ({
      name,
      expected: count,
      counted: countOf(input.counts, id) ?? 0,
    }))
    const differing = counted.filter(({ expected, counted: found }) => found !== expected)
    if (differing.length > 0 && input.difference === '')
      throw new Refusal('duty.equipment-differs', { items: differing.map(({ name }) => name) })
    const terms = {
      items: items.map(({ kind, name }) => ({ kind, name })),
      counted,
      difference: differing.length === 0 ? '' : input.difference,
      head: journal.head(),
    }
    duty.tookOverAlone(terms, () => this.#keep(input.counts))
  }

  /** What is open now, all of it ticked. @throws Refusal `duty.handover-open` with the names of what is not */
  #seen(acknowledged: readonly string[]): HandoverItem[] {
    const items = this.#items()
    const unseen = items.filter(({ id }) => !acknowledged.includes(id))
    if (unseen.length > 0) throw new Refusal('duty.handover-open', { items: unseen.map(({ name }) => name) })
    return items
  }

  #keep(counts: Counts): void {
    const nowMs = Math.round(this.#options.clock.now())
    for (const { id, name, count } of this.#options.equipment())
      this.#put.run(id, name, count, countOf(counts, id) ?? 0, nowMs)
    this.#signed = null
  }

  #onWatch(): { person: Person; shift: Shift } {
    const session = this.#options.duty.session()
    if (session?.shift == null) throw new Refusal('duty.not-signed-on')
    return { person: session.person, shift: session.shift }
  }

  /** The signature while it holds for the shift that is open. */
  #signature(): Signed | null {
    const signed = this.#signed
    if (signed === null) return null
    const ageMs = this.#options.clock.now() - signed.atMs
    const isOwn = this.#options.duty.session()?.shift?.id === signed.shiftId
    return isOwn && ageMs >= 0 && ageMs < signatureHoldsMs ? signed : null
  }

  #refuseUncounted(counts: Counts): void {
    const missing = this.#options.equipment().filter(({ id }) => countOf(counts, id) === undefined)
    if (missing.length > 0)
      throw new Refusal('duty.equipment-not-counted', { items: missing.map(({ name }) => name) })
  }

  #compared(given: Counts, taken: Counts): EquipmentCount[] {
    return this.#options.equipment().map(({ id, name, count }) => ({
      name,
      expected: count,
      given: countOf(given, id) ?? 0,
      taken: countOf(taken, id) ?? 0,
    }))
  }

  /** Open matters of the station, and what the last count missed. */
  #items(): HandoverItem[] {
    const short = this.#options.equipment().flatMap(({ id, name, count }): HandoverItem[] => {
      const last = this.#last.get(id)
      if (last === undefined || last.counted >= count) return []
      const words = `${name} ${last.counted}/${count}`
      return [{ id: `equipment-short:${id}`, kind: 'equipment-short', name: words, sinceMs: last.atMs }]
    })
    return [...this.#options.duty.handoverItems(), ...short]
  }
}

const countOf = (counts: Counts, id: string): number | undefined =>
  counts.find(counted => counted.id === id)?.count
