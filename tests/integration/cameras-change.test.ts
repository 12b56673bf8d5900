import { afterAll, beforeAll, expect, test } from 'vitest'
import { siteCamera, startCameraRoom } from '../helpers/camera-room.ts'
import { startRefusingDevice } from '../helpers/limited-device.ts'
import { LiveViewer } from '../helpers/live-viewer.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'

/** The site file changes while cameras run. */

let peer: RtspPeer
beforeAll(async () => {
  peer = await startRtspPeer()
})
afterAll(() => peer[Symbol.asyncDispose]())

const dials = async (): Promise<number> => Number(await peer.command('dials'))

test('a name or a keeping time changes nothing of what runs; a new address moves the viewers over', async () => {
  const first = siteCamera('cam-1', `${peer.url}/cam1`)
  const other = siteCamera('cam-2', `${peer.url}/cam2`)
  await using room = startCameraRoom([first, other])
  const viewer = new LiveViewer()
  const neighbour = new LiveViewer()
  using _watched = room.cameras.attachViewer('cam-1', 'main', viewer)
  using _beside = room.cameras.attachViewer('cam-2', 'main', neighbour)
  await Promise.all([viewer.untilState('live'), neighbour.untilState('live')])
  const before = await dials()

  room.cameras.apply([{ ...first, name: '正门', retentionDays: 90 }, other])
  const seen = viewer.fragments.length
  await viewer.until(() => viewer.fragments.length > seen + 5)
  expect([await dials(), viewer.states.map(({ state }) => state)]).toEqual([before, ['connecting', 'live']])

  room.cameras.apply([{ ...first, streams: { main: { url: `${peer.url}/cam2` } } }, other])
  await viewer.until(() => viewer.states.length > 2 && viewer.state === 'live')
  expect(viewer.states.map(({ state }) => state)).toEqual(['connecting', 'live', 'connecting', 'live'])
  expect(neighbour.states.map(({ state }) => state)).toEqual(['connecting', 'live'])
  expect(await dials()).toBe(before + 1)
})

test('switched off or out of service a camera is off for who watches it, and back with the next change', async () => {
  const camera = siteCamera('cam-1', `${peer.url}/cam1`)
  await using room = startCameraRoom([camera])
  const viewer = new LiveViewer()
  using _watched = room.cameras.attachViewer('cam-1', 'main', viewer)
  await viewer.untilState('live')
  room.cameras.apply([{ ...camera, enabled: false }])
  expect(viewer.state).toBe('off')
  expect(room.cameras.reports().map(({ main }) => main.state)).toEqual(['off'])
  room.cameras.apply([camera])
  await viewer.untilState('live')
  room.cameras.apply([{ ...camera, retired: true }])
  expect([viewer.state, room.cameras.reports()]).toEqual(['off', []])
  expect(() => room.cameras.attachViewer('cam-1', 'main', new LiveViewer())).toThrow('cameras.no-stream')
})

test('a sub-stream that is added later serves those who asked for it; taken away, the main stream does again', async () => {
  const camera = siteCamera('cam-1', `${peer.url}/cam1`)
  await using room = startCameraRoom([camera])
  const viewer = new LiveViewer()
  using _watched = room.cameras.attachViewer('cam-1', 'sub', viewer)
  await viewer.untilState('live')
  const wanted = () => room.cameras.reports().map(({ main, sub }) => [main.state, sub.state])
  const withSub = { ...camera, streams: { ...camera.streams, sub: { url: `${peer.url}/cam2` } } }
  room.cameras.apply([withSub])
  await viewer.until(() => viewer.states.length > 2 && viewer.state === 'live')
  expect(wanted()[0]?.[1]).toBe('live')
  room.cameras.apply([camera])
  await viewer.until(() => viewer.state === 'live')
  expect(wanted()).toEqual([['live', 'live']])
})

test('a password that is changed while the old one is being tried is tried as well', async () => {
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const tried: string[] = []
  let change = () => {}
  await using device = await startRefusingDevice(({ authorization }) => {
    if (authorization === basic('guard', 'new')) return { status: '404 Not Found' }
    if (authorization === basic('guard', 'old')) change()
    return { status: '401 Unauthorized\r\nWWW-Authenticate: Basic realm="camera"' }
  })
  await using room = startCameraRoom([siteCamera('cam', `${device.url}/x`, { credentials: 'cam' })])
  room.credentials.set('cam', { user: 'guard', password: 'old' })
  change = () => {
    tried.push('old')
    room.credentials.set('cam', { user: 'guard', password: 'new' })
    room.cameras.credentialsChanged('cam')
  }
  const viewer = new LiveViewer()
  using _watched = room.cameras.attachViewer('cam', 'main', viewer)
  // What the device says to the new password: this camera has no such stream.
  await viewer.untilState('lost')
  expect(viewer.states.at(-1)?.code).toBe('not-found')
  expect(tried).toEqual(['old'])
})
