import { afterEach, describe, expect, test } from 'vitest'
import { dayMs, startStorageRoom, type StorageRoom } from '../../../../tests/helpers/storage-room.ts'
import type { StorageWarning } from '../../../shared/domain/storage.ts'
import type { UserActor } from '../../../shared/domain/person.ts'

const representative: UserActor = { kind: 'user', id: 'chen', name: '陈校长', shiftId: null }

let room: StorageRoom
afterEach(() => room[Symbol.asyncDispose]())

describe('the minimum period (A-15.1.4.a, B-4.4.1.d), with no room on the disk', () => {
  test.each([
    ['gate-1', 29, true],
    ['gate-1', 29.99, true],
    ['gate-1', 31, false],
    ['store-1', 31, true],
    ['store-1', 89, true],
    ['store-1', 91, false],
    ['camera-of-long-ago', 89, true],
    ['camera-of-long-ago', 91, false],
  ])('a recording of %s, %d days old, stays: %s', async (cameraId, ageDays, stays) => {
    room = await startStorageRoom({ roomFor: 1 })
    const old = room.plant(cameraId, ageDays)
    const young = [room.plant('gate-1', 1), room.plant('gate-1', 2)]
    await room.look()
    expect(room.has(old)).toBe(stays)
    expect(young.map(row => room.has(row))).toEqual([true, true])
  })

  test('what is past its time stays as long as there is room', async () => {
    room = await startStorageRoom({ roomFor: 2 })
    const old = [room.plant('gate-1', 40), room.plant('gate-1', 41)]
    await room.look()
    expect(old.map(row => room.has(row))).toEqual([true, true])
    room.plant('gate-1', 1)
    await room.look()
    expect(old.map(row => room.has(row))).toEqual([true, false])
  })

  test('a day is one entry with its sums, not one a file', async () => {
    room = await startStorageRoom({ roomFor: 1 })
    for (let file = 0; file < 20; file++) room.plant('gate-1', 31 + file / 100)
    for (let file = 0; file < 3; file++) room.plant('yard-1', 33 + file / 100)
    await room.look()
    await room.look()
    expect(room.entries('recordings.purged')).toEqual([])
    // The next day, without living through its 17 280 looks.
    room.db.prepare('UPDATE recording_purge SET day = day - 1').run()
    await room.look()
    const [entry, ...more] = room.entries('recordings.purged')
    expect(more).toEqual([])
    expect(entry?.body['cameras']).toMatchObject([
      { cameraId: 'gate-1', files: 19, bytes: 19_000 },
      { cameraId: 'yard-1', files: 3, bytes: 3_000 },
    ])
  })
})

describe('a clock that is not to be trusted', () => {
  test('two months ahead after a start: nothing is past its time but what really is', async () => {
    room = await startStorageRoom({ roomFor: 1 })
    const rows = [room.plant('gate-1', 61), room.plant('gate-1', 35)]
    // The station last ran when these were a day old, and 25 days less.
    room.db
      .prepare('INSERT INTO retention_clock (id, at_ms) VALUES (1, ?)')
      .run(room.clock.now() - 60 * dayMs)
    await room.look()
    expect(rows.map(row => room.has(row))).toEqual([true, true])
    expect(room.storage.report().outlook.isClockHeld).toBe(true)
  })

  test('a time server proves it: then it counts', async () => {
    room = await startStorageRoom({ roomFor: 1, isClockProved: () => true })
    const row = room.plant('gate-1', 61)
    room.plant('gate-1', 1)
    room.db
      .prepare('INSERT INTO retention_clock (id, at_ms) VALUES (1, ?)')
      .run(room.clock.now() - 60 * dayMs)
    await room.look()
    expect(room.has(row)).toBe(false)
  })
})

