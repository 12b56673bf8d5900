import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { classOfKind } from '../../shared/domain/record-class.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { IndexKeeper } from '../search/index-keeper.ts'
import { Retention } from './retention.ts'

const dayMs = 86_400_000
const leader = { kind: 'user', id: 'rep', name: '赵敏', shiftId: null } as const
const kinds = ['incident.raised', 'incident.closed', 'camera.lost', 'duty.noted', 'journal.noted'] as const

function openRetention(path: string, isWhole = true, isClockProved = true) {
  const db = openDatabase(path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const groupedKinds = new Set(['incident.raised', 'incident.closed'])
  const keeper = new IndexKeeper({ db, ledgersOf: () => [], groupedKinds })
  const retention = new Retention({
    db,
    journal,
    clock,
    keeper,
    groupedKinds: () => groupedKinds,
    openSubjects: () => ['incident:99'],
    isWhole: () => isWhole,
    isClockProved: () => isClockProved,
  })
  const append = (kind: string, subject = 'x') =>
    journal.append({ actor: station, kind, subject, body: { text: `${kind} ${subject}` } })
  const bodies = () =>
    db
      .prepare<[], string>('SELECT body FROM journal ORDER BY seq')
      .pluck()
      .all()
      .map(body => body !== '')
  const purge = (id: Parameters<Retention['plan']>[0], beforeMs: number) =>
    retention.purge({ ...retention.plan(id, beforeMs), reason: '到期' }, leader)
  return { db, clock, journal, retention, append, bodies, purge, [Symbol.dispose]: () => void db.close() }
}

test('a purge earlier than the class allows, or of what is kept for ever, is refused', async () => {
  using folder = dataFolder()
  using room = openRetention(folder.path)
  room.append('incident.raised', 'incident:1')
  await room.clock.advance(29 * dayMs)
  expect(codeOf(() => room.retention.plan('alarms', room.clock.now()))).toBe('records.too-early')
  expect(codeOf(() => room.retention.plan('proof', 0))).toBe('records.never')
  expect(room.retention.plan('alarms', room.clock.now() - 30 * dayMs)).toMatchObject({ entries: 0 })
})

test('nothing is purged by a clock that nobody vouches for, nor while the newest entry lies in the future', async () => {
  using folder = dataFolder()
  using unproved = openRetention(folder.path, true, false)
  unproved.append('camera.lost')
  await unproved.clock.advance(100 * dayMs)
  const asked = unproved.purge('technical', unproved.clock.now() - 90 * dayMs)
  await expect(asked).rejects.toThrow('records.clock-unproved')
  using other = dataFolder()
  using room = openRetention(other.path)
  room.append('camera.lost')
  await room.clock.advance(300 * dayMs)
  room.append('camera.lost')
  await room.clock.advance(-200 * dayMs)
  const late = room.purge('technical', room.clock.now() - 90 * dayMs)
  await expect(late).rejects.toThrow('records.clock-unproved')
  room.append('camera.lost')
  expect(await room.purge('technical', room.clock.now() - 90 * dayMs)).toMatchObject({ entries: 1 })
})

test.each([
  ['alarms', 'incident.raised', 30],
  ['technical', 'camera.lost', 90],
  ['pictures', 'camera.snapshot', 180],
  ['duty', 'duty.noted', 360],
  ['access', 'video.viewed', 360],
] as const)('%s: not a day earlier than the class says, on the day and after it', async (id, kind, days) => {
  using folder = dataFolder()
  using room = openRetention(folder.path)
  room.append(kind)
  // Beijing midnight after the entry: what a purge takes is older than that.
  const writtenMs = room.clock.now()
  const plan = () => room.retention.plan(id, writtenMs + dayMs)
  await room.clock.advance(days * dayMs)
  expect(codeOf(plan)).toBe('records.too-early')
  await room.clock.advance(dayMs)
  expect(plan()).toMatchObject({ entries: 1 })
  await room.clock.advance(dayMs)
  expect(plan()).toMatchObject({ entries: 1 })
})

test('bodies of one class go, the chain still verifies, and what goes on or is open stays', async () => {
  using folder = dataFolder()
  using room = openRetention(folder.path)
  room.append('incident.raised', 'incident:1')
  room.append('incident.closed', 'incident:1')
  room.append('incident.raised', 'incident:2')
  room.append('incident.raised', 'incident:99')
  room.append('duty.noted')
  await room.clock.advance(40 * dayMs)
  room.append('incident.closed', 'incident:2')
  const cutMs = room.clock.now() - 30 * dayMs
  const outcome = await room.purge('alarms', cutMs)
  expect(outcome.entries).toBe(2)
  expect(room.bodies()).toEqual([false, false, true, true, true, true, true])
  expect(room.journal.verify()).toMatchObject({ entries: 7, bad: null })
  expect(await room.journal.verifyByAndBy()).toMatchObject({ bad: null })
  expect(room.journal.between(['incident.raised'], 0, cutMs).map(entry => entry.seq)).toEqual([3, 4])
  const alarms = room.retention.report().find(({ id }) => id === 'alarms')
  expect(alarms).toMatchObject({ entries: 3, days: 30 })
})

test('no body can be removed but by a purge, and no purge can change anything else', async () => {
  using folder = dataFolder()
  using room = openRetention(folder.path)
  room.append('incident.raised', 'incident:1')
  await room.clock.advance(40 * dayMs)
  expect(() => room.db.exec(`UPDATE journal SET body = ''`)).toThrow('append-only')
  room.db.exec(`INSERT INTO journal_purge VALUES (1, '["incident.raised"]', 9000000000000, 1)`)
  expect(() => room.db.exec(`UPDATE journal SET body = '{}'`)).toThrow('append-only')
  expect(() => room.db.exec(`UPDATE journal SET body = '', subject = 'y'`)).toThrow('append-only')
  // Somebody who writes to the file all the same is found out: no entry says that it was purged.
  room.db.exec(`UPDATE journal SET body = ''`)
  expect(room.journal.verify().bad).toEqual({ seq: 1, why: 'purged' })
})

test('a purge earlier than the class of what it took allows is no purge, whatever its entry says', async () => {
  using folder = dataFolder()
  using room = openRetention(folder.path)
  room.append('duty.noted')
  const beforeMs = room.clock.now() + dayMs
  await room.clock.advance(359 * dayMs)
  room.db.exec(`INSERT INTO journal_purge VALUES (1, '["duty.noted"]', 9000000000000, 1)`)
  room.db.exec(`UPDATE journal SET body = '' WHERE seq = 1`)
  const say = () =>
    room.journal.append({
      actor: leader,
      kind: 'journal.purged',
      subject: 'class:alarms',
      body: { kinds: ['duty.noted'], beforeMs, fromSeq: 1, throughSeq: 1, kept: [] },
    })
  say()
  expect(room.journal.verify().bad).toEqual({ seq: 1, why: 'purged' })
  await room.clock.advance(2 * dayMs)
  say()
  expect(room.journal.verify().bad).toBeNull()
})

test('nothing is purged from a journal that does not verify, nor what the preview did not say', async () => {
  using folder = dataFolder()
  using room = openRetention(folder.path, false)
  room.append('camera.lost')
  await room.clock.advance(100 * dayMs)
  const beforeMs = room.clock.now() - 90 * dayMs
  await expect(room.purge('technical', beforeMs)).rejects.toThrow('records.journal-broken')
  using other = dataFolder()
  using whole = openRetention(other.path)
  whole.append('camera.lost')
  await whole.clock.advance(100 * dayMs)
  const plan = whole.retention.plan('technical', beforeMs)
  const asked = whole.retention.purge({ ...plan, entries: plan.entries + 1, reason: 'x' }, leader)
  await expect(asked).rejects.toThrow('records.plan-changed')
})

test('whatever was written and whatever is purged, the chain verifies and a change is still found', async () => {
  const entry = fc.record({
    kind: fc.constantFrom(...kinds),
    subject: fc.constantFrom('a', 'b'),
    days: fc.nat(40),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 3, maxLength: 12 }), fc.nat(), async (entries, pick) => {
      using folder = dataFolder()
      using room = openRetention(folder.path)
      for (const { kind, subject, days } of entries) {
        room.append(kind, subject)
        await room.clock.advance(days * dayMs)
      }
      await room.clock.advance(20 * dayMs)
      const plan = room.retention.plan('alarms', room.clock.now() - 30 * dayMs)
      if (plan.entries > 0) await room.retention.purge({ ...plan, reason: '到期' }, leader)
      expect(room.journal.verify().bad).toBeNull()
      expect(
        entries.every(({ kind }, at) => room.bodies()[at] === true || classOfKind(kind) === 'alarms'),
      ).toBe(true)
      const seq = (pick % entries.length) + 1
      room.db.exec('DROP TRIGGER journal_no_update')
      room.db.exec(`UPDATE journal SET subject = subject || '!' WHERE seq = ${seq}`)
      expect(room.journal.verify().bad).toEqual({ seq, why: 'changed' })
    }),
    { numRuns: 25 },
  )
})

