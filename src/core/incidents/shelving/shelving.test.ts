import { expect, test } from 'vitest'
import { rings } from '../../../shared/domain/incident.ts'
import { Shelf } from '../../../shared/domain/shelving.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { hourMs, openShelvingRoom, wang } from './test-room.ts'

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'not refused'
}

test('a shelved zone does not ring: its alarms are counted, written down and told', async () => {
  using room = openShelvingRoom()
  room.shelving.shelve({ zoneId: 'pir', reason: '误报', untilMs: room.clock.now() + hourMs }, wang)
  expect(room.alarm('pir')).toBeNull()
  expect(room.alarm('pir', 'perimeter')).toBeNull()
  expect(room.incidents.open()).toEqual([])
  expect(room.shelving.list()).toMatchObject([
    { zoneId: 'pir', zoneName: '档案室', heldCount: 2, by: { name: '王建国' }, reason: '误报' },
  ])
  expect(room.told.at(-1)).toEqual(room.shelving.list())
  expect(room.kinds()).toEqual(['shelving.shelved', 'shelving.held', 'shelving.held'])
  // Another zone rings as ever, and so does what a shelf never holds back.
  expect(room.alarm('fence')).toMatchObject({ kind: 'intrusion' })
  expect(room.alarm('pir', 'tamper')).toMatchObject({ kind: 'tamper' })
  await room.clock.advance(hourMs)
  room.shelving.checkDue()
  expect(room.shelving.list()).toEqual([])
})

test('what the device still reports when the shelf ends rings then; what it restored does not', async () => {
  using room = openShelvingRoom()
  for (const zoneId of ['pir', 'fence'])
    room.shelving.shelve({ zoneId, reason: '检修', untilMs: room.clock.now() + hourMs }, wang)
  room.alarm('pir')
  room.alarm('fence')
  room.restore('fence')
  room.restart()
  await room.clock.advance(hourMs - 1)
  room.shelving.checkDue()
  expect(room.incidents.open()).toEqual([])
  await room.clock.advance(1)
  room.shelving.checkDue()
  expect(room.incidents.open()).toMatchObject([
    { zoneId: 'pir', placeName: '档案室', kind: 'intrusion', raisedAtMs: room.clock.now() },
  ])
  expect(room.kinds().filter(kind => kind === 'shelving.expired')).toHaveLength(2)
})

test('lifted by hand it ends at once, and an alarm that comes after its time is not held though nobody looked', async () => {
  using room = openShelvingRoom()
  const shelf = room.shelving.shelve({ zoneId: 'pir', reason: 'x', untilMs: room.clock.now() + hourMs }, wang)
  room.shelving.lift(shelf.id, wang)
  expect(refusalOf(() => room.shelving.lift(shelf.id, wang))).toBe('shelving.unknown')
  expect(room.alarm('pir')).not.toBeNull()
  room.shelving.shelve({ zoneId: 'fence', reason: 'x', untilMs: room.clock.now() + hourMs }, wang)
  await room.clock.advance(hourMs)
  expect(room.alarm('fence')).not.toBeNull()
  expect(room.shelving.list()).toEqual([])
})

test('never panic, fire or tamper; never without a reason, without an end, for more than a day, or twice', () => {
  using room = openShelvingRoom()
  const nowMs = room.clock.now()
  const attempt = (zoneId: string, reason: string, lengthMs: number) =>
    refusalOf(() => room.shelving.shelve({ zoneId, reason, untilMs: nowMs + lengthMs }, wang))
  expect(attempt('panic', 'x', hourMs)).toBe('shelving.never')
  expect(attempt('smoke', 'x', hourMs)).toBe('shelving.never')
  expect(attempt('cover', 'x', hourMs)).toBe('shelving.never')
  expect(attempt('nowhere', 'x', hourMs)).toBe('shelving.unknown-zone')
  expect(attempt('pir', '', hourMs)).toBe('shelving.reason-required')
  expect(attempt('pir', 'x', 0)).toBe('shelving.end-invalid')
  expect(attempt('pir', 'x', 24 * hourMs + 1)).toBe('shelving.end-invalid')
  expect(attempt('pir', 'x', 24 * hourMs)).toBe('not refused')
  expect(attempt('pir', 'x', hourMs)).toBe('shelving.already')
  expect(room.kinds()).toEqual(['shelving.shelved'])
})

test('what joins an open incident is not held back: somebody is at it', () => {
  using room = openShelvingRoom()
  const first = room.alarm('pir')
  room.shelving.shelve({ zoneId: 'pir', reason: 'x', untilMs: room.clock.now() + hourMs }, wang)
  expect(room.alarm('pir')).toMatchObject({ id: first?.id, signalCount: 2 })
  expect(room.shelving.list()).toMatchObject([{ heldCount: 0 }])
})

test('a shelved zone stays quiet also where its incident was acknowledged, and is brought back to it', async () => {
  using room = openShelvingRoom()
  const id = room.alarm('pir')?.id ?? 0
  room.incidents.act(id, { type: 'locate' }, wang)
  room.shelving.shelve({ zoneId: 'pir', reason: 'x', untilMs: room.clock.now() + hourMs }, wang)
  await room.clock.advance(hourMs - 1)
  expect(room.alarm('pir')).toBeNull()
  expect(room.incidents.open().filter(rings)).toEqual([])
  await room.clock.advance(1)
  room.shelving.checkDue()
  expect(room.incidents.open().filter(rings)).toMatchObject([{ id, signalCount: 2 }])
})

test('a cut that goes slack as well comes back as a cut, and the end of something else there does not end it', async () => {
  using room = openShelvingRoom()
  room.shelving.shelve({ zoneId: 'fence', reason: 'x', untilMs: room.clock.now() + hourMs }, wang)
  room.alarm('fence', 'perimeter-cut')
  room.alarm('fence', 'device-fault')
  room.alarm('fence', 'device-fault', 'fence:bypass')
  room.restore('fence', 'fence:bypass')
  expect(room.shelving.list()).toMatchObject([{ heldCount: 3, standing: [{ kind: 'perimeter-cut' }] }])
  await room.clock.advance(hourMs)
  room.shelving.checkDue()
  expect(room.incidents.open()).toMatchObject([{ kind: 'perimeter-cut', zoneId: 'fence' }])
})

test('a shelf of an older version, with one alarm or none, is read as it was', () => {
  using room = openShelvingRoom()
  const untilMs = room.clock.now() + hourMs
  const shelf = room.shelving.shelve({ zoneId: 'pir', reason: 'x', untilMs }, wang)
  const alarm = { kind: 'intrusion', code: '1130', deviceAtMs: null, placeKey: 'zone:pir', cameraIds: [] }
  expect(Shelf.parse({ ...shelf, standing: null }).standing).toEqual([])
  expect(Shelf.parse({ ...shelf, standing: alarm }).standing).toEqual([alarm])
})
