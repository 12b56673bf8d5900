import { expect, test } from 'vitest'
import type { CameraEvent } from '../../src/core/cameras/events/event.ts'
import { IsapiWatch } from '../../src/core/cameras/events/isapi-watch.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { Camera } from '../../src/shared/site.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { startHttpDevice } from '../helpers/http-device.ts'
import { durationXml, heartbeatXml, inputXml, motionXml, videoLossXml } from '../helpers/isapi-payloads.ts'

const patience = { timeout: 10_000 }

function camera(id: string, url: string, channel: number): Camera {
  return Camera.parse({
    id,
    name: id,
    place: 'gate',
    streams: { main: { url: 'rtsp://192.0.2.1/1' } },
    credentials: 'recorder',
    isapiEvents: { url, channel },
    position: { plan: 'outdoor', at: [1, 1] },
  })
}

test('what a recorder tells of its channels becomes events of its cameras, and its silence is written down', async () => {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(dataFolder())
  const db = stack.adopt(openDatabase(folder.path), database => void database.close())
  const journal = new Journal(db, systemClock)
  let dials = 0
  const device = stack.use(
    await startHttpDevice(response => {
      dials++
      response.writeHead(200, { 'content-type': 'multipart/mixed; boundary=boundary' })
      for (const xml of [
        heartbeatXml,
        motionXml,
        motionXml,
        videoLossXml,
        durationXml,
        inputXml(4, 'active'),
      ])
        response.write(`--boundary\r\nContent-Type: application/xml\r\n\r\n${xml}\r\n`)
    }),
  )
  const cameras = [
    camera('cam-1', device.url, 1),
    camera('cam-2', device.url, 2),
    camera('cam-5', device.url, 5),
  ]
  const told: CameraEvent[] = []
  const lost: string[] = []
  const events = {
    report: (event: CameraEvent) => void told.push(event),
    lost: (id: string) => void lost.push(id),
    heard: () => {},
  }
  const credentialsOf = () => ({ user: 'admin', password: 'x' })
  const watch = stack.use(
    new IsapiWatch({ cameras: () => cameras, credentialsOf, events, journal, clock: systemClock }),
  )
  watch.follow()
  watch.follow()
  await expect.poll(() => told.length, patience).toBeGreaterThanOrEqual(5)
  expect(dials).toBe(1)
  expect(told.slice(0, 5)).toMatchObject([
    { cameraId: 'cam-1', kind: 'motion', edge: 'active', code: 'vmd', endsAfterMs: 15_000 },
    { cameraId: 'cam-1', kind: 'motion', edge: 'active' },
    { cameraId: 'cam-5', kind: 'video-loss', edge: 'active' },
    { cameraId: 'cam-2', kind: 'intrusion', code: 'linedetection' },
    { cameraId: 'cam-1', kind: 'digital-input', source: '4' },
  ])
  device.hangUp()
  await expect.poll(() => lost, patience).toEqual(['cam-1', 'cam-2', 'cam-5'])
  await expect.poll(() => dials, patience).toBe(2)
  const kinds = db.prepare<[], { kind: string }>('SELECT kind FROM journal ORDER BY seq').all()
  expect(kinds.map(({ kind }) => kind).slice(0, 3)).toEqual(Array(3).fill('camera.events-lost'))
})
