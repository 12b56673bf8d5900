import { beijingDay } from '../../shared/domain/daily-check.ts'
import { changesStrong, isStrong, type PersonDraft, type PersonRecord } from '../../shared/domain/people.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import { certificateOf } from '../duty/certificates.ts'
import { newFirstPin } from '../duty/pins.ts'
import type { SiteStore } from '../station/site-store.ts'
import { attempt, known, other, writeAct, type PeopleContext } from './acts.ts'
import { draftOf, personChanges, siteWordsOf } from './changes.ts'
import { refuseLastEditor, refuseRetired, refuseTaken, secondFor, type Grounds } from './limits.ts'

/**
 * Who works here and what they may do. Names, roles and papers are in the site file, written through `SiteStore.change`;
 * every act, and every refused one, is an entry.
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
      pin: duty.admission.pins.stateOf(user),
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
    return attempt<{ id: string; firstPin: string | null }>(
      this.#context,
      'save',
      id ?? input.draft.name,
      actor,
      () => (id === null ? this.#add(input, actor) : this.#change({ ...input, id }, actor)),
    )
  }

  /** @throws Refusal `people.own`, `people.on-duty`, `people.last-editor`, and those of the second person */
  retire(id: string, grounds: Grounds, actor: UserActor): Promise<void> {
    return attempt(this.#context, 'retire', id, actor, async () => {
      const user = other(this.#context, id, actor)
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
          writeAct(this.#context, actor, 'people.retired', user, { reason: grounds.reason, confirmedBy })
        },
      )
    })
  }

  /** Somebody works here again, with a new first PIN. */
  return(id: string, grounds: Grounds, actor: UserActor): Promise<{ id: string; firstPin: string }> {
    return attempt(this.#context, 'return', id, actor, async () => {
      const user = other(this.#context, id, actor)
      if (user.retired === undefined) throw new Refusal('people.not-retired', { name: user.name })
      const confirmedBy = await secondFor(this.#context, isStrong(user.roles), user, grounds, actor)
      const { pin, pinHash } = await newFirstPin()
      this.#inSite(
        `人员恢复：${user.name}`,
        actor,
        id,
        entry => Reflect.deleteProperty(entry, 'retired'),
        () => {
          this.#context.duty.admission.pins.putFirst(user, pinHash)
          writeAct(this.#context, actor, 'people.returned', user, { reason: grounds.reason, confirmedBy })
        },
      )
      return { id, firstPin: pin }
    })
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
      writeAct(
        this.#context,
        actor,
        'people.added',
        { id, name: draft.name },
        {
          reason,
          confirmedBy,
          changes: personChanges(null, draft),
        },
      )
      duty.admission.pins.putFirst({ id, name: draft.name, roles: draft.roles, pinHash: 'none' }, pinHash)
      sites.change(actor, `人员新增：${draft.name}`, site => site.users.push({ id, ...siteWordsOf(draft) }))
    })
    return { id, firstPin: pin }
  }

  async #change(
    { id, draft, reason, second }: { id: string; draft: PersonDraft } & Grounds,
    actor: UserActor,
  ) {
    const user = known(this.#context, id)
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
      () =>
        writeAct(
          this.#context,
          actor,
          'people.changed',
          { id, name: draft.name },
          { reason, confirmedBy, changes },
        ),
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
}

/** An id that nothing in the site has or had: records name it for ever. */
function freeId(site: string): string {
  let number = 1
  while (site.includes(`"person-${number}"`)) number += 1
  return `person-${number}`
}
