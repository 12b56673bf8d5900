import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { Camera } from '../../../shared/site.ts'
import { IncidentService } from '../../incidents/service.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import type { CameraEvent } from './event.ts'
import { CameraEvents } from './service.ts'

const gate = {
  id: 'cam-1',
  name: '大门',
  retentionDays: 30,
  retired: false,
  inputs: [
    { token: 'in-1', name: '传达室按钮', alarm: 'panic', activeWhen: 'true' },
    { token: 'in-2', name: '小门门磁', alarm: 'intrusion', activeWhen: 'false' },
  ],
} as unknown as Camera

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const open = () => new CameraEvents({ cameras: () => [gate], db, journal, incidents, clock })
  const events = open()
  const event = (part: Partial<CameraEvent>): CameraEvent => ({
    cameraId: 'cam-1',
    kind: 'video-loss',
    source: 'VideoSource_1',
    edge: 'active',
    deviceAtMs: null,
    receivedAtMs: clock.now(),
    code: 'VideoSource/SignalLoss',
    raw: '<x/>',
    ...part,
  })
  return {
    clock,
    incidents,
    events,
    reopen: open,
    report: (part: Partial<CameraEvent>, at = events) => at.report(event(part)),
    /** Lets time pass as the station does: a look every second. */
    async pass(ms: number) {
      for (let at = 0; at < ms; at += 1_000) {
        await clock.advance(1_000)
        events.checkDue()
      }
    },
    kinds: () => journal.between(['camera.event', 'camera.events-joined'], 0, 1e15).map(({ kind }) => kind),
    entries: () => journal.between(['camera.event', 'camera.events-joined'], 0, 1e15),
    marks: () => events.marks({ fromMs: clock.now() - 3_600_000, toMs: clock.now() + 1_000 }),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a lost picture is written down once, however often it is repeated, and is an incident until it is back', async () => {
  using room = openRoom()
  for (let repeat = 0; repeat < 50; repeat++) room.report({ endsAfterMs: 5_000 })
  expect(room.entries()).toMatchObject([
    { subject: 'cam-1', body: { event: 'video-loss', edge: 'active', name: '大门', wasFound: false } },
  ])
  expect(room.incidents.open()).toMatchObject([
    { kind: 'video-loss', placeName: '大门', cameraIds: ['cam-1'], signalCount: 1 },
  ])
  // Such a device never tells the end: silence does.
  await room.pass(6_000)
  expect(room.entries().map(({ body }) => body['edge'])).toEqual(['active', 'restored'])
  expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
})

test('a repetition that stops because the device cannot be heard ends nothing', async () => {
  using room = openRoom()
  room.report({ kind: 'tamper', endsAfterMs: 5_000 })
  room.events.lost('cam-1')
  await room.pass(60_000)
  expect(room.incidents.open()).toMatchObject([{ signalState: 'active' }])
  room.events.heard('cam-1')
  await room.pass(4_000)
  expect(room.incidents.open()).toMatchObject([{ signalState: 'active' }])
  await room.pass(2_000)
  expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
})

test('what a device says of itself at the beginning is a state: good news is not written, bad news is an incident', () => {
  using room = openRoom()
  room.report({ edge: 'restored', isState: true })
  room.report({ kind: 'tamper', edge: 'active', isState: true })
  expect(room.entries()).toMatchObject([{ body: { event: 'tamper', wasFound: true } }])
  expect(room.incidents.open()).toMatchObject([{ kind: 'video-tamper', signalState: 'active' }])
  // Found as it was known to be: no news.
  room.report({ kind: 'tamper', edge: 'active', isState: true })
  expect(room.entries()).toHaveLength(1)
  // A new run of the station knows nothing, and an open incident hears that it is over.
  room.report({ kind: 'tamper', edge: 'restored', isState: true }, room.reopen())
  expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
})

