import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FragmentSink, LiveFragment } from '../../src/core/cameras/fragment-sink.ts'
import type { InitSegment } from '../../src/core/media/init-segment.ts'
import { siteCamera, startCameraRoom, type CameraRoom } from '../helpers/camera-room.ts'
import { refusesAt, startLimitedDevice, startRefusingDevice } from '../helpers/limited-device.ts'
import { LiveViewer } from '../helpers/live-viewer.ts'
import { openOtherNetwork } from '../helpers/other-network.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'
import { until } from '../helpers/until.ts'

let peer: RtspPeer
beforeAll(async () => {
  peer = await startRtspPeer()
})
afterAll(() => peer[Symbol.asyncDispose]())

const dials = async () => Number(await peer.command('dials'))
const h264Only = new Set(['avc1'])

/** Command lines of the ffmpegs that this test run started and that still live. */
function ffmpegs(): string[] {
  return execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.startsWith('ffmpeg'))
}
const transcoders = () => ffmpegs().filter(line => line.includes('libx264'))

/** What the recorder would get: everything, untouched. */
class Keeper implements FragmentSink {
  readonly inits: InitSegment[] = []
  readonly fragments: { fragment: LiveFragment; init: InitSegment }[] = []
  init(init: InitSegment): void {
    this.inits.push(init)
  }
  group(fragments: readonly LiveFragment[]): void {
    for (const fragment of fragments) this.fragment(fragment)
  }
  fragment(fragment: LiveFragment): void {
    const init = this.inits.at(-1)
    if (init !== undefined) this.fragments.push({ fragment, init })
  }
  condition(): void {}
  /** A file of all that came under one init segment. */
  file(index: number): Buffer {
    const init = this.inits[index]
    const own = this.fragments.filter(each => each.init === init).map(({ fragment }) => fragment.bytes)
    return Buffer.concat([init?.bytes ?? Buffer.alloc(0), ...own])
  }
}

/** Size and decodable frames, as ffprobe finds them. */
function probe(file: Buffer): { size: string; frames: number } {
  const words =
    '-v error -count_frames -show_entries stream=width,height,nb_read_frames -of csv=p=0 -f mp4 pipe:0'
  const [width, height, frames] = execFileSync('ffprobe', words.split(' '), { input: file, encoding: 'utf8' })
    .trim()
    .split(',')
  return { size: `${width}x${height}`, frames: Number(frames) }
}

const report = (room: CameraRoom, id: string) => room.cameras.reports().find(each => each.id === id)

