import { z } from 'zod'

/** What lists of things with a number are told by: it stays the same for the life of the thing. */
type Key = number | string

/** A member of a list that is told in changes. */
interface Keyed {
  readonly id: Key
}

/**
 * What became of a list since it was told last, on the same connection: who is in it now, in the order of the list, and
 * the whole of each member that is another than before.
 */
export const ListChange = z.object({
  order: z.array(z.union([z.number(), z.string()])),
  members: z.array(z.unknown()),
})
export type ListChange = z.infer<typeof ListChange>

/** Pushes that a screen may have as changes (`/link?changes=1`): in a flood their lists are long, and little of them is new. */
const pushesInChanges = ['incidents'] as const
type PushInChanges = (typeof pushesInChanges)[number]

export const isInChanges = (name: string): name is PushInChanges =>
  (pushesInChanges as readonly string[]).includes(name)

/**
 * The teller's end: remembers what one screen was told. Members are compared by identity, so whoever keeps what did not
 * change as the same object sends it once.
 */
export class ListTeller<T extends Keyed> {
  #told = new Map<Key, T>()

  change(list: readonly T[]): { order: Key[]; members: T[] } {
    const before = this.#told
    this.#told = new Map(list.map(member => [member.id, member]))
    return {
      order: list.map(({ id }) => id),
      members: list.filter(member => before.get(member.id) !== member),
    }
  }
}

/** The listener's end: the whole list again, in which every member that did not change is the same object as before. */
export class ListListener<T extends Keyed> {
  #known = new Map<Key, T>()

  /** @throws Error when the change speaks of a member that was never told */
  whole(order: readonly Key[], members: readonly T[]): T[] {
    const fresh = new Map(members.map(member => [member.id, member]))
    const list = order.map(id => {
      const member = fresh.get(id) ?? this.#known.get(id)
      if (member === undefined) throw new Error(`a change names ${id}, of which nothing is known`)
      return member
    })
    this.#known = new Map(list.map(member => [member.id, member]))
    return list
  }
}