test('a button at a camera: its incident says which, and how it is is known only while the camera is heard', () => {
  using room = openRoom()
  const told: string[] = []
  room.events.inputs.changed.on(reports => told.push(reports.map(({ state }) => state).join()))
  expect(room.events.inputs.report()).toEqual([
    { id: 'cam-1/in-1', state: 'unknown' },
    { id: 'cam-1/in-2', state: 'unknown' },
  ])
  room.report({ kind: 'digital-input', source: 'in-1', edge: 'restored', isState: true })
  // Active when false: the door stands open.
  room.report({ kind: 'digital-input', source: 'in-2', edge: 'restored', isState: true })
  room.report({ kind: 'digital-input', source: 'in-1' })
  expect(room.incidents.open()).toMatchObject([
    { kind: 'panic', placeName: '传达室按钮', inputId: 'cam-1/in-1', cameraIds: ['cam-1'] },
    { kind: 'intrusion', inputId: 'cam-1/in-2' },
  ])
  room.events.lost('cam-1')
  expect(told).toEqual(['normal,unknown', 'normal,active', 'active,active', 'unknown,unknown'])
})

test('a contact that chatters for ten minutes leaves a line a minute, and its last state is told', async () => {
  using room = openRoom()
  for (let second = 0; second < 600; second++) {
    room.report({ kind: 'tamper', edge: second % 2 === 0 ? 'active' : 'restored' })
    await room.pass(1_000)
  }
  room.report({ kind: 'tamper', edge: 'active' })
  await room.pass(61_000)
  const entries = room.entries()
  expect(entries.length).toBeLessThan(6 + 12)
  const told = entries.map(({ body }) => Number(body['count'] ?? 1)).reduce((sum, count) => sum + count, 0)
  expect(told).toBe(601)
  expect(entries.at(-1)?.body).toMatchObject({ edge: 'active' })
  expect(room.incidents.open()).toMatchObject([{ kind: 'video-tamper', signalState: 'active' }])
})

test('motion becomes runs on the timeline and nothing in the journal', async () => {
  using room = openRoom()
  const begun: string[] = []
  room.events.happened.on(({ source }) => void begun.push(source))
  const startMs = room.clock.now()
  for (let minute = 0; minute < 3; minute++) {
    room.report({ kind: 'motion', source: 'a' })
    await room.pass(5_000)
    room.report({ kind: 'intrusion', source: 'b' })
    await room.pass(5_000)
    room.report({ kind: 'motion', source: 'a', edge: 'restored' })
    room.report({ kind: 'intrusion', source: 'b', edge: 'restored' })
    await room.pass(50_000)
  }
  expect(room.marks().map(({ fromMs, toMs }) => [fromMs - startMs, toMs - startMs])).toEqual([
    [0, 10_000],
    [60_000, 70_000],
    [120_000, 130_000],
  ])
  expect(begun).toEqual(['a', 'a', 'a'])
  expect(room.kinds()).toEqual([])
  expect(room.incidents.open()).toEqual([])
})

test('an event of a camera that the site does not know is ignored', () => {
  using room = openRoom()
  room.report({ cameraId: 'nobody' })
  expect(room.kinds()).toEqual([])
})

test('contacts wired to a camera are zones of the alarm: by their names, and either way round', () => {
  using room = openRoom()
  const input = (source: string, edge: 'active' | 'restored', isState = false) =>
    room.report({ kind: 'digital-input', source, edge, isState })
  // Found as they should be: a button that is open, a door whose loop is closed.
  input('in-1', 'restored', true)
  input('in-2', 'active', true)
  input('in-3', 'active')
  expect(room.incidents.open()).toEqual([])
  input('in-1', 'active')
  input('in-2', 'restored')
  input('in-2', 'active')
  expect(
    room.incidents.open().map(({ kind, placeName, signalState }) => [kind, placeName, signalState]),
  ).toEqual([
    ['panic', '传达室按钮', 'active'],
    ['intrusion', '小门门磁', 'restored'],
  ])
  expect(room.entries().map(({ body }) => [body['source'], body['input'], body['edge']])).toEqual([
    ['in-3', undefined, 'active'],
    ['in-1', '传达室按钮', 'active'],
    ['in-2', '小门门磁', 'active'],
    ['in-2', '小门门磁', 'restored'],
  ])
})

test('a camera with a button that nobody hears any more is a fault until it is heard', () => {
  using room = openRoom()
  room.events.silent('cam-1', true)
  expect(room.incidents.open()).toMatchObject([{ kind: 'device-fault', signalState: 'active' }])
  room.events.silent('cam-1', false)
  expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
})
