import { afterAll, beforeAll, expect, test } from 'vitest'
import { TranscoderSlots } from '../../src/core/cameras/transcoder-slots.ts'
import { siteCamera, startCameraRoom } from '../helpers/camera-room.ts'
import { LiveViewer } from '../helpers/live-viewer.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'

let peer: RtspPeer
beforeAll(async () => {
  peer = await startRtspPeer()
})
afterAll(() => peer[Symbol.asyncDispose]())

test('a picture that finds no encoder free says so, and comes when another one is closed', async () => {
  const cameras = ['cam-1', 'cam-2'].map(id => siteCamera(id, `${peer.url}/hevc`))
  await using room = startCameraRoom(cameras, undefined, new TranscoderSlots(1))
  const h264Only = new Set(['avc1'])
  const [first, second] = [new LiveViewer(), new LiveViewer()]
  const watched = room.cameras.attachViewer('cam-1', 'main', first, h264Only)
  await first.until(() => first.fragments.length > 0)
  using _beside = room.cameras.attachViewer('cam-2', 'main', second, h264Only)
  await second.untilState('unsupported')
  expect(second.states.at(-1)?.code).toBe('transcoders-busy')
  expect(second.fragments).toEqual([])
  watched[Symbol.dispose]()
  await second.until(() => second.fragments.length > 0)
  expect(second.state).toBe('live')
})
