import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { panelSite, zoneOf } from '../../../../tests/helpers/panel-site.ts'
import type { Signal, ZoneState } from '../../../shared/domain/intrusion.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { IncidentService } from '../../incidents/service.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { IntrusionService } from '../service.ts'
import { PanelWorkService } from '../work/service.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const site = panelSite('isapi', [zoneOf(1, 'intrusion'), zoneOf(2, 'panic')])

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const work = new PanelWorkService({ site: () => site, db, journal, clock })
  const isOnDesk = (zoneId: string) =>
    incidents.open().some(incident => incident.zoneId === zoneId && incident.signalState === 'active')
  const intrusion = new IntrusionService({
    site,
    camerasOf: () => [],
    db,
    journal,
    clock,
    incidents,
    work,
    isOnDesk,
  })
  onTestFinished(() => {
    db.close()
    folder[Symbol.dispose]()
  })
  const read = (...states: ZoneState[]) =>
    intrusion.status('panel', {
      partitions: [],
      zones: states.map((state, index) => ({ number: index + 1, state })),
    })
  intrusion.line('panel', 'online', 'status read', 'both')
  read('normal', 'normal')
  return {
    clock,
    work,
    intrusion,
    read,
    /** Seconds pass, each with its look. */
    async pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        await clock.advance(1_000)
        intrusion.checkHealth()
      }
    },
    signal: (zoneNumber: number, edge: Signal['edge'] = 'active') =>
      intrusion.signal({
        panelId: 'panel',
        kind: zoneNumber === 1 ? 'alarm.intrusion' : 'alarm.panic',
        edge,
        zoneNumber,
        partitionNumber: null,
        userNumber: null,
        code: 'io',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
        raw: '',
      }),
    open: () =>
      incidents.open().map(({ zoneId, kind, signalState }) => [zoneId, kind, signalState].join(' ')),
    found: () => journal.between(['intrusion.found'], 0, 1e15).length,
  }
}
let room: ReturnType<typeof openRoom>
beforeEach(() => {
  room = openRoom()
})

test('a known zone that is read out in alarm and never signalled rings after ten seconds, once', async () => {
  room.read('normal', 'alarm')
  await room.pass(9)
  expect(room.open()).toEqual([])
  await room.pass(1)
  room.read('normal', 'alarm')
  await room.pass(30)
  expect([room.open(), room.found()]).toEqual([['z2 panic active'], 1])
})

test('one that is over before the ten seconds is told all the same, and that it is over', async () => {
  room.read('normal', 'alarm')
  await room.pass(3)
  room.read('normal', 'normal')
  await room.pass(10)
  expect(room.open()).toEqual(['z2 panic restored'])
})

test('a signal before or after the reading is the alarm; what the panel remembers of it after its end is none', async () => {
  room.read('alarm', 'normal')
  await room.pass(5)
  await room.signal(1)
  await room.signal(2)
  room.read('alarm', 'alarm')
  await room.signal(1, 'restored')
  await room.signal(2, 'restored')
  for (let count = 0; count < 5; count++) {
    room.read('alarm', 'alarm')
    await room.pass(20)
  }
  expect([room.open(), room.found()]).toEqual([['z2 panic restored', 'z1 intrusion restored'], 0])
  // Cleared, and then another one that nobody signals.
  await room.pass(100)
  room.read('normal', 'normal')
  await room.pass(100)
  room.read('normal', 'normal')
  room.read('alarm', 'normal')
  await room.pass(10)
  expect(room.found()).toBe(1)
})

test('what a walk test set off and nothing ended rings when the test is over; its echo in the panel does not', async () => {
  const start = () =>
    room.work.startTest({ panelId: 'panel', partitionId: null, reason: '步测', minutes: 10 }, wang)
  const first = start()
  await room.signal(1)
  await room.signal(1, 'restored')
  room.read('alarm', 'normal')
  await room.pass(20)
  room.work.endTest(first, wang)
  expect(room.open()).toEqual([])
  room.read('normal', 'normal')
  start()
  room.read('alarm', 'normal')
  await room.pass(60)
  await room.signal(1)
  expect(room.open()).toEqual([])
  await room.clock.advance(600_000)
  room.work.checkDue()
  expect(room.open()).toEqual(['z1 intrusion active'])
})
