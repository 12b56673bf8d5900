import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { siteCamera } from '../../../tests/helpers/camera-room.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { LiveViewer } from '../../../tests/helpers/live-viewer.ts'
import { Journal } from '../journal/journal.ts'
import { openChildRegistry } from '../platform/child-registry.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { startCameras, type Cameras } from './service.ts'

let dataDir: string
let db: Db
let journal: Journal
let cameras: Cameras
let clock: FakeClock

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'zhishou-cameras-'))
  db = openDatabase(dataDir)
  clock = new FakeClock()
  journal = new Journal(db, clock)
  cameras = startCameras({
    cameras: [
      siteCamera('cam-1', 'rtsp://127.0.0.1:9/main', {
        streams: { main: { url: 'rtsp://127.0.0.1:9/main' }, sub: { url: 'rtsp://127.0.0.1:9/sub' } },
      }),
      siteCamera('cam-off', 'rtsp://127.0.0.1:9/main', { enabled: false }),
    ],
    credentialsOf: () => null,
    // A dial that fails at once, so that only the clock of the test decides when the next one comes.
    ffmpeg: join(dataDir, 'no-such-ffmpeg'),
    registry: openChildRegistry(dataDir),
    clock,
    log: openLog(dataDir, 'silent'),
    journal,
    random: () => 0.5,
  })
})
afterEach(async () => {
  await cameras[Symbol.asyncDispose]()
  db.close()
  rmSync(dataDir, { recursive: true, force: true })
})
const entries = () => journal.between(['camera.lost', 'camera.live'], 0, Number.MAX_SAFE_INTEGER)

test('dials follow the table: after 1, 2, 5, 10 and then every 30 s', async () => {
  using _viewer = cameras.attachViewer('cam-1', 'sub', new LiveViewer())
  const dials: number[] = []
  for (const seconds of [0.5, 1, 2, 5, 10, 30, 30]) {
    await clock.advance(seconds * 1_000)
    dials.push(Number(cameras.reports()[0]?.sub.attempts))
  }
  expect(dials).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(cameras.reports()[0]?.main).toMatchObject({ state: 'idle', attempts: 0 })
})

test('a loss is on the tile at once and in the journal after ten seconds', async () => {
  const viewer = new LiveViewer()
  using _attached = cameras.attachViewer('cam-1', 'main', viewer)
  await clock.advance(500)
  expect(viewer.state).toBe('lost')
  expect(viewer.states.at(-1)?.reason).toContain('ENOENT')
  await clock.advance(9_000)
  expect(entries()).toEqual([])
  await clock.advance(60_000)
  expect(entries()).toMatchObject([
    { kind: 'camera.lost', subject: 'cam-1', body: { name: '摄像机 cam-1', state: 'lost' } },
  ])
})

test('reports are told at most twice a second, and not at all while nothing is wanted and nothing changes', async () => {
  const told: number[] = []
  cameras.changed.on(() => told.push(clock.monotonic()))
  await clock.advance(30_000)
  expect(told).toEqual([500])
  using _viewer = cameras.attachViewer('cam-1', 'main', new LiveViewer())
  await clock.advance(10_000)
  expect(told.length).toBeGreaterThanOrEqual(10)
  expect(told.slice(1).every((ms, index) => ms - Number(told[index]) >= 500)).toBe(true)
})

test('a stream nobody wants any more is idle after a few seconds, not at once', async () => {
  const attached = cameras.attachViewer('cam-1', 'main', new LiveViewer())
  await clock.advance(500)
  attached[Symbol.dispose]()
  attached[Symbol.dispose]()
  await clock.advance(4_000)
  expect(cameras.reports()[0]?.main.state).toBe('lost')
  await clock.advance(2_000)
  expect(cameras.reports()[0]?.main).toMatchObject({ state: 'idle', attempts: 0 })
})

test('a camera that is switched off says so and is not dialled', () => {
  expect(cameras.reports()[1]).toMatchObject({ id: 'cam-off', main: { state: 'off' }, sub: { state: 'off' } })
  expect(() => cameras.attachViewer('cam-off', 'main', new LiveViewer())).toThrow('cameras.no-stream')
  expect(() => cameras.attachViewer('cam-9', 'main', new LiveViewer())).toThrow('cameras.unknown')
})