test('however often entries are written and purged by turns, the chain verifies after every step', async () => {
  const entry = fc.record({ kind: fc.constantFrom(...kinds), days: fc.nat(60) })
  const turn = fc.record({
    entries: fc.array(entry, { minLength: 1, maxLength: 5 }),
    purged: fc.constantFrom('alarms', 'technical', 'duty'),
    olderThanDays: fc.constantFrom(0, 10, 100),
  })
  const leastDays = { alarms: 30, technical: 90, duty: 360 }
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 2, maxLength: 5 }), async turns => {
      using folder = dataFolder()
      using room = openRetention(folder.path)
      let matters = 0
      for (const { entries, purged, olderThanDays } of turns) {
        for (const { kind, days } of entries) {
          // A matter of its own each: what goes on is held back, and the preview is then only the most.
          room.append(kind, `x${matters++}`)
          await room.clock.advance(days * dayMs)
        }
        const beforeMs = room.clock.now() - (leastDays[purged] + olderThanDays) * dayMs
        const plan = room.retention.plan(purged, beforeMs)
        const had = room.bodies().filter(Boolean).length
        if (plan.entries > 0) await room.retention.purge({ ...plan, reason: '到期' }, leader)
        // Only what the preview said is gone; one entry tells of it.
        const has = room.bodies().filter(Boolean).length
        expect(has).toBe(plan.entries > 0 ? had - plan.entries + 1 : had)
        expect(room.journal.verify().bad).toBeNull()
        expect((await room.journal.verifyByAndBy())?.bad).toBeNull()
      }
    }),
    { numRuns: 25 },
  )
})
