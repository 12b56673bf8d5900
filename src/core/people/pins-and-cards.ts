import { isStrong, type SecondPerson } from '../../shared/domain/people.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { newFirstPin } from '../duty/pins.ts'
import { endingOf } from './cards.ts'
import { attempt, known, other, writeAct, type PeopleContext } from './acts.ts'
import { refuseRetired, secondFor, type Grounds } from './limits.ts'

/** Unknown cards within `unknownWithinMs` after which no card is looked up; who has a PIN signs on with it. */
const maxUnknownCards = 5
const unknownWithinMs = 15 * 60_000

/** What people prove themselves with: their PINs and cards. Both lie in the database; every act is an entry. */
export class PinsAndCards {
  readonly #context: PeopleContext
  /** When unknown cards were held to the reader, monotonic. In memory: a restart is an entry of its own. */
  #unknownAtMs: number[] = []

  constructor(context: PeopleContext) {
    this.#context = context
  }

  /** A new first PIN for somebody who forgot the own one; it ends a lock as well. */
  issuePin(id: string, grounds: Grounds, actor: UserActor): Promise<{ id: string; firstPin: string }> {
    return attempt(this.#context, 'issue-pin', id, actor, async () => {
      const user = other(this.#context, id, actor)
      refuseRetired(user)
      const confirmedBy = await secondFor(this.#context, isStrong(user.roles), user, grounds, actor)
      const { pin, pinHash } = await newFirstPin()
      this.#context.journal.transaction(() => {
        this.#context.duty.admission.pins.putFirst(user, pinHash)
        writeAct(this.#context, actor, 'people.pin-issued', user, { reason: grounds.reason, confirmedBy })
      })
      return { id, firstPin: pin }
    })
  }

  /** @throws Refusal `people.not-locked` */
  unlock(id: string, reason: string, actor: UserActor): Promise<void> {
    return attempt(this.#context, 'unlock', id, actor, () => {
      const user = other(this.#context, id, actor)
      const { pins } = this.#context.duty.admission
      if (pins.stateOf(user).lockedUntilMs === null)
        throw new Refusal('people.not-locked', { name: user.name })
      this.#context.journal.transaction(() => {
        pins.unlock(user)
        writeAct(this.#context, actor, 'people.unlocked', user, { reason })
      })
    })
  }

  /** @throws Refusal `people.card-taken` */
  learnCard(id: string, number: string, second: SecondPerson | null, actor: UserActor): Promise<void> {
    return attempt(this.#context, 'learn-card', id, actor, async () => {
      const { cards, directory, journal } = this.#context
      const user = known(this.#context, id)
      refuseRetired(user)
      const owner = cards.ownerOf(number)
      if (owner !== null && owner !== id)
        throw new Refusal('people.card-taken', { name: directory.find(owner)?.name ?? owner })
      // A card picks a person and may open alone: it is as good as a PIN.
      const confirmedBy = await secondFor(
        this.#context,
        isStrong(user.roles),
        user,
        { reason: '', second },
        actor,
      )
      journal.transaction(() => {
        cards.learn(id, number)
        writeAct(this.#context, actor, 'people.card-learned', user, { ending: endingOf(number), confirmedBy })
      })
    })
  }

  forgetCard(id: string, reason: string, actor: UserActor): Promise<void> {
    return attempt(this.#context, 'forget-card', id, actor, () => {
      const user = known(this.#context, id)
      this.#context.journal.transaction(() => {
        if (this.#context.cards.forget(id))
          writeAct(this.#context, actor, 'people.card-removed', user, { reason })
      })
    })
  }

  /** The owner takes another PIN. @throws Refusal as `Pins.change` */
  async changePin(userId: string, pin: string, newPin: string): Promise<void> {
    const user = known(this.#context, userId)
    if (user.retired !== undefined) throw new Refusal('duty.unknown-user')
    await this.#context.duty.admission.pins.change(user, pin, newPin)
  }

  /**
   * Whose card it is. A known card between unknown ones forgives nothing: else numbers could be tried without end.
   * @throws Refusal `people.card-unknown`, which is written down; `people.cards-locked` after too many of them
   */
  byCard(number: string): { userId: string; isEnough: boolean } {
    const { cards, clock, directory, sites, journal } = this.#context
    const nowMs = clock.monotonic()
    this.#unknownAtMs = this.#unknownAtMs.filter(atMs => nowMs - atMs < unknownWithinMs)
    const [oldestMs = nowMs] = this.#unknownAtMs
    if (this.#unknownAtMs.length >= maxUnknownCards)
      throw new Refusal('people.cards-locked', {
        minutes: Math.ceil((oldestMs + unknownWithinMs - nowMs) / 60_000),
      })
    const owner = cards.ownerOf(number)
    if (owner !== null && directory.find(owner)?.retired === undefined)
      return { userId: owner, isEnough: sites.current.duty.cardAlone }
    this.#unknownAtMs.push(nowMs)
    journal.append({
      actor: station,
      kind: 'people.card-refused',
      subject: 'desk',
      body: { ending: endingOf(number) },
    })
    throw new Refusal('people.card-unknown')
  }
}
