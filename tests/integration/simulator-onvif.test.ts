import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OnvifDevice } from 'node-onvif'
import { Cam } from 'onvif'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimCameraAddress, SimCameras } from '../../simulator/cameras/index.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** The simulated cameras' ONVIF side, proved by three clients that were not written here. */

let started: TestCameras
let cameras: SimCameras
let cacheFolder: string

beforeAll(async () => {
  started = await startTestCameras([
    { id: 'cam-2', name: '2号 东围墙', scene: 'fence', encoding: 'loop', rtspAuth: 'none', ptz: true },
    {
      id: 'cam-4',
      name: '4号 食堂后厨',
      scene: 'kitchen',
      encoding: 'loop',
      rtspAuth: 'digest',
      clockOffsetSeconds: 25,
    },
  ])
  ;({ cameras, cacheFolder } = started)
})

afterAll(() => started[Symbol.asyncDispose]())

function camera(id: string): SimCameraAddress {
  const found = cameras.list.find(entry => entry.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

type Answer<T> = (error: Error | null, data?: T) => void

function answered<T>(ask: (callback: Answer<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, data) => (error ? reject(error) : resolve(data as T)))
  })
}

function cam({ onvif, credentials }: SimCameraAddress, password = credentials.password): Cam {
  const { hostname, port, pathname } = new URL(onvif)
  return new Cam({
    hostname,
    port: Number(port),
    path: pathname,
    username: credentials.user,
    password,
    timeout: 5000,
    autoconnect: false,
  })
}

async function connected(address: SimCameraAddress, password?: string): Promise<Cam> {
  const client = cam(address, password)
  await answered<unknown>(callback => client.connect(callback))
  return client
}

describe('npm onvif', () => {
  test('device information, profiles, stream and snapshot addresses', async () => {
    const address = camera('cam-2')
    const client = await connected(address)
    const information = await answered<Record<string, unknown>>(callback =>
      client.getDeviceInformation(callback),
    )
    expect(information).toMatchObject({ manufacturer: 'Zhishou', serialNumber: 'SIM-cam-2' })
    const profiles = await answered<{ $: { token: string } }[]>(callback => client.getProfiles(callback))
    expect(profiles.map(profile => profile.$.token)).toEqual(['profile_main', 'profile_sub'])
    const uris = ['profile_main', 'profile_sub'].map(profileToken =>
      answered<{ uri: string }>(callback =>
        client.getStreamUri({ protocol: 'RTSP', profileToken }, callback),
      ),
    )
    const [main, sub] = await Promise.all(uris)
    expect({ main: main?.uri, sub: sub?.uri }).toEqual(address.rtsp)
    const snapshot = await answered<{ uri: string }>(callback => client.getSnapshotUri({}, callback))
    expect(snapshot.uri).toBe(address.snapshot)
  })

  test('a wrong password is refused with a fault, the time is told to anybody', async () => {
    const client = await connected(camera('cam-2'), 'guess')
    await expect(answered(callback => client.getDeviceInformation(callback))).rejects.toThrow(
      /not authorized/i,
    )
    const date = await answered<Date>(callback => client.getSystemDateAndTime(callback))
    expect(Math.abs(date.getTime() - Date.now())).toBeLessThan(3_000)
  })

  test('a camera 25 s ahead says so, and takes a client that follows its clock', async () => {
    const client = await connected(camera('cam-4'))
    const date = await answered<Date>(callback => client.getSystemDateAndTime(callback))
    const aheadMs = date.getTime() - Date.now()
    expect(aheadMs).toBeGreaterThan(22_000)
    expect(aheadMs).toBeLessThan(28_000)
    await expect(answered(callback => client.getDeviceInformation(callback))).resolves.toMatchObject({
      serialNumber: 'SIM-cam-4',
    })
  })

  test('an action the camera does not know is a fault, a dropped camera does not answer', async () => {
    const client = await connected(camera('cam-2'))
    await expect(answered(callback => client.getNTP(callback))).rejects.toThrow(/not supported/i)
    await cameras.command('cam-2', 'drop')
    await expect(answered(callback => client.getDeviceInformation(callback))).rejects.toThrow(
      /hang up|ECONNRESET/,
    )
    await cameras.command('cam-2', 'restore')
    await answered(callback => client.getDeviceInformation(callback))
  })

  test('Media2 is found, and the camera turns, stops and goes to a preset', async () => {
    const client = await connected(camera('cam-2'))
    expect(client.media2Support).toBe(true)
    const status = () =>
      answered<{ position: { x: number; y: number; zoom: number } }>(callback =>
        client.getStatus({}, callback),
      )
    await answered<unknown>(callback => client.continuousMove({ x: 1, y: 0, zoom: 0 }, callback))
    await answered<unknown>(callback => client.stop({ panTilt: true, zoom: true }, callback))
    expect((await status()).position.x).toBeGreaterThan(0)
    const presets = await answered<Record<string, string>>(callback => client.getPresets({}, callback))
    expect(Object.keys(presets)).toEqual(['大门口', '操场 & 主席台'])
    await answered<unknown>(callback => client.gotoPreset({ preset: '2' }, callback))
    expect((await status()).position).toEqual({ x: 0.5, y: -0.2, zoom: 0.6 })
  })

  test('nonsense is a SOAP fault and does no harm', async () => {
    for (const body of ['', '<a', '<x/>', '{"json": 1}']) {
      const response = await fetch(camera('cam-2').onvif, { method: 'POST', body })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('ter:WellFormed')
    }
  })
})

