import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moveHoldsMs, returnAfterMs, type PtzOwner } from '../../src/shared/domain/ptz.ts'
import { Ptz } from '../../src/core/cameras/ptz/service.ts'
import { turningProfile } from '../../src/core/cameras/ptz/turning-profile.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { OnvifDevice } from '../../src/core/onvif/device.ts'
import { inspectDevice } from '../../src/core/onvif/inspect.ts'
import { mediaProfiles } from '../../src/core/onvif/media.ts'
import { ptzStatus } from '../../src/core/onvif/ptz.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import { SiteStore } from '../../src/core/station/site-store.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { startOnvifProxy, type OnvifProxy } from '../helpers/onvif-proxy.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** 云台 against the simulated dome camera, through a door that writes down what the camera is asked. */

const guard: PtzOwner = { id: 'wang-jianguo', name: '王建国', shiftId: 1, rank: 2 }
const representative: PtzOwner = { id: 'liu-fang', name: '刘芳', shiftId: null, rank: 4 }
const right = { pan: 0.5, tilt: 0, zoom: 0 }
const signal = new AbortController().signal

let school: TestCameras
let folder: ReturnType<typeof dataFolder>
let db: Db
let clock: FakeClock
let journal: Journal
let sites: SiteStore
let door: OnvifProxy
let password: string
let ptz: Ptz

