import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { liveServer } from '../../src/core/cameras/live-socket.ts'
import { LiveMessage } from '../../src/shared/streams.ts'
import { siteCamera, startCameraRoom } from '../helpers/camera-room.ts'
import { LiveViewer } from '../helpers/live-viewer.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'

let peer: RtspPeer
beforeAll(async () => {
  peer = await startRtspPeer()
})
afterAll(() => peer[Symbol.asyncDispose]())

/** ffmpeg processes that this test run started and that still live, as the list of processes shows them. */
function commandLines(): string[] {
  return execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.startsWith('ffmpeg'))
}

describe('one camera, several viewers', () => {
  test('is dialled once; the second viewer sees a picture at once; nobody left, no ffmpeg left', async () => {
    const dialsBefore = Number(await peer.command('dials'))
    await using room = startCameraRoom([siteCamera('cam-1', `${peer.url}/cam1`)])
    const first = new LiveViewer()
    const firstAttached = room.cameras.attachViewer('cam-1', 'main', first)
    await first.until(() => first.fragments.length > 0)
    expect(first.states.map(({ state }) => state)).toEqual(['connecting', 'live'])
    expect(first.mimeType).toMatch(/^video\/mp4; codecs="avc1\.42/)
    await first.until(() => first.fragments.length >= 10)

    const second = new LiveViewer()
    const secondAttached = room.cameras.attachViewer('cam-1', 'sub', second)
    expect(second.fragments[0]?.beginsWithKeyFrame).toBe(true)
    expect(second.state).toBe('live')
    expect(commandLines()).toHaveLength(1)
    expect(Number(await peer.command('dials')) - dialsBefore).toBe(1)

    const [report] = room.cameras.reports()
    expect(report).toMatchObject({
      id: 'cam-1',
      main: { state: 'live', width: 320, height: 180, reason: '', attempts: 0 },
      sub: { state: 'live', codec: expect.stringMatching(/^avc1/) },
    })
    expect(Date.now() - Number(report?.main.lastFrameAtMs)).toBeLessThan(2_000)

    firstAttached[Symbol.dispose]()
    secondAttached[Symbol.dispose]()
    await room.cameras[Symbol.asyncDispose]()
    expect(commandLines()).toEqual([])
  })
})

test('over a real socket: media, init segment and the newest group of pictures at once; refusals by name', async () => {
  await using room = startCameraRoom([siteCamera('cam-1', `${peer.url}/cam1`)])
  const warm = new LiveViewer()
  using _attached = room.cameras.attachViewer('cam-1', 'main', warm)
  await warm.until(() => warm.fragments.length > 0)
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const serve = liveServer(room.cameras)
  server.on('connection', (socket, request) =>
    serve(socket, new URL(request.url ?? '/', 'ws://x').searchParams),
  )
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const newestTicks = Number(warm.fragments.at(-1)?.decodeTicks)
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live?camera=cam-1&stream=sub`)
    const viewer = new LiveViewer()
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) viewer.bytes(data)
      else viewer.message(LiveMessage.parse(JSON.parse(data.toString('utf8'))))
    })
    await viewer.until(() => viewer.fragments.length > 0)
    // From before it connected: it did not have to wait for the camera's next key frame.
    expect(viewer.fragments[0]?.decodeTicks).toBeLessThanOrEqual(newestTicks)
    expect(viewer.fragments[0]?.beginsWithKeyFrame).toBe(true)
    expect(viewer.states.map(({ state }) => state)).toEqual(['live'])
    socket.close()

    const refusals = ['camera=cam-9&stream=main', 'camera=cam-1&stream=third'].map(async query => {
      const [code, reason] = await once(new WebSocket(`ws://127.0.0.1:${port}/live?${query}`), 'close')
      return `${code} ${String(reason)}`
    })
    expect(await Promise.all(refusals)).toEqual(['4000 cameras.unknown', '4000 link.bad-input'])
  } finally {
    server.close()
  }
})

