import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { rings, type IncidentAction, type IncidentKind } from '../../shared/domain/incident.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { LinkageRule } from '../../shared/site/response.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { Linkage } from './linkage/service.ts'
import { IncidentService } from './service.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const upToVerdict: readonly IncidentAction[] = [
  { type: 'locate' },
  { type: 'dispatch', who: '李强' },
  { type: 'arrive' },
  { type: 'verify', verdict: 'false', note: '' },
]

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  return {
    clock,
    journal,
    incidents,
    log: openLog(folder.path, 'silent'),
    alarm: (kind: IncidentKind = 'panic') =>
      incidents.occur({
        kind,
        place: { key: 'zone:gate', name: '校门', panelId: 'panel', zoneId: 'gate', cameraIds: [] },
        actor: station,
        code: '1120',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      }),
    kinds: () => journal.between(['incident.joined', 'incident.raised'], 0, 1e15).map(({ kind }) => kind),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a second press while the first has its verdict and waits for the key is a case of its own and rings', async () => {
  using room = openRoom()
  const first = room.alarm()
  for (const action of upToVerdict) room.incidents.act(first.id, action, wang)
  await room.clock.advance(10_000)
  expect(room.alarm().id).toBe(first.id)
  await room.clock.advance(30_000)
  const second = room.alarm()
  expect([second.id === first.id, rings(second), second.raisedAtMs]).toEqual([false, true, room.clock.now()])
  expect(room.incidents.byId(first.id)).toMatchObject({ progress: { verified: { verdict: 'false' } } })
  expect(room.kinds()).toEqual(['incident.raised', 'incident.joined', 'incident.raised'])
  // What follows belongs to the newer one; the end of the condition is the end for both.
  expect(room.alarm().id).toBe(second.id)
  room.incidents.restored('zone:gate', station, '3120')
  expect(room.incidents.open().map(({ signalState }) => signalState)).toEqual(['restored', 'restored'])
})

test('what rings again calls up its rules again, and says in the record that it rang', async () => {
  using room = openRoom()
  const locked: number[] = []
  await using _linkage = new Linkage({
    incidents: room.incidents,
    rules: () => [LinkageRule.parse({ id: 'gate', name: '校门', when: {}, lock: {}, relays: [relay] })],
    placeOf: () => null,
    means: {
      preset: () => Promise.resolve(),
      lock: () => Promise.resolve(),
      relay: () => {
        locked.push(room.clock.now())
        return Promise.resolve()
      },
    },
    journal: room.journal,
    clock: room.clock,
    log: room.log,
  })
  const { id, raisedAtMs } = room.alarm('intrusion')
  await expect.poll(() => locked).toEqual([raisedAtMs])
  room.incidents.act(id, { type: 'locate' }, wang)
  await room.clock.advance(1_000)
  // No news: nothing is done twice.
  room.alarm('intrusion')
  await room.clock.advance(600_000)
  const again = room.alarm('intrusion')
  expect([again.id, rings(again)]).toEqual([id, true])
  await expect.poll(() => locked).toEqual([raisedAtMs, room.clock.now()])
  expect(
    room.journal.between(['incident.joined'], 0, 1e15).map(({ body }) => body['rangAgain'] ?? false),
  ).toEqual([false, true])
})

const relay = { camera: 'cam-1', output: 'light', seconds: 60 }
