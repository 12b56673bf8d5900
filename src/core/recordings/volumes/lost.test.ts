import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { siteCamera } from '../../../../tests/helpers/camera-room.ts'
import { dayMs, startStorageRoom, type StorageRoom } from '../../../../tests/helpers/storage-room.ts'
import { openLog } from '../../platform/log.ts'
import { openLibrary } from '../library.ts'
import { TimelineService } from '../timeline-service.ts'
import { timelineTable } from '../timeline-table.ts'
import { lostStretches, withoutLost } from './lost.ts'

let room: StorageRoom
afterEach(() => room[Symbol.asyncDispose]())

const rootOf = () => room.volumes.rootOf('disk') ?? ''
/** The empty folder of a disk that is not mounted. */
async function unmount(): Promise<void> {
  renameSync(rootOf(), `${rootOf()}-elsewhere`)
  mkdirSync(rootOf())
  await room.look()
}
async function mount(): Promise<void> {
  rmSync(rootOf(), { recursive: true })
  renameSync(`${rootOf()}-elsewhere`, rootOf())
  await room.look()
}
const kept = () => room.storage.report().cameras.find(({ cameraId }) => cameraId === 'gate-1')

test('what lies on a disk that is not there is not kept, and is again when it is back', async () => {
  room = await startStorageRoom()
  room.plant('gate-1', 31)
  const last = room.plant('gate-1', 2)
  expect(kept()).toMatchObject({ state: 'kept', keptDays: 31, lastFrameMs: last.lastFrameMs })
  await unmount()
  expect(kept()).toMatchObject({ state: 'nothing', keptDays: 0, lastFrameMs: null })
  // Another disk has taken over since.
  const own = room.plant('gate-1', 1, { volume: 'local' })
  expect(kept()).toMatchObject({
    state: 'short',
    firstFrameMs: own.firstFrameMs,
    lastFrameMs: own.lastFrameMs,
  })
  await mount()
  expect(kept()).toMatchObject({ state: 'kept', keptDays: 31 })
})

test('a disk that the site file no longer names is read while it is there, and lost when it is not', async () => {
  room = await startStorageRoom()
  room.plant('gate-1', 2)
  const lost = lostStretches({ ...room, timeline: timelineTable(room.db) })
  const stretches = () => lost('gate-1', { fromMs: 0, toMs: room.clock.now() })
  room.volumes.follow([])
  await room.volumes.look()
  expect(stretches()).toEqual([])
  rmSync(rootOf(), { recursive: true })
  await room.volumes.look()
  expect(stretches()).toHaveLength(1)
})

test('of a day that lies on two disks, the files of the lost one alone are lost', async () => {
  room = await startStorageRoom()
  const wholeDay = room.plant('gate-1', 3)
  const mixed = [room.plant('gate-1', 1), room.plant('gate-1', 1 - 60_000 / dayMs, { volume: 'local' })]
  const lost = lostStretches({ ...room, timeline: timelineTable(room.db) })
  const all = { fromMs: 0, toMs: room.clock.now() }
  expect(lost('gate-1', all)).toEqual([])
  await unmount()
  const spanOf = (row = wholeDay) => ({ fromMs: row.firstFrameMs, toMs: row.lastFrameMs })
  expect(lost('gate-1', all)).toEqual([spanOf(wholeDay), spanOf(mixed[0])])
  expect(lost('gate-1', spanOf(mixed[1]))).toEqual([])
  expect(lost('yard-1', all)).toEqual([])
})

test('the timeline tells it as a gap of the disk, and playback passes it by', async () => {
  room = await startStorageRoom()
  const { volumes, segments, clock, db, dataDir } = room
  const timeline = timelineTable(db)
  const lost = lostStretches({ volumes, segments, timeline })
  const library = openLibrary({
    fileOf: row => volumes.fileOf(row),
    table: segments,
    openSegment: () => null,
  })
  using service = new TimelineService({
    cameras: () => [siteCamera('gate-1', 'rtsp://127.0.0.1/1', { record: 'off' })],
    streams: {
      hold() {
        throw new Error('a camera that is not recorded has no meter')
      },
    },
    table: timeline,
    outages: segments.outages,
    lost,
    openSegment: () => null,
    blind: () => [],
    recorderOf: () => null,
    marks: [],
    clock,
    log: openLog(dataDir, 'silent'),
  })
  const gone = room.plant('gate-1', 1)
  const own = room.plant('gate-1', 1 - 60_000 / dayMs, { volume: 'local' })
  const span = { fromMs: gone.firstFrameMs, toMs: own.lastFrameMs }
  const found = () => withoutLost(library, lost).atOrAfter('gate-1', span.fromMs)?.firstFrameMs
  expect(service.coverage(['gate-1'], span)).toMatchObject([{ recorded: [span], gaps: [] }])
  expect(found()).toBe(gone.firstFrameMs)
  await unmount()
  expect(service.coverage(['gate-1'], span)).toMatchObject([
    {
      recorded: [{ fromMs: own.firstFrameMs, toMs: own.lastFrameMs }],
      gaps: [{ fromMs: gone.firstFrameMs, toMs: gone.lastFrameMs, cause: 'disk' }],
    },
  ])
  expect(found()).toBe(own.firstFrameMs)
})
