import { beforeAll, describe, expect, test } from 'vitest'
import { codeOf, codeOfLater } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { peopleOf } from '../../../tests/helpers/people.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import type { SiteUser } from '../../shared/site.ts'
import { sha256 } from '../journal/chain.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { lockMs } from './pins.ts'
import { hashPin, pinMatches } from './pin.ts'
import { shiftKindAt } from './rules.ts'
import { DutyService } from './service.ts'

let users: SiteUser[] = []

beforeAll(async () => {
  const pinHash = await hashPin('246810')
  users = [
    { id: 'wang', name: '王建国', roles: ['nightGuard'], pinHash },
    { id: 'li', name: '李强', roles: ['nightGuard'], pinHash },
    { id: 'chen', name: '陈华', roles: ['principal'], pinHash },
  ]
})

function openDesk(path: string, clock = new FakeClock(), seat = 'token') {
  const db = openDatabase(path)
  const journal = new Journal(db, clock)
  const duty = new DutyService({ db, journal, clock, people: peopleOf(users), seatHash: sha256(seat) })
  const kinds = () =>
    journal
      .between(
        [
          'duty.signed-on',
          'duty.signed-off',
          'duty.handed-over',
          'duty.took-over',
          'duty.resumed',
          'duty.shift-lapsed',
          'duty.pin-refused',
          'duty.reader-came',
          'duty.reader-left',
        ],
        0,
        1e15,
      )
      .map(entry => entry.kind)
  return { duty, clock, journal, kinds, [Symbol.dispose]: () => void db.close() }
}

const nothing = (): object => ({})
const as = (userId: string, pin = '246810') => ({ userId, pin, secrecyAccepted: true })

test('a PIN matches its own hash and no other; a damaged hash matches nothing', async () => {
  const hash = await hashPin('135790')
  expect(await pinMatches('135790', hash)).toBe(true)
  expect(await pinMatches('135791', hash)).toBe(false)
  expect(await pinMatches('135790', 'scrypt$x')).toBe(false)
  expect(hash).not.toContain('135790')
})

const beijing = (hour: number, minute: number): number => Date.UTC(2026, 10, 22, hour - 8, minute)

test('shifts turn at six and eighteen, Beijing time', () => {
  expect([beijing(5, 59), beijing(6, 0), beijing(17, 59), beijing(18, 0)].map(shiftKindAt)).toEqual([
    'night',
    'day',
    'day',
    'night',
  ])
})

describe('signing on', () => {
  test('needs the notice of secrecy and the PIN, opens a shift, and survives a restart at the same seat', async () => {
    using folder = dataFolder()
    {
      using desk = openDesk(folder.path)
      expect(await codeOfLater(desk.duty.signOn({ ...as('wang'), secrecyAccepted: false }))).toBe(
        'duty.secrecy-not-accepted',
      )
      expect(await codeOfLater(desk.duty.signOn(as('nobody')))).toBe('duty.unknown-user')
      await desk.duty.signOn(as('wang'))
      expect(desk.duty.report()).toMatchObject({
        session: { person: { name: '王建国' } },
        unmannedSinceMs: null,
      })
    }
    using again = openDesk(folder.path)
    expect(again.duty.session()?.shift?.id).toBe(1)
    using elsewhere = openDesk(folder.path, new FakeClock(), 'another token')
    expect(elsewhere.duty.session()).toBeNull()
    expect(elsewhere.duty.report().unmannedSinceMs).toBeNull()
  })

  test('five wrong PINs lock for a quarter of an hour, also across a restart; the right PIN does not help', async () => {
    using folder = dataFolder()
    const clock = new FakeClock()
    {
      using desk = openDesk(folder.path, clock)
      const codes = []
      for (let attempt = 0; attempt < 6; attempt++)
        codes.push(await codeOfLater(desk.duty.signOn(as('wang', '000000'))))
      expect(codes).toEqual([...Array(4).fill('duty.wrong-pin'), 'duty.locked', 'duty.locked'])
    }
    using desk = openDesk(folder.path, clock)
    expect(await codeOfLater(desk.duty.signOn(as('wang')))).toBe('duty.locked')
    expect(await codeOfLater(desk.duty.signOn(as('li')))).toBe('done')
    await clock.advance(lockMs)
    desk.duty.signOff({ note: '胃痛，已报保安班长', reason: 'ill' })
    expect(await codeOfLater(desk.duty.signOn(as('wang')))).toBe('done')
    expect(desk.kinds().filter(kind => kind === 'duty.pin-refused')).toHaveLength(5)
  })

  test('tries side by side get no more guesses than one after the other', async () => {
    using folder = dataFolder()
    using desk = openDesk(folder.path)
    const codes = await Promise.all(
      Array.from({ length: 12 }, () => codeOfLater(desk.duty.signOn(as('wang', '000000')))),
    )
    expect(codes.filter(code => code === 'duty.wrong-pin')).toHaveLength(4)
  })

  test('nobody takes the watch of a guard who is signed on, but an empty seat can be taken', async () => {
    using folder = dataFolder()
    using desk = openDesk(folder.path)
    await desk.duty.signOn(as('wang'))
    expect(await codeOfLater(desk.duty.signOn(as('li')))).toBe('duty.already-signed-on')
    using elsewhere = openDesk(folder.path, desk.clock, 'another token')
    await elsewhere.duty.signOn(as('li'))
    expect(elsewhere.kinds()).toEqual(['duty.signed-on', 'duty.shift-lapsed', 'duty.signed-on'])
  })
})

test('a handover leaves no moment without a guard and is signed by the one who takes over', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  await desk.duty.signOn(as('wang'))
  expect(await codeOfLater(desk.duty.takeOver('wang', '246810', nothing))).toBe('duty.handover-to-self')
  expect(await codeOfLater(desk.duty.takeOver('chen', '246810', nothing))).toBe('duty.forbidden')
  expect(await codeOfLater(desk.duty.takeOver('li', '999999', nothing))).toBe('duty.wrong-pin')
  expect(desk.duty.session()?.person.id).toBe('wang')
  const session = await desk.duty.takeOver('li', '246810', nothing)
  expect(session).toMatchObject({ person: { id: 'li' }, shift: { id: 2 } })
  expect(desk.kinds().slice(-2)).toEqual(['duty.handed-over', 'duty.took-over'])
})

test('somebody who only reads comes on top; the watch goes on below and returns', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  await desk.duty.signOn(as('wang'))
  await desk.duty.signOn(as('chen'))
  expect(desk.duty.session()).toMatchObject({ person: { id: 'chen' }, shift: null })
  expect(desk.duty.report().unmannedSinceMs).toBeNull()
  desk.duty.signOff({ note: '' })
  expect(desk.duty.session()?.person.id).toBe('wang')
  expect(codeOf(() => desk.duty.signOff({ note: '下班' }))).toBe('duty.sign-off-reason')
  expect(codeOf(() => desk.duty.signOff({ note: '', reason: 'room-closes' }))).toBe('duty.sign-off-reason')
  desk.duty.signOff({ note: '下班', reason: 'room-closes' })
  expect(desk.duty.report()).toEqual({
    session: null,
    unmannedSinceMs: desk.clock.now(),
    isTakeOverOwed: false,
  })
})