const deviceOf = (id: string) => {
  const found = school.cameras.list.find(camera => camera.id === id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

beforeAll(async () => {
  school = await startTestCameras(
    [
      { id: 'cam-3', name: '操场球机', scene: 'playground', encoding: 'loop', rtspAuth: 'none', ptz: true },
      { id: 'cam-4', name: '食堂操作间', scene: 'kitchen', encoding: 'loop', rtspAuth: 'none' },
    ],
    { nvrs: [{ id: 'nvr-1', channels: ['cam-3', 'cam-4'], historySeconds: 600 }] },
  )
})
afterAll(() => school[Symbol.asyncDispose]())

beforeEach(async () => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  clock = new FakeClock(Date.now())
  journal = new Journal(db, clock)
  door = await startOnvifProxy(deviceOf('cam-3').onvif)
  const demo = readFileSync(join(import.meta.dirname, '../../resources/demo-site/site.json'), 'utf8')
  const file = join(folder.path, 'site.json')
  writeFileSync(file, demo.replaceAll(/"\$\{\w+:number\}"|\$\{\w+\}/g, '1'))
  sites = new SiteStore({ file, journal })
  sites.change({ kind: 'station' }, 'addresses', draft => {
    for (const camera of draft.cameras)
      if (camera.id === 'cam-3') camera.onvif = { url: door.address }
      else if (camera.id === 'cam-4') camera.onvif = { url: deviceOf('cam-4').onvif }
  })
  password = deviceOf('cam-3').credentials.password
  ptz = open()
})
afterEach(async () => {
  await ptz[Symbol.asyncDispose]()
  await door[Symbol.asyncDispose]()
  db.close()
  folder[Symbol.dispose]()
})

const open = () =>
  new Ptz({
    sites,
    credentialsOf: name =>
      name === 'cam-3' ? { ...deviceOf(name).credentials, password } : deviceOf(name).credentials,
    db,
    journal,
    clock,
    log: openLog(folder.path, 'error'),
  })
const reportOf = (cameraId: string) => ptz.report().find(report => report.cameraId === cameraId)
const takenBy = async (owner: PtzOwner) => {
  await ptz.ready('cam-3')
  ptz.take('cam-3', owner, false)
}
/** Where the camera itself says that it looks, asked by the straight way. */
const looks = async () => {
  const { onvif, credentials } = deviceOf('cam-3')
  const device = new OnvifDevice({ address: onvif, credentials, clock: systemClock })
  const [profile] = await mediaProfiles(device, { signal })
  return await ptzStatus(device, profile?.token ?? '', { signal })
}
/** Waits for what the camera's answer, over a real socket, brings about. */
const come = (isMet: () => boolean) => expect.poll(isMet, { timeout: 5_000 }).toBe(true)
const commands = () =>
  door.actions.filter(action => /^(?:ContinuousMove|Stop|Goto\w+|\w+Preset)$/.test(action))
const entries = () =>
  journal
    .between(
      [
        'camera.ptz-taken',
        'camera.ptz-released',
        'camera.ptz-taken-over',
        'camera.ptz-returned',
        'camera.ptz-return-failed',
        'camera.ptz-preset-saved',
        'camera.ptz-preset-removed',
      ],
      0,
      Number.MAX_SAFE_INTEGER,
    )
    .map(({ kind, actor, body }) => ({
      kind: kind.replace('camera.ptz-', ''),
      by: 'name' in actor ? actor.name : 'station',
      body,
    }))

describe('what a camera offers', () => {
  test('a dome camera says its presets in Chinese; a fixed one offers nothing and is not asked again', async () => {
    await ptz.ready('cam-3')
    expect(reportOf('cam-3')).toMatchObject({
      ability: 'ready',
      failure: null,
      hasHome: true,
      guard: { kind: 'preset', token: '2' },
      presets: [
        { token: '1', name: '大门口' },
        { token: '2', name: '操场 & 主席台' },
      ],
      owner: null,
    })
    await expect(ptz.ready('cam-4')).rejects.toThrow('ptz.none')
    expect(reportOf('cam-4')).toMatchObject({ ability: 'none', presets: [] })
    await expect(ptz.move('cam-3', guard.id, right)).rejects.toThrow('ptz.not-held')
    expect(commands()).toEqual([])
  })

  test('a refused login is told and not tried again until the credentials are changed', async () => {
    password = 'wrong'
    await expect(ptz.ready('cam-3')).rejects.toThrow('ptz.unauthorised')
    expect(reportOf('cam-3')?.failure).toBe('unauthorised')
    const asked = door.actions.length
    await expect(ptz.ready('cam-3')).rejects.toThrow('ptz.unauthorised')
    expect(door.actions).toHaveLength(asked)
    password = deviceOf('cam-3').credentials.password
    ptz.follow()
    await ptz.ready('cam-3')
    expect(reportOf('cam-3')?.ability).toBe('ready')
  })

  test('a camera that does not answer says so, and the next command that it takes clears it', async () => {
    await takenBy(guard)
    door.isOpen = false
    await expect(ptz.move('cam-3', guard.id, right)).rejects.toThrow('ptz.unreachable')
    expect(reportOf('cam-3')?.failure).toBe('unreachable')
    door.isOpen = true
    await ptz.go('cam-3', guard.id, { kind: 'home' })
    expect(reportOf('cam-3')?.failure).toBeNull()
  })
})

test('of a recorder the channel turns whose stream the site file names, and no other', async () => {
  const nvr = school.cameras.nvrs[0]
  if (nvr === undefined) throw new Error('no recorder')
  const { channels } = await inspectDevice(nvr.onvif, nvr.credentials, { clock: systemClock, signal })
  const device = new OnvifDevice({
    address: nvr.onvif,
    credentials: nvr.credentials,
    clock: systemClock,
  })
  const [dome, fixed] = channels.map(({ profiles }) => profiles[1]?.streamUri ?? '')
  expect(await turningProfile(device, [dome ?? ''], { signal })).toBe('profile_1_main')
  expect(await turningProfile(device, [fixed ?? ''], { signal })).toBeNull()
  expect(await turningProfile(device, ['rtsp://127.0.0.1/another'], { signal })).toBeNull()
})

describe('a move', () => {
  test('goes on while it is asked for, and stops when told', async () => {
    await takenBy(guard)
    await ptz.move('cam-3', guard.id, right)
    expect((await looks()).isMoving).toBe(true)
    // Asked again soon: the camera is not bothered. Later: it is told to go on.
    await clock.advance(300)
    await ptz.move('cam-3', guard.id, right)
    await clock.advance(600)
    await ptz.move('cam-3', guard.id, right)
    await ptz.stop('cam-3', guard.id)
    expect((await looks()).isMoving).toBe(false)
    expect(commands()).toEqual(['ContinuousMove', 'ContinuousMove', 'Stop'])
    await ptz.stop('cam-3', guard.id)
    expect(commands()).toHaveLength(3)
  })

  test('is stopped by the station when nobody asks for it any more', async () => {
    await takenBy(guard)
    await ptz.move('cam-3', guard.id, right)
    await clock.advance(moveHoldsMs - 1)
    expect(commands()).toEqual(['ContinuousMove'])
    await clock.advance(1)
    await come(() => commands().includes('Stop'))
    expect(commands()).toEqual(['ContinuousMove', 'Stop'])
  })

  test('ends with the session, and the camera is free', async () => {
    await takenBy(guard)
    await ptz.move('cam-3', guard.id, right)
    ptz.seatedNow(null, [])
    await come(() => commands().includes('Stop'))
    expect(reportOf('cam-3')?.owner).toBeNull()
    expect(entries()).toMatchObject([
      { kind: 'taken', by: '王建国', body: { name: '操场球机' } },
      { kind: 'released', by: '王建国', body: { reason: 'signed-off' } },
    ])
  })

  test('stops when somebody reads on top, who takes over only by a higher rank', async () => {
    await takenBy(guard)
    await ptz.move('cam-3', guard.id, right)
    ptz.seatedNow(representative.id, [guard.id, representative.id])
    await come(() => commands().includes('Stop'))
    expect(reportOf('cam-3')?.owner?.name).toBe('王建国')
    expect(() => ptz.take('cam-3', { ...representative, rank: 2 }, true)).toThrow('ptz.outranked')
    ptz.take('cam-3', representative, true)
    await expect(ptz.move('cam-3', guard.id, right)).rejects.toThrow('ptz.not-held')
    ptz.seatedNow(guard.id, [guard.id])
    expect(reportOf('cam-3')).toMatchObject({ owner: null, lost: { fromId: guard.id, byName: '刘芳' } })
    expect(entries().slice(1)).toMatchObject([
      { kind: 'taken-over', by: '刘芳', body: { from: { name: '王建国' } } },
      { kind: 'released', by: '刘芳', body: { reason: 'signed-off' } },
    ])
  })
})

describe('the guard position', () => {
  const due = async (ms: number) => {
    await clock.advance(ms)
    ptz.checkDue()
  }

  test('two minutes after the last command the camera goes back by itself, and that is written down', async () => {
    await takenBy(guard)
    await ptz.go('cam-3', guard.id, { kind: 'preset', token: '1' })
    expect(await looks()).toMatchObject({ pan: -0.5, zoom: 0.2 })
    await due(returnAfterMs - 1)
    expect(reportOf('cam-3')).toMatchObject({ owner: guard, returnsAtMs: clock.now() + 1 })
    await due(1)
    await come(() => entries().some(({ kind }) => kind === 'returned'))
    expect(await looks()).toMatchObject({ pan: 0.5, tilt: -0.2, zoom: 0.6 })
    expect(reportOf('cam-3')).toMatchObject({ owner: null, returnsAtMs: null })
    expect(entries()).toMatchObject([
      { kind: 'taken' },
      { kind: 'released', by: 'station', body: { reason: 'idle' } },
      { kind: 'returned', by: 'station', body: { to: '操场 & 主席台' } },
    ])
  })

  test('a station that was started again remembers the way back, and that nobody holds the camera', async () => {
    await takenBy(guard)
    await ptz.go('cam-3', guard.id, { kind: 'preset', token: '1' })
    await ptz[Symbol.asyncDispose]()
    ptz = open()
    expect(entries().at(-1)).toMatchObject({ kind: 'released', body: { reason: 'restarted' } })
    await due(returnAfterMs)
    await come(() => entries().some(({ kind }) => kind === 'returned'))
    expect(await looks()).toMatchObject({ pan: 0.5 })
  })

  test('a camera that cannot be reached is tried again until it is back; its failure is written once', async () => {
    await takenBy(guard)
    await ptz.go('cam-3', guard.id, { kind: 'preset', token: '1' })
    ptz.release('cam-3', guard.id)
    door.isOpen = false
    await due(returnAfterMs)
    await come(() => entries().some(({ kind }) => kind === 'return-failed'))
    await due(30_000)
    await come(() => reportOf('cam-3')?.returnsAtMs === clock.now() + 30_000)
    door.isOpen = true
    await due(30_000)
    await come(() => entries().some(({ kind }) => kind === 'returned'))
    expect(entries().map(({ kind }) => kind)).toEqual(['taken', 'released', 'return-failed', 'returned'])
  })
})

test('presets are stored, written over and removed; the guard position cannot be removed', async () => {
  await takenBy(guard)
  await ptz.go('cam-3', guard.id, { kind: 'preset', token: '1' })
  await ptz.savePreset('cam-3', guard, '东门 <夜间>', null)
  const stored = reportOf('cam-3')?.presets.find(({ name }) => name === '东门 <夜间>')
  if (stored === undefined) throw new Error('not stored')
  await ptz.savePreset('cam-3', guard, '东门', stored.token)
  expect(reportOf('cam-3')?.presets).toContainEqual({ token: stored.token, name: '东门' })
  ptz.setGuard(
    'cam-3',
    { kind: 'user', id: 'zhao-ming', name: '赵明', shiftId: 1 },
    { kind: 'preset', token: stored.token },
  )
  expect(reportOf('cam-3')?.guard).toEqual({ kind: 'preset', token: stored.token })
  await expect(ptz.removePreset('cam-3', guard, stored.token)).rejects.toThrow('ptz.is-guard')
  ptz.setGuard('cam-3', { kind: 'station' }, { kind: 'home' })
  await ptz.removePreset('cam-3', guard, stored.token)
  expect(reportOf('cam-3')?.presets).toHaveLength(2)
  expect(entries().map(({ kind }) => kind)).toEqual([
    'taken',
    'preset-saved',
    'preset-saved',
    'preset-removed',
  ])
})
