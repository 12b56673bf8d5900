import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { defaultPresenceRules, isAsked, passTime, type Presence } from '../../shared/domain/presence.ts'
import type { SiteUser } from '../../shared/site.ts'
import { AlarmResponse } from '../../shared/site/response.ts'
import { IncidentCare } from '../incidents/care.ts'
import { IncidentService } from '../incidents/service.ts'
import { PresenceWatch } from './presence.ts'
import { deskPeople, openDuty, openGround } from './test-room.ts'

const minuteMs = 60_000
const night = Date.parse('2026-11-22T23:00:00+08:00')
let users: SiteUser[] = []

beforeAll(async () => {
  users = await deskPeople()
})

async function openDesk(path: string, atMs = night) {
  const ground = openGround(path, users, new FakeClock(atMs))
  const { db, journal, clock } = ground
  const desk = openDuty(ground)
  const { duty } = desk
  const incidents = new IncidentService({ db, journal, clock })
  const presence = new PresenceWatch({ duty, incidents, journal, clock, rules: () => defaultPresenceRules })
  duty.changed.on(() => presence.followSession())
  const signOn = () => desk.signOn('wang')
  await signOn()
  const wait = async (minutes: number) => {
    await clock.advance(minutes * minuteMs)
    presence.check()
    duty.readers.check()
  }
  const read = () => desk.signOn('chen')
  return {
    clock,
    duty,
    incidents,
    journal,
    presence,
    signOn,
    read,
    wait,
    [Symbol.dispose]: () => void db.close(),
  }
}

test('a guard who does nothing for an hour of the night is asked; his answer is written down', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  await desk.wait(59)
  expect(desk.presence.question()).toBe(null)
  await desk.wait(1)
  expect(desk.presence.question()).not.toBe(null)
  await desk.wait(4)
  desk.presence.seen(true)
  expect(desk.presence.question()).toBe(null)
  const [answer] = desk.journal.between(['duty.presence-answered'], 0, 4e12)
  expect(answer).toMatchObject({ actor: { id: 'wang' }, body: { afterMs: 4 * minuteMs } })
  expect(desk.duty.session()?.person.id).toBe('wang')
})

test('whoever uses the console is never asked', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  for (let round = 0; round < 8; round++) {
    await desk.wait(50)
    desk.presence.seen(false)
    expect(desk.presence.question()).toBe(null)
  }
})

test('nobody answers: the desk locks, an incident rings; signing on again takes the shift up, the incident stays', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  const shift = desk.duty.session()?.shift?.id
  await desk.wait(60)
  await desk.wait(5)
  expect(desk.duty.session()).toBe(null)
  expect(desk.incidents.open()).toMatchObject([{ kind: 'unattended', signalState: 'active' }])
  expect(desk.journal.between(['duty.presence-missed', 'duty.desk-locked'], 0, 4e12)).toHaveLength(2)
  // An empty desk is not asked again.
  await desk.wait(600)
  expect(desk.incidents.open()).toMatchObject([{ signalCount: 1 }])
  await desk.signOn()
  expect(desk.duty.session()?.shift?.id).toBe(shift)
  expect(desk.incidents.open()).toMatchObject([{ kind: 'unattended', signalState: 'restored' }])
  expect(desk.presence.question()).toBe(null)
})

test('while somebody reads on top, the guard is asked all the same; the hand of the reader does not answer for him', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  await desk.read()
  for (let round = 0; round < 6; round++) {
    await desk.wait(10)
    desk.duty.readers.seen()
    desk.presence.seen(false)
  }
  expect(desk.presence.question()).not.toBe(null)
  desk.presence.seen(false)
  expect(desk.presence.question()).not.toBe(null)
  desk.presence.seen(true)
  expect(desk.presence.question()).toBe(null)
  expect(desk.journal.between(['duty.presence-answered'], 0, 4e12)).toMatchObject([{ actor: { id: 'chen' } }])
})

test('a reader who walked away is signed off, and nobody answers for the guard: the desk locks in his name', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  await desk.read()
  await desk.wait(14)
  desk.duty.readers.seen()
  await desk.wait(14)
  expect(desk.duty.session()?.person.id).toBe('chen')
  await desk.wait(1)
  expect(desk.duty.session()?.person.id).toBe('wang')
  expect(desk.journal.between(['duty.reader-left'], 0, 4e12)).toMatchObject([
    { actor: { id: 'chen' }, body: { idleMinutes: 15 } },
  ])
  await desk.wait(31)
  expect(desk.presence.question()).not.toBe(null)
  await desk.read()
  await desk.wait(5)
  expect(desk.duty.session()).toBe(null)
  expect(desk.journal.between(['duty.presence-missed', 'duty.desk-locked'], 0, 4e12)).toMatchObject([
    { subject: 'wang' },
    { actor: { id: 'wang' } },
  ])
})

test('nobody signs on at the locked desk: the incident is escalated', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  const limits = AlarmResponse.parse({})
  const care = new IncidentCare({ incidents: desk.incidents, clock: desk.clock, limits: () => limits })
  await desk.wait(60)
  await desk.wait(5)
  expect(desk.duty.session()).toBe(null)
  care.checkDue()
  expect(desk.incidents.open()).toMatchObject([{ care: { escalatedAtMs: null } }])
  await desk.clock.advance(limits.escalateAfterSeconds[2] * 1_000)
  care.checkDue()
  expect(desk.incidents.open()).toMatchObject([{ care: { escalatedAtMs: desk.clock.now() } }])
})

test('by day nobody is asked', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path, Date.parse('2026-11-22T09:00:00+08:00'))
  await desk.wait(300)
  expect(desk.presence.question()).toBe(null)
})

test('hours over midnight and within a day', () => {
  const at = (hour: number) => Date.parse(`2026-11-22T${String(hour).padStart(2, '0')}:30:00+08:00`)
  const hours = (fromHour: number, toHour: number) =>
    Array.from({ length: 24 }, (_, hour) => hour).filter(hour =>
      isAsked({ ...defaultPresenceRules, fromHour, toHour }, at(hour)),
    )
  expect(hours(22, 6)).toEqual([0, 1, 2, 3, 4, 5, 22, 23])
  expect(hours(1, 4)).toEqual([1, 2, 3])
})

test('in any course of time nothing is missed that was not asked, nor asked that was just seen', () => {
  const steps = fc.array(fc.integer({ min: -30, max: 90 }), { maxLength: 60 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 1440 }), (minutes, start) => {
      let nowMs = night + start * minuteMs
      let presence: Presence = { kind: 'watching', seenAtMs: nowMs }
      for (const step of minutes) {
        nowMs += step * minuteMs
        const next = passTime(presence, defaultPresenceRules, nowMs)
        if (next.kind === 'missed') expect(presence.kind).not.toBe('watching')
        if (next.kind === 'asked' && presence.kind === 'watching') {
          expect(nowMs - presence.seenAtMs).toBeGreaterThanOrEqual(
            defaultPresenceRules.everyMinutes * minuteMs,
          )
          expect(isAsked(defaultPresenceRules, nowMs)).toBe(true)
        }
        presence = next
      }
    }),
  )
})
