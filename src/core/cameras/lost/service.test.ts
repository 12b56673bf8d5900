import { afterEach, beforeEach, expect, test } from 'vitest'
import { siteCamera } from '../../../../tests/helpers/camera-room.ts'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { CameraReport, StreamState } from '../../../shared/domain/camera.ts'
import { priorityOf } from '../../../shared/domain/incident.ts'
import { Attachments } from '../../attachments/store.ts'
import { IncidentService } from '../../incidents/service.ts'
import { Journal } from '../../journal/journal.ts'
import { Books } from '../../ledgers/books/service.ts'
import { openDatabase, type Db } from '../../platform/database.ts'
import { isOfLostCamera, LostCameras } from './service.ts'

const cameras = Array.from({ length: 8 }, (_, index) =>
  siteCamera(`cam-${index + 1}`, `rtsp://127.0.0.1/${index + 1}`),
)
let folder: ReturnType<typeof dataFolder>
let db: Db
let clock: FakeClock
let journal: Journal
let incidents: IncidentService
let books: Books
let lost: LostCameras
let states: Map<string, StreamState>
let outage: Set<string>
let gone: Set<string>

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  clock = new FakeClock()
  journal = new Journal(db, clock)
  incidents = new IncidentService({ db, journal, clock })
  const attachments = new Attachments({ dataDir: folder.path, db, journal, clock })
  const prove = () => Promise.reject(new Error('nobody signs here'))
  books = new Books({ db, journal, clock, attachments, prove, mayRead: () => true })
  states = new Map(cameras.map(({ id }) => [id, 'live']))
  outage = new Set()
  gone = new Set()
  start()
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

function start(): void {
  lost = new LostCameras({
    db,
    journal,
    clock,
    raising: incidents,
    books,
    cameras: () => cameras.map(camera => ({ ...camera, retired: gone.has(camera.id) })),
    reports: () => cameras.map(({ id }) => reportOf(id)),
    isExpected: id => outage.has(id),
    afterMs: () => 60_000,
  })
}

function reportOf(id: string): CameraReport {
  const stream = { state: states.get(id) ?? 'idle' } as CameraReport['main']
  return { id, main: stream, sub: { ...stream, state: 'idle' }, recording: true }
}

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await clock.advance(1_000)
    lost.look()
  }
}

/** Which cameras show nothing from now on. */
function dark(...ids: readonly string[]): void {
  for (const { id } of cameras) states.set(id, ids.includes(id) ? 'lost' : 'live')
}

const open = () => incidents.open().map(({ placeName, signalState }) => `${placeName} ${signalState}`)
const faults = () =>
  books.newest('faults', 0).map(({ values, entry }) => {
    expect(isOfLostCamera(entry)).toBe(true)
    return `${values['part']} ${values['repaired'] === undefined ? 'broken' : 'repaired'}`
  })

test('a lost camera is an incident and a line of the book of faults; both say when it is back', async () => {
  await pass(40)
  dark('cam-2')
  const fromMs = clock.now()
  await pass(59)
  expect([open(), faults()]).toEqual([[], []])
  await pass(5)
  expect(open()).toEqual(['摄像机 cam-2：无图像 active'])
  expect(incidents.open()).toMatchObject([{ kind: 'video-loss', cameraIds: ['cam-2'], signalCount: 1 }])
  // Never before an alarm of people or intruders.
  expect(priorityOf['video-loss']).toBeGreaterThan(priorityOf.intrusion)
  expect(faults()).toEqual(['摄像机 cam-2：无图像 broken'])
  expect(Number(books.newest('faults', 0)[0]?.values['found'])).toBe(fromMs + 1_000)
  dark()
  await pass(1)
  expect(open()).toEqual(['摄像机 cam-2：无图像 restored'])
  expect(Number(books.newest('faults', 0)[0]?.values['repaired'])).toBe(clock.now())
  expect(journal.between(['incident.restored'], 0, 1e15)).toHaveLength(1)
})

test('a switch that is gone is one incident and one line with every name; who follows joins', async () => {
  await pass(40)
  dark('cam-2', 'cam-3', 'cam-4')
  await pass(70)
  expect(open()).toEqual(['3 路摄像机同时无图像（摄像机 cam-2 等） active'])
  expect(faults()).toEqual(['摄像机 cam-2、摄像机 cam-3、摄像机 cam-4：无图像 broken'])
  dark('cam-4')
  await pass(70)
  expect(open()).toHaveLength(1)
  dark()
  await pass(1)
  expect(open()).toEqual(['3 路摄像机同时无图像（摄像机 cam-2 等） restored'])
  expect(faults()).toEqual(['摄像机 cam-2、摄像机 cam-3、摄像机 cam-4：无图像 repaired'])
  dark(...cameras.slice(0, 5).map(({ id }) => id))
  await pass(70)
  expect(open()).toContain('疑似拉闸或断网：5 路摄像机同时无图像 active')
  expect(incidents.open()).toMatchObject([{ kind: 'video-loss' }, { kind: 'power-failure' }])
})

test('nothing is told while the station starts, nor in a planned outage, nor of what nobody asks for', async () => {
  dark('cam-1')
  await pass(80)
  expect(open()).toEqual([])
  await pass(15)
  expect(open()).toEqual(['摄像机 cam-1：无图像 active'])
  outage.add('cam-2')
  dark('cam-1', 'cam-2')
  states.set('cam-3', 'idle')
  states.set('cam-4', 'connecting')
  await pass(200)
  expect(open()).toEqual(['摄像机 cam-1：无图像 active'])
})

test('a restart neither forgets a lost camera nor tells it again; one that is taken out of service ends it', async () => {
  await pass(40)
  dark('cam-1', 'cam-2')
  await pass(70)
  expect(open()).toHaveLength(2)
  start()
  await pass(200)
  expect(incidents.open().map(({ signalCount }) => signalCount)).toEqual([1, 1])
  dark('cam-2')
  gone.add('cam-2')
  await pass(1)
  expect(open()).toEqual(['摄像机 cam-1：无图像 restored', '摄像机 cam-2：无图像 restored'])
  start()
  await pass(100)
  expect(incidents.open()).toHaveLength(2)
})
