import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openLog } from '../../src/core/platform/log.ts'
import type { Manifest } from '../../src/core/recordings/export/format.ts'
import { startSchoolRecorder, type SchoolRecorder } from '../../src/core/recordings/nvr/school-recorder.ts'
import { siteCamera } from '../helpers/camera-room.ts'
import { runCommand } from '../helpers/core-process.ts'
import { exporter, orderOf, startExportRoom, type ExportRoom } from '../helpers/export-room.ts'
import { makeFragmentedMp4 } from '../helpers/fragmented-mp4.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** What only the recorder of the school holds goes into the same package, and the package says so. */

/** The recorder's clock is wrong, as in every school. */
const clockOffsetSeconds = 25
let sim: TestCameras
let room: ExportRoom
let school: SchoolRecorder
/** Whole seconds, a minute before the recorder's last word. */
let startMs: number

beforeAll(async () => {
  startMs = Math.floor(Date.now() / 1_000) * 1_000 - 60_000
  sim = await startTestCameras(
    [{ id: 'cam-1', name: '1号 大门', scene: 'gate', encoding: 'loop', rtspAuth: 'none' }],
    { nvrs: [{ id: 'nvr-1', channels: ['cam-1'], historySeconds: 600, clockOffsetSeconds }] },
  )
})
afterAll(() => sim[Symbol.asyncDispose]())

beforeEach(async () => {
  room = await startExportRoom()
  const [nvr] = sim.cameras.nvrs
  if (nvr === undefined) throw new Error('no recorder')
  const recorder = (url: string) => ({
    recorder: { kind: 'onvif' as const, url, source: '1号 大门', credentials: 'nvr' },
  })
  school = startSchoolRecorder({
    cameras: [
      siteCamera('cam-1', 'rtsp://127.0.0.1:9/none', recorder(nvr.onvif)),
      siteCamera('cam-2', 'rtsp://127.0.0.1:9/none', recorder('http://127.0.0.1:9/onvif/device_service')),
    ],
    credentialsOf: () => nvr.credentials,
    ffmpeg: 'ffmpeg',
    registry: openChildRegistry(room.dataDir),
    dataDir: room.dataDir,
    clock: systemClock,
    log: openLog(room.dataDir),
    tell: () => {},
  })
  await room.exports[Symbol.asyncDispose]()
  room.exports = await room.start({ school })
})
afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await school[Symbol.asyncDispose]()
})

/** The station recorded the first six seconds; the span asked for is twelve. */
async function exported(cameraId: string) {
  const mp4 = makeFragmentedMp4({ seconds: 6 })
  room.archive.record({ cameraId, mp4, startMs, segmentMs: 2_000 })
  const span = { fromMs: startMs, toMs: startMs + 12_000 }
  room.approve(1, span, { cameraIds: [cameraId] })
  const [ordered] = room.exports.order(
    { ...orderOf(span.fromMs, span.toMs), cameraIds: [cameraId] },
    exporter,
  )
  const job = await room.ended(ordered?.id ?? 0)
  if (job.state.kind !== 'done') throw new Error(JSON.stringify(job.state))
  const folder = join(room.exportDir, job.packageName)
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  return { span, folder, camera: manifest.cameras[0] }
}

test('a hole of the station is filled from the recorder, and the package names it, with its clock', async () => {
  const { span, folder, camera } = await exported('cam-1')
  const [own, fetched] = camera?.stretches ?? []
  expect(own?.recorder).toBeUndefined()
  expect(fetched?.recorder).toMatchObject({ kind: 'onvif', timesBy: 'recorder' })
  expect(Math.abs((fetched?.recorder?.clockOffsetMs ?? 0) - clockOffsetSeconds * 1_000)).toBeLessThan(2_000)
  expect(fetched?.sources[0]?.name).toMatch(/^recorder\/cam-1\//)
  // It begins at a key frame before the hole, so that nothing is lost between the two.
  expect(Number(fetched?.fromMs)).toBeLessThanOrEqual(Number(own?.toMs))
  expect(Number(fetched?.fromMs)).toBeGreaterThanOrEqual(span.fromMs)
  expect(Number(fetched?.toMs)).toBeGreaterThan(span.toMs - 1_000)
  expect(Number(fetched?.toMs)).toBeLessThanOrEqual(span.toMs + 1)
  // All but the last pictures, which would have reached beyond the span.
  expect(camera?.missing.filter(({ fromMs, toMs }) => toMs - fromMs > 500)).toEqual([])
  expect(readFileSync(join(folder, '说明.txt'), 'utf8')).toContain('取自学校录像机')
  expect(await runCommand('src/core/verify.ts', [folder])).toMatchObject({ code: 0 })
  // Nothing that was fetched stays behind.
  expect(readdirSync(room.exportDir).filter(name => name.includes('partial'))).toEqual([])
})

test('a recorder that cannot be reached leaves what the station has, and the rest is named', async () => {
  const { span, camera } = await exported('cam-2')
  expect(camera?.stretches).toHaveLength(1)
  expect(camera?.missing.at(-1)?.toMs).toBe(span.toMs)
  expect(school.stateOf('cam-2')).toBe('unreachable')
})
