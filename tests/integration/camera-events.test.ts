import { Cam } from 'onvif'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Camera } from '../../src/shared/site.ts'
import { OnvifWatch, type EventLine } from '../../src/core/cameras/events/onvif-watch.ts'
import { CameraEvents } from '../../src/core/cameras/events/service.ts'
import type { CameraEvent } from '../../src/core/cameras/events/event.ts'
import { IncidentService } from '../../src/core/incidents/service.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { startTalkingCamera, type TalkingCamera } from '../helpers/talking-camera.ts'

/** What cameras report over ONVIF, from the device's socket to journal and desk. */

let folder: ReturnType<typeof dataFolder>
let db: Db
let device: TalkingCamera
let journal: Journal
let incidents: IncidentService
let events: CameraEvents
let watch: OnvifWatch
let heard: CameraEvent[]
let lines: EventLine[]
let relays: [string, boolean, boolean][]
let credentials: { user: string; password: string }

const siteCamera = (): Camera =>
  ({
    id: 'cam-1',
    name: '大门',
    streams: { main: { url: 'rtsp://127.0.0.1:554/cam-1/main' } },
    onvif: { url: device.onvif },
    credentials: 'cam-1',
    retentionDays: 30,
    enabled: true,
    retired: false,
  }) as Camera

beforeEach(async () => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  device = await startTalkingCamera({ contacts: true, clockOffsetSeconds: 300 })
  credentials = device.camera.credentials
  journal = new Journal(db, systemClock)
  incidents = new IncidentService({ db, journal, clock: systemClock })
  const cameras = () => [siteCamera()]
  events = new CameraEvents({ cameras, db, journal, incidents, clock: systemClock })
  heard = []
  lines = []
  relays = []
  events.happened.on(event => void heard.push(event))
  watch = new OnvifWatch({
    cameras,
    credentialsOf: () => credentials,
    events,
    relay: (_, token, isOn, isState) => void relays.push([token, isOn, isState]),
    journal,
    clock: systemClock,
    log: openLog(folder.path),
  })
  watch.changed.on(({ line }) => void lines.push(line))
})
afterEach(async () => {
  await watch[Symbol.asyncDispose]()
  await device[Symbol.asyncDispose]()
  db.close()
  folder[Symbol.dispose]()
})

/** The test's own time-out is the limit. */
async function until(isMet: () => boolean): Promise<void> {
  while (!isMet()) await systemClock.sleep(20)
}
const online = () => until(() => watch.lineOf('cam-1') === 'online' && relays.length > 0)
const kindsHeard = () => heard.map(({ kind, edge }) => `${kind} ${edge}`)

describe('our own loop', () => {
  test('hears motion, tamper, loss and the input, by a clock that is five minutes ahead', async () => {
    watch.follow()
    await online()
    expect(relays).toContainEqual(['relay-1', false, true])
    for (const command of ['move', 'cover', 'lose', 'close-input', 'regain'] as const)
      await device.camera.command(command)
    await until(() =>
      heard.some(({ kind, edge }) => kind === 'video-loss' && edge === 'restored' && !isFirst()),
    )
    expect(kindsHeard()).toEqual(
      expect.arrayContaining([
        'motion active',
        'tamper active',
        'video-loss active',
        'digital-input active',
        'video-loss restored',
      ]),
    )
    const input = heard.find(({ kind, edge }) => kind === 'digital-input' && edge === 'active')
    expect(input).toMatchObject({ source: 'input-1', code: 'Device/Trigger/DigitalInput', isState: false })
    expect(Number(input?.deviceAtMs) - Number(input?.receivedAtMs)).toBeGreaterThan(250_000)
    expect(incidents.open().map(({ kind, signalState }) => `${kind} ${signalState}`)).toEqual(
      expect.arrayContaining(['video-tamper active', 'video-loss restored']),
    )
    const written = journal
      .between(['camera.event'], 0, 1e15)
      .map(({ body }) => [body['event'], body['edge']].join(' '))
    expect(written).toEqual(
      expect.arrayContaining([
        'tamper active',
        'video-loss active',
        'digital-input active',
        'video-loss restored',
      ]),
    )
    expect(written).not.toContain('motion active')
  })

  const isFirst = () => !heard.some(({ kind, edge }) => kind === 'video-loss' && edge === 'active')

  test('subscribes again when the camera has started anew, and finds what happened meanwhile as a state', async () => {
    watch.follow()
    await online()
    await device.camera.command('reboot')
    await device.camera.command('cover')
    await until(() => lines.filter(line => line === 'online').length === 2)
    await until(() => kindsHeard().includes('tamper active'))
    expect(lines).toEqual(['online', 'lost', 'online'])
    expect(heard.find(({ kind, edge }) => kind === 'tamper' && edge === 'active')).toMatchObject({
      isState: true,
    })
    expect(incidents.open()).toMatchObject([{ kind: 'video-tamper', signalCount: 1 }])
  })

  test('a camera that falls off the net is lost, and heard again when it is back; nothing is told twice', async () => {
    watch.follow()
    await online()
    await device.camera.command('cover')
    await until(() => kindsHeard().includes('tamper active'))
    await device.camera.command('drop')
    // The pull in hand is not answered by a dropped camera any more; a new one is refused.
    device.camera.events.forgetSubscribers()
    await until(() => watch.lineOf('cam-1') === 'lost')
    await device.camera.command('restore')
    await until(() => watch.lineOf('cam-1') === 'online' && lines.length >= 3)
    expect(kindsHeard().filter(word => word === 'tamper active')).toEqual(['tamper active'])
    expect(incidents.open()).toMatchObject([{ signalCount: 1 }])
  })

  test('a refused password is not tried again until it is changed; the subscription is given back at the end', async () => {
    credentials = { user: 'guard', password: 'wrong' }
    watch.follow()
    await until(() => watch.lineOf('cam-1') === 'lost')
    expect(device.camera.events.subscriptionCount).toBe(0)
    credentials = device.camera.credentials
    watch.follow()
    await until(() => watch.lineOf('cam-1') === 'online')
    expect(device.camera.events.subscriptionCount).toBe(1)
    await watch[Symbol.asyncDispose]()
    expect(device.camera.events.subscriptionCount).toBe(0)
  })
})

describe('npm onvif proves the simulated camera', () => {
  test('a foreign client subscribes and gets states, then changes', async () => {
    const { hostname, port, pathname } = new URL(device.onvif)
    const { user, password } = device.camera.credentials
    const client = new Cam({
      hostname,
      port: Number(port),
      path: pathname,
      username: user,
      password,
      timeout: 5_000,
      autoconnect: false,
    })
    await new Promise<void>((resolve, reject) => {
      client.connect(error => (error === null || error === undefined ? resolve() : reject(error)))
    })
    const told: string[] = []
    client.on('event', message => void told.push(JSON.stringify(message)))
    const has = (...words: string[]) => told.some(one => words.every(word => one.includes(word)))
    await until(() => has('Motion', 'Initialized'))
    await device.camera.command('move')
    await until(() => has('CellMotionDetector/Motion', 'Changed', 'true'))
    expect(told.length).toBeGreaterThan(0)
    client.removeAllListeners('event')
  })
})
