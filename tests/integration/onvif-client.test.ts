import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimCameraAddress, SimCameras } from '../../simulator/cameras/index.ts'
import { OnvifDevice } from '../../src/core/onvif/device.ts'
import {
  checkClockOffset,
  deviceInformation,
  measureClockOffset,
} from '../../src/core/onvif/device-service.ts'
import { discover } from '../../src/core/onvif/discovery.ts'
import { OnvifError } from '../../src/core/onvif/errors.ts'
import { inspectDevice } from '../../src/core/onvif/inspect.ts'
import { mediaProfiles, snapshot, streamUri } from '../../src/core/onvif/media.ts'
import {
  continuousMove,
  gotoHome,
  gotoPreset,
  presets,
  ptzAbilities,
  ptzStatus,
  removePreset,
  setHome,
  setPreset,
  stopMove,
} from '../../src/core/onvif/ptz.ts'
import { recordingSummary } from '../../src/core/onvif/recordings.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** The ONVIF client of core, against the simulator that three foreign clients prove (simulator-onvif.test.ts). */

let started: TestCameras
let cameras: SimCameras
const signal = new AbortController().signal
const clock = systemClock

beforeAll(async () => {
  started = await startTestCameras(
    [
      { id: 'cam-2', name: '2号 东围墙', scene: 'fence', encoding: 'loop', rtspAuth: 'digest', ptz: true },
      {
        id: 'cam-4',
        name: '4号 食堂后厨',
        scene: 'kitchen',
        encoding: 'loop',
        rtspAuth: 'none',
        clockOffsetSeconds: 25,
      },
    ],
    { discovery: true, nvrs: [{ id: 'nvr-1', channels: ['cam-2', 'cam-4'], historySeconds: 600 }] },
  )
  ;({ cameras } = started)
})
afterAll(() => started[Symbol.asyncDispose]())

function camera(id: string): SimCameraAddress {
  const found = cameras.list.find(entry => entry.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}
const device = (id: string, password = camera(id).credentials.password) =>
  new OnvifDevice({
    address: camera(id).onvif,
    credentials: { ...camera(id).credentials, password },
    clock,
    timeoutMs: 4_000,
  })
const kindOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof OnvifError ? error.kind : error
}

describe('a camera', () => {
  test('onboarding learns all it wants to know, the clock to a part of its second', async () => {
    const { onvif, credentials, rtsp } = camera('cam-4')
    const found = await inspectDevice(onvif, credentials, { clock, signal })
    expect(found).toMatchObject({
      address: onvif,
      information: { manufacturer: 'Zhishou', serialNumber: 'SIM-cam-4' },
      clockSetBy: 'ntp',
      services: ['device', 'media', 'media2', 'events'],
    })
    // A device tells whole seconds: only the edge between two of them tells more. How much, a loaded PC decides.
    expect(found.offsetErrorMs).toBeLessThan(500)
    // The measurement names its own error; the simulator's clock is exact.
    expect(Math.abs(Number(found.offsetMs) - 25_000)).toBeLessThanOrEqual(Number(found.offsetErrorMs) + 1)
    expect(found.channels).toHaveLength(1)
    const video = { codec: 'h264', encoding: 'H264', bitrateKbps: 2048 }
    expect(found.channels[0]?.profiles).toMatchObject([
      {
        token: 'profile_main',
        service: 'media2',
        streamUri: rtsp.main,
        video: { ...video, width: 1280, fps: 25 },
      },
      {
        token: 'profile_sub',
        service: 'media2',
        streamUri: rtsp.sub,
        video: { ...video, width: 640, fps: 15 },
      },
    ])
  })

  test('a wrong password is known as such, although services and time are told to anybody', async () => {
    const wrong = device('cam-2', 'guess')
    expect((await checkClockOffset(wrong, { signal }))?.errorMs).toBeLessThan(1_000)
    expect(await kindOf(deviceInformation(wrong, { signal }))).toBe('unauthorised')
    const { onvif, credentials } = camera('cam-2')
    const inspected = inspectDevice(onvif, { ...credentials, password: 'guess' }, { clock, signal })
    expect(await kindOf(inspected)).toBe('unauthorised')
  })

  test('one question bounds the clock to a second, a measurement to a tenth of it', async () => {
    const ahead = device('cam-4')
    const rough = await checkClockOffset(ahead, { signal })
    expect(Math.abs(Number(rough?.offsetMs) - 25_000)).toBeLessThanOrEqual(Number(rough?.errorMs) + 1)
    const fine = await measureClockOffset(ahead, { signal })
    expect(Number(fine?.errorMs)).toBeLessThan(Number(rough?.errorMs))
    expect(Math.abs(Number(fine?.offsetMs) - 25_000)).toBeLessThanOrEqual(Number(fine?.errorMs) + 1)
  })

  test('addresses for TCP, UDP and multicast, and a snapshot behind digest', async () => {
    const cam = device('cam-2')
    const [main] = await mediaProfiles(cam, { signal })
    if (!main) throw new Error('no profile')
    for (const transport of ['tcp', 'udp', 'multicast'] as const)
      expect(await streamUri(cam, main, transport, { signal })).toBe(camera('cam-2').rtsp.main)
    const jpeg = await snapshot(cam, main, { signal, timeoutMs: 10_000 })
    expect(jpeg.length).toBeGreaterThan(2_000)
    expect(await kindOf(streamUri(cam, { ...main, token: 'none' }, 'tcp', { signal }))).toBe('fault')
  })

  test('a camera that is off the net is unreachable', async () => {
    await cameras.command('cam-4', 'drop')
    expect(await kindOf(deviceInformation(device('cam-4'), { signal }))).toBe('unreachable')
    await cameras.command('cam-4', 'restore')
    expect(await kindOf(deviceInformation(device('cam-4'), { signal }))).toBe(null)
  })
})