describe('H.265 for a screen that plays H.264 only', () => {
  test('is transcoded once for all who watch, marked, and what is recorded stays the camera’s own', async () => {
    await using room = startCameraRoom([siteCamera('cam-h', `${peer.url}/hevc`)])
    const keeper = new Keeper()
    using _held = room.cameras.hold('cam-h', 'main', keeper)
    const [first, second] = [new LiveViewer(), new LiveViewer()]
    const firstAttached = room.cameras.attachViewer('cam-h', 'main', first, h264Only)
    await first.until(() => first.fragments.length >= 5)
    const secondAttached = room.cameras.attachViewer('cam-h', 'main', second, h264Only)
    await second.until(() => second.fragments.length >= 5)
    for (const viewer of [first, second]) {
      expect(viewer.media).toEqual([
        {
          type: 'media',
          mimeType: expect.stringMatching(/codecs="avc1\./),
          stream: 'main',
          transcoded: true,
        },
      ])
      expect(viewer.fragments[0]?.beginsWithKeyFrame).toBe(true)
      expect(viewer.state).toBe('live')
    }
    expect(transcoders()).toHaveLength(1)
    firstAttached[Symbol.dispose]()
    secondAttached[Symbol.dispose]()
    const before = keeper.fragments.length
    await until(
      room.cameras.changed,
      () => transcoders().length === 0 && keeper.fragments.length > before + 3,
    )
    expect(keeper.inits).toHaveLength(1)
    expect(keeper.inits[0]?.track.codec).toMatch(/^hev1/)
    expect(probe(keeper.file(0)).frames).toBeGreaterThan(15)
  })

  test('a transcoder that dies is replaced; the viewer sees a picture again', async () => {
    await using room = startCameraRoom([siteCamera('cam-h', `${peer.url}/hevc`)])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-h', 'main', viewer, h264Only)
    await viewer.until(() => viewer.fragments.length >= 3)
    const pids = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    const [pid] = pids.split('\n').flatMap(line => (line.includes('libx264') ? [parseInt(line, 10)] : []))
    process.kill(Number(pid), 'SIGKILL')
    await viewer.until(() => viewer.media.length === 2)
    const before = viewer.fragments.length
    await viewer.until(() => viewer.fragments.length > before)
    expect(viewer.fragments[before]?.beginsWithKeyFrame).toBe(true)
  })

  test('gives way to a sub-stream in H.264, and the main stream is not asked for any more', async () => {
    const streams = { main: { url: `${peer.url}/hevc` }, sub: { url: `${peer.url}/cam1` } }
    await using room = startCameraRoom([siteCamera('cam-h', `${peer.url}/hevc`, { streams })])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-h', 'main', viewer, h264Only)
    await viewer.until(() => viewer.fragments.length >= 3)
    expect(viewer.media).toMatchObject([{ stream: 'sub', transcoded: false }])
    expect(transcoders()).toEqual([])
    await until(room.cameras.changed, () => report(room, 'cam-h')?.main.state === 'idle')
    expect(ffmpegs()).toHaveLength(1)
  })
})

test('a picture that changes its size in mid-stream: a new init segment, no new dial, no frame lost', async () => {
  await using room = startCameraRoom([siteCamera('cam-2', `${peer.url}/cam2`)])
  const keeper = new Keeper()
  using _held = room.cameras.hold('cam-2', 'main', keeper)
  const viewer = new LiveViewer()
  using _attached = room.cameras.attachViewer('cam-2', 'main', viewer)
  await viewer.until(() => viewer.fragments.length >= 10)
  const before = await dials()
  await peer.command('resize cam2 640 360')
  await viewer.until(() => viewer.media.length === 2)
  const then = viewer.fragments.length
  await viewer.until(() => viewer.fragments.length >= then + 15)
  await peer.command('resize cam2 320 180')
  await viewer.until(() => viewer.media.length === 3)
  expect(await dials()).toBe(before)
  expect(viewer.states.map(({ state }) => state)).toEqual(['connecting', 'live'])
  expect(keeper.inits.map(({ track }) => `${track.width}x${track.height}`)).toEqual([
    '320x180',
    '640x360',
    '320x180',
  ])
  const large = probe(keeper.file(1))
  expect(large.size).toBe('640x360')
  const sent = keeper.fragments.filter(({ init }) => init === keeper.inits[1])
  expect(large.frames).toBe(sent.reduce((sum, { fragment }) => sum + fragment.sampleCount, 0))
  const holes = keeper.fragments.filter(({ fragment }, index) => {
    const last = keeper.fragments[index - 1]?.fragment
    return last !== undefined && last.decodeTicks + last.durationTicks !== fragment.decodeTicks
  })
  expect(holes).toEqual([])
})

test('a smart codec that leaves out key frames is named', async () => {
  await using room = startCameraRoom([
    siteCamera('cam-s', `${peer.url}/smart`),
    siteCamera('cam-1', `${peer.url}/cam1`),
  ])
  const viewers = ['cam-s', 'cam-1'].map(id => room.cameras.attachViewer(id, 'main', new LiveViewer()))
  await until(
    room.cameras.changed,
    () => report(room, 'cam-s')?.main.warnings.includes('smart-codec') === true,
  )
  expect(report(room, 'cam-s')?.main.keyFrameIntervalMs).toBeGreaterThan(8_000)
  await until(room.cameras.changed, () => report(room, 'cam-s')?.main.state === 'live')
  expect(report(room, 'cam-s')?.main.attempts).toBe(0)
  expect(report(room, 'cam-1')?.main).toMatchObject({ warnings: [], keyFrameIntervalMs: 1_000 })
  for (const viewer of viewers) viewer[Symbol.dispose]()
})

describe('what a device says no with', () => {
  test('a transport that is not offered is told from a path that is not there', async () => {
    await using room = startCameraRoom([
      siteCamera('cam-u', `${peer.url}/udponly`),
      siteCamera('cam-n', `${peer.url}/no-such-path`),
    ])
    const [overTcp, nowhere] = [new LiveViewer(), new LiveViewer()]
    using _first = room.cameras.attachViewer('cam-u', 'main', overTcp)
    using _second = room.cameras.attachViewer('cam-n', 'main', nowhere)
    await overTcp.untilState('lost')
    await nowhere.untilState('lost')
    expect(overTcp.states.at(-1)?.code).toBe('transport')
    expect(nowhere.states.at(-1)?.code).toBe('not-found')
  })

  test.each([
    ['DESCRIBE', '403 Forbidden', 'lost', 'forbidden'],
    ['SETUP', '453 Not Enough Bandwidth', 'lost', 'too-many-connections'],
    ['DESCRIBE', '500 Internal Server Error', 'lost', 'device-error'],
    ['DESCRIBE', '401 Unauthorized', 'unauthorised', 'credentials'],
    [
      'DESCRIBE',
      '401 Unauthorized\r\nWWW-Authenticate: Digest realm="", nonce=""',
      'unauthorised',
      'credentials',
    ],
    ['DESCRIBE', '401 Unauthorized\r\nWWW-Authenticate: Negotiate', 'unauthorised', 'credentials'],
  ])('%s answered %s is %s: %s', async (method, status, state, code) => {
    await using device = await startRefusingDevice(refusesAt(method, status))
    await using room = startCameraRoom([siteCamera('cam', `${device.url}/x`, { credentials: 'cam' })])
    room.credentials.set('cam', { user: 'guard', password: 's3cret' })
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam', 'main', viewer)
    await viewer.untilState(state)
    expect(viewer.states.at(-1)?.code).toBe(code)
    expect(device.connections).toBe(1)
  })

  test('a realm that is another each time is a refusal too, and is not tried for ever', async () => {
    let challenges = 0
    await using device = await startRefusingDevice(() => ({
      status: `401 Unauthorized\r\nWWW-Authenticate: Digest realm="realm ${++challenges}", nonce="${challenges}"`,
    }))
    await using room = startCameraRoom([siteCamera('cam', `${device.url}/x`, { credentials: 'cam' })])
    room.credentials.set('cam', { user: 'guard', password: 's3cret' })
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam', 'main', viewer)
    await viewer.untilState('unauthorised')
    expect(device.connections).toBe(1)
    expect(challenges).toBeLessThan(6)
  })
})

describe('logins', () => {
  test('a wrong password for eight channels of one recorder reaches it once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `channel-${index}`)
    await using room = startCameraRoom(
      ids.map(id => siteCamera(id, `${peer.url}/sec`, { credentials: 'recorder' })),
    )
    room.credentials.set('recorder', { user: 'inspector', password: 'wrong' })
    const before = await dials()
    const viewers = ids.map(id => {
      const viewer = new LiveViewer()
      room.cameras.attachViewer(id, 'main', viewer)
      return viewer
    })
    await Promise.all(viewers.map(viewer => viewer.untilState('unauthorised')))
    expect((await dials()) - before).toBe(1)
    const codes = viewers.map(({ states }) => states.at(-1)?.code)
    expect(codes.filter(code => code === 'credentials')).toHaveLength(1)
    expect(codes.filter(code => code === 'credentials-elsewhere')).toHaveLength(7)
    room.credentials.set('recorder', { user: 'guard', password: 's3cret' })
    room.cameras.credentialsChanged('recorder')
    await Promise.all(viewers.map(viewer => viewer.untilState('live')))
  })

  test('a 401 for want of connections is no wrong password: the stream that runs proves it', async () => {
    await using device = await startLimitedDevice(peer.url, 1)
    const streams = { main: { url: `${device.url}/sec` }, sub: { url: `${device.url}/sec` } }
    await using room = startCameraRoom([
      siteCamera('cam', `${device.url}/sec`, { streams, credentials: 'cam' }),
    ])
    room.credentials.set('cam', { user: 'guard', password: 's3cret' })
    const [main, sub] = [new LiveViewer(), new LiveViewer()]
    using _main = room.cameras.attachViewer('cam', 'main', main)
    await main.untilState('live')
    using _sub = room.cameras.attachViewer('cam', 'sub', sub)
    await sub.untilState('lost')
    expect(sub.states.at(-1)?.code).toBe('login-in-use')
    expect(main.state).toBe('live')
  })
})