describe('a disk that is too small', () => {
  test('says the day ahead, is a fault when it is there, and never deletes by itself (complaint 13)', async () => {
    room = await startStorageRoom({ roomFor: 60 })
    // Five minutes a day of a minute a file.
    for (let day = 1; day <= 10; day++)
      for (let file = 0; file < 5; file++) room.plant('gate-1', day + file / 1_000)
    await room.look()
    const { outlook } = room.storage.report()
    // A whole day at this rate is 1440 files.
    expect(outlook.bytesPerDay).toBe(1_440_000)
    expect(outlook.level).toBe('short')
    expect(outlook.shortAtMs).toBeCloseTo(room.clock.now() + (10 / 1_440) * dayMs, -3)
    expect(room.entries('storage.short')).toHaveLength(1)
    expect(room.incidents.open()).toMatchObject([{ kind: 'device-fault', placeName: '录像存储空间不足' }])
    for (let file = 0; file < 30; file++) room.plant('gate-1', 0.5 + file / 1_000)
    await room.look()
    expect(room.storage.report().volumes[0]).toMatchObject({ usedBytes: 80_000, capacityBytes: 60_000 })
    expect(room.entries('recordings.purged')).toEqual([])
  })

  test('is said to everybody from two weeks ahead on, with the day, before it is a fault', async () => {
    room = await startStorageRoom({ roomFor: 50 + 10 * 1_440 })
    const told: (StorageWarning | null)[] = []
    room.storage.warned.on(warning => told.push(warning))
    await room.look()
    for (let day = 1; day <= 10; day++)
      for (let file = 0; file < 5; file++) room.plant('gate-1', day + file / 1_000)
    await room.look()
    await room.look()
    expect(told).toEqual([room.storage.warning()])
    expect(told[0]?.level).toBe('soon')
    expect(told[0]?.shortAtMs).toBeCloseTo(room.clock.now() + 10 * dayMs, -3)
    expect(room.incidents.open()).toEqual([])
  })

  test('the disk of the PC is watched like one that the site file names', async () => {
    room = await startStorageRoom({ roomFor: 60, storage: () => [] })
    for (let day = 1; day <= 10; day++)
      for (let file = 0; file < 5; file++) room.plant('gate-1', day + file / 1_000)
    await room.look()
    expect(room.incidents.open()).toMatchObject([{ placeName: '录像存储空间不足' }])
  })

  test('nobody is warned by what the first minutes of a camera would be in a day', async () => {
    room = await startStorageRoom({ roomFor: 100 })
    for (let file = 0; file < 5; file++) room.plant('gate-1', file / 1_000)
    await room.look()
    expect(room.storage.report().outlook.level).toBe('short')
    expect(room.storage.warning()).toBe(null)
    expect(room.incidents.open()).toEqual([])
  })

  test('a decision deletes what was shown: the least important camera first, a key area last', async () => {
    room = await startStorageRoom({ roomFor: 5 })
    const yard = [3, 2].map(days => room.plant('yard-1', days))
    const gate = [3, 2].map(days => room.plant('gate-1', days))
    const store = [3, 2].map(days => room.plant('store-1', days))
    const tonight = room.plant('yard-1', 0.5)
    await room.look()
    const { retention } = room.storage
    const plan = retention.plan(3_000)
    expect(plan.cameras).toMatchObject([
      { cameraId: 'yard-1', bytes: 2_000, keptDaysAfter: 2, promisedDays: 30 },
      { cameraId: 'gate-1', bytes: 1_000, span: { toMs: gate[0]?.lastFrameMs } },
    ])
    expect([...yard, ...gate, ...store].map(row => room.has(row))).not.toContain(false)
    await expect(retention.decide('another', 3_000, '盘满', representative)).rejects.toThrow('plan-changed')
    await retention.decide(plan.id, 3_000, '新硬盘周五到货，教育局已同意', representative)
    expect(yard.map(row => room.has(row))).toEqual([false, false])
    expect(gate.map(row => room.has(row))).toEqual([false, true])
    expect([...store, tonight].map(row => room.has(row))).toEqual([true, true, true])
    expect(room.entries('recordings.storage-decided')).toMatchObject([
      { body: { reason: '新硬盘周五到货，教育局已同意', freedBytes: 3_000 } },
    ])
    expect(room.entries('recordings.dropped').map(({ subject }) => subject)).toEqual(['yard-1', 'gate-1'])
    // What is gone before its time is seen: state of the camera, cause of the gap, and the fault.
    const kept = room.storage.report().cameras.find(({ cameraId }) => cameraId === 'yard-1')
    expect(kept?.state).toBe('short')
    expect(room.segments.outages('yard-1', { fromMs: 0, toMs: room.clock.now() })).toMatchObject([
      { cause: 'disk' },
    ])
  })

  test('no decision while there is room', async () => {
    room = await startStorageRoom()
    room.plant('gate-1', 0.5, { bytes: 1 })
    await room.look()
    const plan = room.storage.retention.plan(1_000)
    await expect(room.storage.retention.decide(plan.id, 1_000, '想删', representative)).rejects.toThrow(
      'storage-not-short',
    )
  })
})