describe('npm node-onvif', () => {
  test('reads both profiles and fetches the snapshot with digest', async () => {
    const { onvif, credentials, rtsp, snapshot } = camera('cam-4')
    const device = new OnvifDevice({ xaddr: onvif, user: credentials.user, pass: credentials.password })
    expect(await device.init()).toMatchObject({ Manufacturer: 'Zhishou', SerialNumber: 'SIM-cam-4' })
    const profiles = device.getProfileList()
    expect(profiles.map(({ token, stream }) => ({ token, rtsp: stream.rtsp }))).toEqual([
      { token: 'profile_main', rtsp: rtsp.main },
      { token: 'profile_sub', rtsp: rtsp.sub },
    ])
    expect(profiles[0]?.snapshot).toBe(snapshot)
    const { headers, body } = await device.fetchSnapshot()
    expect(headers['content-type']).toBe('image/jpeg')
    // Start and end of a JPEG image.
    expect([body.toString('hex', 0, 2), body.toString('hex', body.length - 2)]).toEqual(['ffd8', 'ffd9'])
  })

  test('the snapshot of a camera with a password is not for everybody', async () => {
    expect((await fetch(camera('cam-4').snapshot)).status).toBe(401)
    expect((await fetch(camera('cam-2').snapshot)).status).toBe(200)
  })

  test('a wrong password is refused', async () => {
    const { onvif, credentials } = camera('cam-4')
    const device = new OnvifDevice({ xaddr: onvif, user: credentials.user, pass: 'guess' })
    await expect(device.init()).rejects.toThrow(/not authorized/i)
  })
})

/** How to get a network of one's own; undefined where the machine forbids it (some containers) or lacks iproute2. */
const namespace = [['-rn'], ['-n']].find(
  flags => spawnSync('unshare', [...flags, 'ip', 'link', 'set', 'lo', 'up']).status === 0,
)

describe.skipIf(!namespace)('Debian onvif-util, in a network namespace', () => {
  test('discovers the camera, reads time, profiles and RTSP address, and is refused with a wrong password', async () => {
    const script = join(import.meta.dirname, '../helpers/onvif-util-school.ts')
    const network = 'ip link set lo up && ip route add 224.0.0.0/4 dev lo src 127.0.0.1'
    const command = `${network} && exec "$0" "$@"`
    const args = [...(namespace ?? []), 'sh', '-c', command, process.execPath, script, cacheFolder]
    const { stdout } = await promisify(execFile)('unshare', args, { timeout: 45_000 })
    const { right, wrong, rtsp } = JSON.parse(stdout) as Record<'right' | 'wrong', string> & {
      rtsp: { main: string; sub: string }
    }
    expect(right).toContain('name:   cam-2 SimCam')
    expect(right).toContain('serial: SIM-cam-2')
    expect(right).toMatch(/Time Offset: [23] seconds/)
    expect(right).toMatch(/Token 0: profile_main\s+Token 1: profile_sub/)
    expect(right).toMatch(/Width: +1280\s+Height: +720\s+Frame Rate: 25/)
    expect(right).toMatch(/Width: +640\s+Height: +360\s+Frame Rate: 15/)
    expect(right).toContain(rtsp.sub)
    expect(wrong).toContain('ERROR: get device information - ter:NotAuthorized')
  })
})
