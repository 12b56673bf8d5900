import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { groupKeyOf } from '../../shared/domain/incident-group.ts'
import { isUnacknowledged, rings, type IncidentKind } from '../../shared/domain/incident.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { AlarmResponse } from '../../shared/site/response.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { IncidentCare } from './care.ts'
import { confirmGroup } from './group.ts'
import { IncidentService } from './service.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const li: UserActor = { kind: 'user', id: 'li', name: '李强', shiftId: 1 }

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  return {
    incidents,
    clock,
    care: new IncidentCare({ incidents, clock, limits: () => AlarmResponse.parse({}) }),
    entries: (kind: string) => journal.between([kind], 0, 1e15),
    alarm: (zoneId: string, kind: IncidentKind = 'intrusion', panelId = 'panel') =>
      incidents.occur({
        kind,
        place: { key: `zone:${zoneId}`, name: zoneId, panelId, zoneId, cameraIds: [] },
        actor: station,
        code: 'BA',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      }),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

const key = (incident: Parameters<typeof groupKeyOf>[0]) => groupKeyOf(incident) ?? ''

test('one press locates each of the group with an entry of its own, and closes none', () => {
  using room = openRoom()
  const group = Array.from({ length: 30 }, (_, index) => room.alarm(`zone-${index}`))
  const other = room.alarm('elsewhere', 'intrusion', 'other-panel')
  const press = { key: key(group[0]!), ids: [...group, other].map(({ id }) => id) }
  expect(confirmGroup(room.incidents, press, wang)).toBe(30)
  const located = room.entries('incident.located')
  expect(located.map(({ subject }) => subject)).toEqual(group.map(({ id }) => `incident:${id}`))
  expect(located[0]).toMatchObject({ actor: wang, body: { together: 30 } })
  expect(room.incidents.open()).toHaveLength(31)
  expect(room.incidents.open().filter(isUnacknowledged)).toMatchObject([{ id: other.id }])
  // A second press has nothing to say.
  expect(confirmGroup(room.incidents, press, wang)).toBe(0)
  expect(room.entries('incident.located')).toHaveLength(30)
})

test('never with it: panic and fire, what came in after the paint, what changed its kind, what another has in hand', () => {
  using room = openRoom()
  const seen = ['a', 'b', 'c', 'd'].map(zone => room.alarm(zone))
  const [quiet, turned, taken] = seen
  const panic = room.alarm('button', 'panic')
  const fire = room.alarm('smoke', 'fire')
  // The press is under way: meanwhile one becomes a panic, somebody opens another, and one more comes in.
  room.alarm('b', 'panic')
  room.incidents.act(taken!.id, { type: 'take', takeOver: false }, li)
  const late = room.alarm('late')
  const ids = [...seen, panic, fire].map(({ id }) => id)
  expect(confirmGroup(room.incidents, { key: key(quiet!), ids }, wang)).toBe(2)
  const ringing = room.incidents.open().filter(isUnacknowledged)
  expect(ringing.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(
    [turned!, taken!, panic, fire, late].map(({ id }) => id),
  )
  expect(groupKeyOf(panic)).toBeNull()
  expect(groupKeyOf(fire)).toBeNull()
  expect(confirmGroup(room.incidents, { key: 'null', ids }, wang)).toBe(0)
})

test('what was put back because nobody went on with it is taken up again by the same press', async () => {
  using room = openRoom()
  const group = [room.alarm('a'), room.alarm('b')]
  const press = { key: key(group[0]!), ids: group.map(({ id }) => id) }
  confirmGroup(room.incidents, press, wang)
  await room.clock.advance(600_000)
  room.care.checkDue()
  await room.clock.advance(600_000)
  room.care.checkDue()
  expect(room.incidents.open().filter(rings)).toHaveLength(2)
  expect(confirmGroup(room.incidents, press, wang)).toBe(2)
  expect(room.incidents.open().filter(rings)).toEqual([])
  expect(room.entries('incident.taken')).toHaveLength(2)
})