describe('evidence (complaint 14)', () => {
  const locked = (fromDays: number, toDays: number) => ({
    headline: '11·02 围墙翻越',
    reason: '派出所立案',
    cameraIds: ['gate-1'],
    span: { fromMs: room.clock.now() - fromDays * dayMs, toMs: room.clock.now() - toDays * dayMs },
    untilMs: null,
  })

  test('survives age and decisions until it is released', async () => {
    room = await startStorageRoom({ roomFor: 1 })
    const rows = [50, 40, 31].map(days => room.plant('gate-1', days))
    const { lock, cameras } = room.storage.evidence.lock(locked(41, 39), representative)
    expect(cameras).toMatchObject([{ cameraId: 'gate-1', lockedMs: 60_000 }])
    expect(cameras[0]?.missing).toHaveLength(2)
    await room.look()
    expect(rows.map(row => room.has(row))).toEqual([false, true, false])
    expect(room.storage.retention.plan(5_000).cameras).toEqual([])
    room.storage.evidence.release(lock.id, '案件已结', representative)
    room.plant('gate-1', 1)
    await room.look()
    expect(rows.map(row => room.has(row))).toEqual([false, false, false])
    expect(room.entries('recordings.locked')).toHaveLength(1)
    expect(room.entries('recordings.lock-released')).toMatchObject([{ body: { reason: '案件已结' } }])
  })

  test('runs out on its day; can be extended, not shortened', async () => {
    room = await startStorageRoom({ roomFor: 1 })
    const untilMs = room.clock.now() + dayMs
    const { evidence } = room.storage
    room.plant('gate-1', 40)
    const { lock } = evidence.lock({ ...locked(41, 39), untilMs }, representative)
    const row = { fromMs: lock.span.fromMs + dayMs, toMs: lock.span.fromMs + dayMs + 1 }
    expect(evidence.holder(untilMs - 1)('gate-1', row)).toBe(true)
    expect(evidence.holder(untilMs + 1)('gate-1', row)).toBe(false)
    expect(evidence.holder(untilMs - 1)('yard-1', row)).toBe(false)
    expect(() => evidence.extend(lock.id, untilMs - 1, '早些', representative)).toThrow('span-invalid')
    evidence.extend(lock.id, null, '继续侦查', representative)
    expect(evidence.holder(untilMs + 400 * dayMs)('gate-1', row)).toBe(true)
    expect(() => evidence.extend(lock.id, untilMs, '改短', representative)).toThrow('span-invalid')
  })

  test('an incident that was found true locks its cameras, two minutes before to five after; once', async () => {
    room = await startStorageRoom()
    const { incidents, clock, storage } = room
    const raised = incidents.occur({
      kind: 'perimeter',
      place: { key: 'p', name: '北墙 3 段', panelId: null, zoneId: null, cameraIds: ['gate-1', 'yard-1'] },
      actor: { kind: 'station' },
      code: '',
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
    const steps = [
      { type: 'locate' },
      { type: 'dispatch', who: '李' },
      { type: 'arrive' },
      { type: 'verify', verdict: 'true', note: '有人翻墙' },
    ] as const
    for (const step of steps) {
      incidents.act(raised.id, step, representative)
      storage.evidence.followIncidents(incidents.open())
    }
    storage.evidence.followIncidents(incidents.open())
    const atMs = clock.now()
    expect(storage.evidence.list()).toMatchObject([
      {
        headline: '北墙 3 段',
        reason: '有人翻墙',
        cameraIds: ['gate-1', 'yard-1'],
        span: { fromMs: atMs - 120_000, toMs: atMs + 300_000 },
        by: { id: 'chen' },
        incidentId: raised.id,
      },
    ])
    expect(room.entries('recordings.locked')).toHaveLength(1)
  })
})
