import { expect, onTestFinished, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { panelSite, zoneOf } from '../../../tests/helpers/panel-site.ts'
import type { Signal } from '../../shared/domain/intrusion.ts'
import { IncidentService } from '../incidents/service.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { IntrusionService } from './service.ts'

const site = panelSite('dc09', [zoneOf(1, 'perimeter'), zoneOf(2, 'intrusion')])

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const intrusion = new IntrusionService({ site, camerasOf: () => [], db, journal, clock, incidents })
  onTestFinished(() => {
    db.close()
    folder[Symbol.dispose]()
  })
  return {
    intrusion,
    tell: (part: Pick<Signal, 'kind' | 'code' | 'zoneNumber'> & Partial<Signal>) =>
      intrusion.signal({
        panelId: 'panel',
        edge: 'active',
        partitionNumber: null,
        userNumber: null,
        deviceAtMs: null,
        receivedAtMs: clock.now(),
        raw: '',
        ...part,
      }),
    open: () => incidents.open().map(({ kind, zoneId, signalState }) => [kind, zoneId, signalState]),
  }
}

test('a fire and a burglar that a panel tells without a zone join no lost line of it, and end by themselves', async () => {
  const room = openRoom()
  room.intrusion.line('panel', 'lost', 'silence', 'report')
  await room.tell({ kind: 'alarm.fire', code: '1110', zoneNumber: null })
  await room.tell({ kind: 'alarm.intrusion', code: '1130', zoneNumber: null })
  await room.tell({ kind: 'alarm.panic', code: '1120', zoneNumber: null })
  await room.tell({ kind: 'alarm.fire', code: '3110', zoneNumber: null, edge: 'restored' })
  expect(room.open()).toEqual([
    ['fire', null, 'restored'],
    ['panic', null, 'active'],
    ['intrusion', null, 'active'],
    ['device-fault', null, 'active'],
  ])
})

test('a fence whose loop is open or shorted was cut, and is not cut any more when the panel says so', async () => {
  const room = openRoom()
  await room.tell({ kind: 'fault.zone', code: '1371', zoneNumber: 1 })
  expect(room.intrusion.picture.zoneReport('z1')?.state).toBe('alarm')
  await room.tell({ kind: 'fault.zone', code: '1372', zoneNumber: 2 })
  await room.tell({ kind: 'fault.zone', code: '3371', zoneNumber: 1, edge: 'restored' })
  expect(room.open()).toEqual([
    ['perimeter-cut', 'z1', 'restored'],
    ['device-fault', 'z2', 'active'],
  ])
})
