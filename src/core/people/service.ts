import { beijingDay } from '../../shared/domain/daily-check.ts'
import {
  changesStrong,
  isStrong,
  type PersonDraft,
  type PersonRecord,
  type SecondPerson,
} from '../../shared/domain/people.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import { certificateOf } from '../duty/certificates.ts'
import { newFirstPin } from '../duty/pins.ts'
import type { DutyService } from '../duty/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { SiteStore } from '../station/site-store.ts'
import type { Cards } from './cards.ts'
import { draftOf, personChanges, siteWordsOf } from './changes.ts'
import type { PeopleDirectory } from './directory.ts'
import { refuseLastEditor, refuseRetired, refuseTaken, secondFor, type Grounds } from './limits.ts'

export interface PeopleContext {
  readonly directory: PeopleDirectory
  readonly duty: DutyService
  readonly cards: Cards
  readonly sites: SiteStore
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * Who works here and what they may do. Names, roles and papers are in the site file, written through `SiteStore.change`;
 * PINs and cards are in the database. Every act, and every refused one, is an entry.
 */
export class People {
  readonly #context: PeopleContext

  constructor(context: PeopleContext) {
    this.#context = context
  }

  /** Everybody, those who left last. */
  list(): PersonRecord[] {
    const { directory, duty, cards, clock } = this.#context
    const recordOf = (user: SiteUser): PersonRecord => ({
      id: user.id,
      ...draftOf(user),
      certificateState: certificateOf(user, clock.now()),
      retired: user.retired ?? null,
      pin: duty.pins.stateOf(user),
      hasCard: cards.has(user.id),
    })
    const hasLeft = ({ retired }: PersonRecord): number => (retired === null ? 0 : 1)
    return directory
      .all()
      .map(recordOf)
      .toSorted((a, b) => hasLeft(a) - hasLeft(b))
  }

  /** A new person with a first PIN, or other words for one. @throws Refusal, see `people.*` in refusal.ts */
  save(
    input: { readonly id: string | null; readonly draft: PersonDraft } & Grounds,
    actor: UserActor,
  ): Promise<{ id: string; firstPin: string | null }> {
    const { id } = input
    return this.#attempt<{ id: string; firstPin: string | null }>(
      'save',
      id ?? input.draft.name,
      actor,
      () => (id === null ? this.#add(input, actor) : this.#change({ ...input, id }, actor)),
    )
  }

  /** @throws Refusal `people.own`, `people.on-duty`, `people.last-editor`, and those of the second person */
  retire(id: string, grounds: Grounds, actor: UserActor): Promise<void> {
    return this.#attempt('retire', id, actor, async () => {
      const user = this.#other(id, actor)
      refuseRetired(user)
      if (this.#context.duty.seatedIds().includes(id))
        throw new Refusal('people.on-duty', { name: user.name })
      refuseLastEditor(this.#context.directory, user, [])
      const confirmedBy = await secondFor(this.#context, isStrong(user.roles), user, grounds, actor)
      const on = beijingDay(this.#context.clock.now())
      this.#inSite(
        `人员离岗：${user.name}`,
        actor,
        id,
        entry => (entry.retired = { on, reason: grounds.reason }),
        () => {
          this.#context.cards.forget(id)
          this.#write(actor, 'people.retired', user, { reason: grounds.reason, confirmedBy })
        },
      )
    })
  }

  /** Somebody works here again, with a new first PIN. */
  return(id: string, grounds: Grounds, actor: UserActor): Promise<{ id: string; firstPin: string }> {
    return this.#attempt('return', id, actor, async () => {
      const user = this.#other(id, actor)
      if (user.retired === undefined) throw new Refusal('people.not-retired', { name: user.name })
      const confirmedBy = await secondFor(this.#context, isStrong(user.roles), user, grounds, actor)
      const { pin, pinHash } = await newFirstPin()
      this.#inSite(
        `人员恢复：${user.name}`,
        actor,
        id,
        entry => Reflect.deleteProperty(entry, 'retired'),
        () => {
          this.#context.duty.pins.putFirst(user, pinHash)
          this.#write(actor, 'people.returned', user, { reason: grounds.reason, confirmedBy })
        },
      )
      return { id, firstPin: pin }
    })
  }

