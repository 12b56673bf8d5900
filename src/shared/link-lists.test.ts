import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ListListener, ListTeller } from './link-lists.ts'

interface Member {
  readonly id: number
  readonly state: number
}

test('the whole list comes out at the other end, whatever happened to it', () => {
  const lists = fc.array(
    fc.uniqueArray(fc.record({ id: fc.nat(9), state: fc.nat(2) }), { selector: ({ id }) => id }),
  )
  fc.assert(
    fc.property(lists, told => {
      const [teller, listener] = [new ListTeller<Member>(), new ListListener<Member>()]
      for (const list of told) {
        const { order, members } = teller.change(list)
        expect(listener.whole(order, members)).toEqual(list)
      }
    }),
  )
})

test('what is the same object is told once, and stays the same object at the other end', () => {
  const [teller, listener] = [new ListTeller<Member>(), new ListListener<Member>()]
  const one = { id: 1, state: 0 }
  const first = teller.change([one, { id: 2, state: 0 }])
  const [before] = listener.whole(first.order, structuredClone(first.members))
  const { order, members } = teller.change([{ id: 2, state: 1 }, one])
  expect({ order, members }).toEqual({ order: [2, 1], members: [{ id: 2, state: 1 }] })
  expect(listener.whole(order, structuredClone(members))[1]).toBe(before)
})

test('a change of something that was never told is no list', () => {
  expect(() => new ListListener<Member>().whole([7], [])).toThrow('7')
})
