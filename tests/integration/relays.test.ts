import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCameraEvents, type CameraWatch } from '../../src/core/cameras/events/start-camera-events.ts'
import { IncidentService } from '../../src/core/incidents/service.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import type { Camera, SiteFile } from '../../src/shared/site.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { startTalkingCamera, type TalkingCamera } from '../helpers/talking-camera.ts'

/** Fill light and siren over ONVIF: switched, confirmed by the camera's own word, off again by themselves. */

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }

let folder: ReturnType<typeof dataFolder>
let db: Db
let device: TalkingCamera
let journal: Journal
let watch: CameraWatch
let password: string

const open = () => {
  const camera = {
    id: 'cam-1',
    name: '大门',
    streams: { main: { url: 'rtsp://127.0.0.1:554/cam-1/main' } },
    onvif: { url: device.onvif },
    credentials: 'cam-1',
    relays: [{ token: 'relay-1', name: '补光灯', use: 'light', mostSeconds: 3_600 }],
    retentionDays: 30,
    enabled: true,
    retired: false,
  } as Camera
  return startCameraEvents(
    {
      sites: { current: { cameras: [camera] } as unknown as SiteFile },
      credentials: { get: () => ({ user: 'guard', password }) },
      db,
      journal,
      clock: systemClock,
      log: openLog(folder.path),
    } as unknown as Parameters<typeof startCameraEvents>[0],
    new IncidentService({ db, journal, clock: systemClock }),
  )
}

beforeEach(async () => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  journal = new Journal(db, systemClock)
  device = await startTalkingCamera({ contacts: true })
  password = device.camera.credentials.password
  watch = open()
})
afterEach(async () => {
  await watch[Symbol.asyncDispose]()
  await device[Symbol.asyncDispose]()
  db.close()
  folder[Symbol.dispose]()
})

/** The test's own time-out is the limit; looks at what is due as the station does. */
async function until(isMet: () => boolean): Promise<void> {
  while (!isMet()) {
    watch.checkDue()
    await systemClock.sleep(20)
  }
}
const output = () => watch.relays.report()[0]?.outputs[0]
const state = () => device.camera.events.value('relay')
const entries = () =>
  journal
    .between(
      ['camera.relay-on', 'camera.relay-off', 'camera.relay-failed', 'camera.relay-off-failed'],
      0,
      1e15,
    )
    .map(({ kind, actor, body }) => [kind, actor.kind, body['isConfirmed'] ?? body['code']])

test('a camera that is heard confirms by its event, and the light goes off by itself', async () => {
  watch.follow()
  await until(() => output()?.isConfirmed === true)
  expect(output()).toMatchObject({
    name: '补光灯',
    use: 'light',
    mode: 'bistable',
    state: 'off',
    endsAtMs: null,
  })
  const isConfirmed = await watch.relays.switch('cam-1', 'relay-1', true, wang, { forMs: 400 })
  expect(isConfirmed).toBe(true)
  expect(state()).toBe('active')
  expect(output()).toMatchObject({ state: 'on', isConfirmed: true, byName: '王建国' })
  await until(() => state() === 'inactive' && entries().length === 2)
  expect(entries()).toEqual([
    ['camera.relay-on', 'user', true],
    ['camera.relay-off', 'station', true],
  ])
  expect(output()).toMatchObject({ state: 'off', endsAtMs: null, byName: '' })
})

test('without an ear on the camera nobody can say that it did; the command is accepted all the same', async () => {
  expect(await watch.relays.switch('cam-1', 'relay-1', true, wang)).toBeNull()
  expect(output()).toMatchObject({ state: 'on', isConfirmed: false })
  expect(await watch.relays.switch('cam-1', 'relay-1', false, wang)).toBeNull()
  expect(state()).toBe('inactive')
})

test('a station that falls over while a light is on switches it off when it is back and the time is over', async () => {
  await watch.relays.switch('cam-1', 'relay-1', true, wang, { forMs: 200 })
  await watch[Symbol.asyncDispose]()
  expect(state()).toBe('active')
  watch = open()
  await until(() => state() === 'inactive')
})

test('a camera that does not answer when the time is over is asked again until it does', async () => {
  await watch.relays.switch('cam-1', 'relay-1', true, wang, { forMs: 50 })
  await device.camera.command('drop')
  await until(() => entries().some(([kind]) => kind === 'camera.relay-off-failed'))
  await device.camera.command('restore')
  await until(() => state() === 'inactive')
  expect(entries().map(([kind]) => kind)).toEqual([
    'camera.relay-on',
    'camera.relay-off-failed',
    'camera.relay-off',
  ])
}, 30_000)

test('what cannot be done is refused and written down', async () => {
  const refused = (cameraId: string, token: string, code: string) =>
    expect(watch.relays.switch(cameraId, token, true, wang)).rejects.toMatchObject({ code })
  await refused('cam-2', 'relay-1', 'relays.none')
  await refused('cam-1', 'relay-9', 'relays.unknown-output')
  await device.camera.command('drop')
  await refused('cam-1', 'relay-1', 'relays.unreachable')
  expect(entries()).toEqual([['camera.relay-failed', 'user', 'relays.unreachable']])
})

test('somebody else who switches it is written down as the camera', async () => {
  watch.follow()
  await until(() => output()?.isConfirmed === true)
  device.camera.events.set('relay', 'active')
  await until(() => output()?.state === 'on')
  expect(entries()).toEqual([['camera.relay-on', 'device', true]])
})