  /** A new first PIN for somebody who forgot the own one; it ends a lock as well. */
  issuePin(id: string, grounds: Grounds, actor: UserActor): Promise<{ id: string; firstPin: string }> {
    return this.#attempt('issue-pin', id, actor, async () => {
      const user = this.#other(id, actor)
      refuseRetired(user)
      const confirmedBy = await secondFor(this.#context, isStrong(user.roles), user, grounds, actor)
      const { pin, pinHash } = await newFirstPin()
      this.#context.journal.transaction(() => {
        this.#context.duty.pins.putFirst(user, pinHash)
        this.#write(actor, 'people.pin-issued', user, { reason: grounds.reason, confirmedBy })
      })
      return { id, firstPin: pin }
    })
  }

  /** @throws Refusal `people.not-locked` */
  unlock(id: string, reason: string, actor: UserActor): Promise<void> {
    return this.#attempt('unlock', id, actor, () => {
      const user = this.#other(id, actor)
      const { pins } = this.#context.duty
      if (pins.stateOf(user).lockedUntilMs === null)
        throw new Refusal('people.not-locked', { name: user.name })
      this.#context.journal.transaction(() => {
        pins.unlock(user)
        this.#write(actor, 'people.unlocked', user, { reason })
      })
    })
  }

  /** @throws Refusal `people.card-taken` */
  learnCard(id: string, number: string, second: SecondPerson | null, actor: UserActor): Promise<void> {
    return this.#attempt('learn-card', id, actor, async () => {
      const { cards, directory, journal } = this.#context
      const user = this.#known(id)
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
        this.#write(actor, 'people.card-learned', user, { ending: endingOf(number), confirmedBy })
      })
    })
  }

  forgetCard(id: string, reason: string, actor: UserActor): Promise<void> {
    return this.#attempt('forget-card', id, actor, () => {
      const user = this.#known(id)
      this.#context.journal.transaction(() => {
        if (this.#context.cards.forget(id)) this.#write(actor, 'people.card-removed', user, { reason })
      })
    })
  }

  /** The owner takes another PIN. @throws Refusal as `Pins.change` */
  async changePin(userId: string, pin: string, newPin: string): Promise<void> {
    const user = this.#known(userId)
    if (user.retired !== undefined) throw new Refusal('duty.unknown-user')
    await this.#context.duty.pins.change(user, pin, newPin)
  }

  /** Whose card it is. @throws Refusal `people.card-unknown`, which is written down */
  byCard(number: string): { userId: string; isEnough: boolean } {
    const { cards, directory, sites, journal } = this.#context
    const owner = cards.ownerOf(number)
    if (owner !== null && directory.find(owner)?.retired === undefined)
      return { userId: owner, isEnough: sites.current.duty.cardAlone }
    journal.append({
      actor: station,
      kind: 'people.card-refused',
      subject: 'desk',
      body: { ending: endingOf(number) },
    })
    throw new Refusal('people.card-unknown')
  }

  async #add({ draft, reason, second }: { draft: PersonDraft } & Grounds, actor: UserActor) {
    const { sites, duty, journal } = this.#context
    refuseTaken(this.#context.directory, draft.name, null)
    const id = freeId(JSON.stringify(sites.draft()))
    const confirmedBy = await secondFor(
      this.#context,
      isStrong(draft.roles),
      { id },
      { reason, second },
      actor,
    )
    const { pin, pinHash } = await newFirstPin()
    journal.transaction(() => {
      this.#write(
        actor,
        'people.added',
        { id, name: draft.name },
        {
          reason,
          confirmedBy,
          changes: personChanges(null, draft),
        },
      )
      duty.pins.putFirst({ id, name: draft.name, roles: draft.roles, pinHash: 'none' }, pinHash)
      sites.change(actor, `人员新增：${draft.name}`, site => site.users.push({ id, ...siteWordsOf(draft) }))
    })
    return { id, firstPin: pin }
  }

  async #change(
    { id, draft, reason, second }: { id: string; draft: PersonDraft } & Grounds,
    actor: UserActor,
  ) {
    const user = this.#known(id)
    refuseRetired(user)
    const changes = personChanges(draftOf(user), draft)
    if (changes.length === 0) throw new Refusal('people.nothing-changed')
    const isOfRoles = changes.some(({ field }) => field === 'roles')
    // Nobody gives rights to themselves; the own phone and papers are harmless.
    if (isOfRoles && id === actor.id) throw new Refusal('people.own')
    refuseTaken(this.#context.directory, draft.name, id)
    refuseLastEditor(this.#context.directory, user, draft.roles)
    const confirmedBy = await secondFor(
      this.#context,
      changesStrong(user.roles, draft.roles),
      user,
      { reason, second },
      actor,
    )
    this.#inSite(
      `人员更改：${draft.name}`,
      actor,
      id,
      entry => {
        for (const field of ['certificate', 'phone', 'training', 'assignments'] as const)
          Reflect.deleteProperty(entry, field)
        Object.assign(entry, siteWordsOf(draft))
      },
      () => this.#write(actor, 'people.changed', { id, name: draft.name }, { reason, confirmedBy, changes }),
    )
    return { id, firstPin: null }
  }

  /** Entry, database and site file as one step; the file last, since it cannot be taken back. */
  #inSite(
    summary: string,
    actor: UserActor,
    id: string,
    edit: (entry: ReturnType<SiteStore['draft']>['users'][number]) => void,
    record: () => void,
  ): void {
    const { journal, sites } = this.#context
    journal.transaction(() => {
      record()
      sites.change(actor, summary, draft => {
        const entry = draft.users.find(user => user.id === id)
        if (entry !== undefined) edit(entry)
      })
    })
  }

  #known(id: string): SiteUser {
    const user = this.#context.directory.find(id)
    if (user === null) throw new Refusal('people.unknown')
    return user
  }

  #other(id: string, actor: UserActor): SiteUser {
    if (id === actor.id) throw new Refusal('people.own')
    return this.#known(id)
  }

  #write(actor: UserActor, kind: string, user: Pick<SiteUser, 'id' | 'name'>, body: object): void {
    this.#context.journal.append({ actor, kind, subject: user.id, body: { name: user.name, ...body } })
  }

  /** Does an act; one that is refused is written down (A-N6.2.a). */
  async #attempt<T>(act: string, subject: string, actor: UserActor, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Refusal)
        this.#context.journal.append({
          actor,
          kind: 'people.refused',
          subject,
          body: {
            act,
            code: error.code,
            params: error.params,
            name: this.#context.directory.find(subject)?.name ?? subject,
          },
        })
      throw error
    }
  }
}

/** Enough to tell two cards apart, too little to make one. */
const endingOf = (number: string): string => number.slice(-3)

/** An id that nothing in the site has or had: records name it for ever. */
function freeId(site: string): string {
  let number = 1
  while (site.includes(`"person-${number}"`)) number += 1
  return `person-${number}`
}