describe('PTZ', () => {
  const token = 'profile_main'

  test('turns until it is stopped, and says where it looks', async () => {
    const cam = device('cam-2')
    expect(await ptzAbilities(cam, { signal })).toEqual({ hasHome: true, mostPresets: 32 })
    await continuousMove(cam, token, { pan: 1, tilt: 0.5, zoom: 0.5 }, 5_000, { signal })
    expect((await ptzStatus(cam, token, { signal })).isMoving).toBe(true)
    await stopMove(cam, token, { signal })
    const stopped = await ptzStatus(cam, token, { signal })
    expect(stopped.isMoving).toBe(false)
    for (const value of [stopped.pan, stopped.tilt, stopped.zoom]) expect(value).toBeGreaterThan(0)
    expect(await ptzStatus(cam, token, { signal })).toEqual(stopped)
  })

  test('presets keep their Chinese names and signs; home is where it was set', async () => {
    const cam = device('cam-2')
    const before = await presets(cam, token, { signal })
    expect(before).toEqual([
      { token: '1', name: '大门口' },
      { token: '2', name: '操场 & 主席台' },
    ])
    await gotoPreset(cam, token, '2', { signal })
    expect(await ptzStatus(cam, token, { signal })).toMatchObject({ pan: 0.5, tilt: -0.2, zoom: 0.6 })
    await setHome(cam, token, { signal })
    const added = await setPreset(cam, token, { name: '旗杆 <3> "南"' }, { signal })
    await gotoPreset(cam, token, '1', { signal })
    await gotoHome(cam, token, { signal })
    expect(await ptzStatus(cam, token, { signal })).toMatchObject({ pan: 0.5, tilt: -0.2, zoom: 0.6 })
    expect(await presets(cam, token, { signal })).toEqual([
      ...before,
      { token: added, name: '旗杆 <3> "南"' },
    ])
    await removePreset(cam, token, added, { signal })
    expect(await kindOf(gotoPreset(cam, token, added, { signal }))).toBe('fault')
  })

  test('a camera without PTZ says so', async () => {
    expect(await kindOf(presets(device('cam-4'), token, { signal }))).toBe('not-supported')
  })
})

test('a recorder shows its channels by the names of their cameras', async () => {
  const nvr = cameras.nvrs[0]
  if (!nvr) throw new Error('no recorder')
  const found = await inspectDevice(nvr.onvif, nvr.credentials, { clock, signal })
  expect(found.information.model).toBe('SimNvr')
  const recorder = new OnvifDevice({ address: nvr.onvif, credentials: nvr.credentials, clock })
  const { fromMs, untilMs, recordings } = await recordingSummary(recorder, { signal })
  expect(recordings).toBe(2)
  expect(Number(untilMs) - Number(fromMs)).toBeGreaterThanOrEqual(600_000)
  expect(found.services).toContain('search')
  expect(
    found.channels.map(({ name, ptz, profiles }) => [name, ptz, profiles.map(({ token }) => token)]),
  ).toEqual([
    ['2号 东围墙', true, ['profile_1_main', 'profile_1_sub']],
    ['4号 食堂后厨', false, ['profile_2_main', 'profile_2_sub']],
  ])
})

test('discovery finds every device once, and goes on over an interface that is none', async () => {
  const interfaces = ['127.0.0.1', '203.0.113.7']
  const found = await discover({ clock, signal, interfaces, listenMs: 2_200 })
  const ours = found.devices.filter(({ addresses }) =>
    addresses.some(url => url.includes(`:${cameras.onvifPort}/`)),
  )
  expect(ours.map(({ name }) => name)).toHaveLength(3)
  expect(ours.map(({ name }) => name)).toEqual(expect.arrayContaining(['cam-2', 'cam-4', 'nvr-1']))
  expect(ours.find(({ name }) => name === 'cam-4')?.addresses).toEqual([camera('cam-4').onvif])
  expect(found.failures.map(({ interfaceAddress }) => interfaceAddress)).toEqual(['203.0.113.7'])
})