describe('faults', () => {
  test('a server that hangs up (ffmpeg exits 0) is lost, then live again by itself', async () => {
    await using room = startCameraRoom([siteCamera('cam-1', `${peer.url}/cam1`)])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-1', 'main', viewer)
    await viewer.untilState('live')
    await peer.command('refuse')
    await viewer.untilState('lost')
    await viewer.until(() => viewer.states.length >= 4)
    await peer.command('accept')
    const before = viewer.fragments.length
    await viewer.untilState('live')
    expect(viewer.states.slice(2).map(({ state }) => state)).not.toContain('connecting')
    expect(viewer.fragments[before]?.beginsWithKeyFrame).toBe(true)
  })

  test('a picture that stands still on an open connection is stalled within five seconds', async () => {
    await using room = startCameraRoom([siteCamera('cam-2', `${peer.url}/cam2`)])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-2', 'main', viewer)
    await viewer.untilState('live')
    await peer.command('freeze cam2')
    const frozenAtMs = Date.now()
    await viewer.untilState('stalled')
    expect(Number(viewer.states.at(-1)?.atMs) - frozenAtMs).toBeLessThan(5_000)
    await peer.command('thaw cam2')
    await viewer.untilState('live')
  })

  test('a wrong password is said, and not tried again until it is changed', async () => {
    await using room = startCameraRoom([siteCamera('cam-sec', `${peer.url}/sec`, { credentials: 'sec' })])
    room.credentials.set('sec', { user: 'inspector', password: 'wrong' })
    const dialsBefore = Number(await peer.command('dials'))
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-sec', 'main', viewer)
    await viewer.untilState('unauthorised')
    expect(viewer.states.at(-1)?.reason).toContain('401')
    expect(room.cameras.reports()[0]?.main).toMatchObject({ state: 'unauthorised', attempts: 1 })

    room.credentials.set('sec', { user: 'inspector', password: `p@ss:w'ord` })
    room.cameras.credentialsChanged('sec')
    await viewer.untilState('live')
    // One connection was refused, one accepted; a retry in between would make three.
    expect(Number(await peer.command('dials')) - dialsBefore).toBe(2)
    expect(commandLines().join(' ')).not.toContain('ord')
    expect(readFileSync(join(room.dataDir, 'log/station.log'), 'utf8')).not.toMatch(/wrong|ss.*w.*ord|p%40/)
  })

  test('a camera that is not there is lost and dialled again and again', async () => {
    await using room = startCameraRoom([siteCamera('cam-none', 'rtsp://127.0.0.1:9/none')])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-none', 'main', viewer)
    await viewer.untilState('lost')
    expect(viewer.states.at(-1)?.reason).toContain('Connection refused')
    let attempts = 0
    await new Promise<void>(resolve => {
      room.cameras.changed.on(([report]) => {
        attempts = Math.max(attempts, report?.main.attempts ?? 0)
        if (attempts >= 3) resolve()
      })
    })
    expect(viewer.states.map(({ state }) => state)).toEqual(['connecting', 'lost'])
  })
})

describe('other ways to a picture', () => {
  test('UDP', async () => {
    await using room = startCameraRoom([siteCamera('cam-1', `${peer.url}/cam1`, { transport: 'udp' })])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-1', 'main', viewer)
    await viewer.until(() => viewer.fragments.length >= 5)
    expect(viewer.state).toBe('live')
  })

  test('H.265 is passed on with its name', async () => {
    await using room = startCameraRoom([siteCamera('cam-h', `${peer.url}/hevc`)])
    const viewer = new LiveViewer()
    using _attached = room.cameras.attachViewer('cam-h', 'main', viewer)
    await viewer.until(() => viewer.fragments.length >= 3)
    expect(viewer.mimeType).toMatch(/codecs="hev1\.1\.6\.L\d+/)
  })
})