describe('twenty-four cameras', () => {
  test('run at once, each asked once; when all come back together they are dialled a few a second', async () => {
    await using many = await startRtspPeer(24)
    const cameras = Array.from({ length: 24 }, (_, index) =>
      siteCamera(`cam-${index}`, `${many.url}/wall${index}`),
    )
    await using room = startCameraRoom(cameras)
    const viewers = cameras.map(({ id }) => {
      const viewer = new LiveViewer()
      room.cameras.attachViewer(id, 'main', viewer)
      return viewer
    })
    await Promise.all(viewers.map(viewer => viewer.untilState('live')))
    expect(await many.command('dials')).toBe('24')
    expect(await many.command('sessions')).toBe('24')

    await many.command('refuse')
    await Promise.all(viewers.map(viewer => viewer.untilState('lost')))
    await many.command('accept')
    await Promise.all(viewers.map(viewer => viewer.untilState('live')))
    expect(await many.command('sessions')).toBe('24')
    const times = JSON.parse(await many.command('dial-times')) as number[]
    const busiest = Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1_000).length))
    // One every 150 ms; a busy machine lets some processes begin together. Without the gate it is all 24.
    expect(busiest).toBeLessThanOrEqual(16)
    // Tiny pictures: what is measured is that none starves.
    expect(room.cameras.reports().map(({ main }) => main.state)).toEqual(cameras.map(() => 'live'))
  })
})

// A socket bound to a group on the sender's own machine meets the sender's; a network of its own is needed.
const network = openOtherNetwork()
afterAll(() => network?.[Symbol.dispose]())
test.skipIf(network === null)('multicast', async () => {
  if (network === null) return
  await using far = await startRtspPeer(0, network)
  await using room = startCameraRoom([
    siteCamera('cam-m', `${far.url}/multi`, { transport: 'multicast' }),
    siteCamera('cam-t', `${far.url}/multi`),
  ])
  const [viewer, overTcp] = [new LiveViewer(), new LiveViewer()]
  using _viewer = room.cameras.attachViewer('cam-m', 'main', viewer)
  await viewer.until(() => viewer.fragments.length >= 5)
  expect(viewer.state).toBe('live')
  using _overTcp = room.cameras.attachViewer('cam-t', 'main', overTcp)
  await overTcp.untilState('lost')
  expect(overTcp.states.at(-1)?.code).toBe('transport')
})
