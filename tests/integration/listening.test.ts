import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Listening, type SoundLine } from '../../src/core/cameras/listening.ts'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { siteCamera, startCameraRoom, type CameraRoom } from '../helpers/camera-room.ts'
import { LiveViewer } from '../helpers/live-viewer.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'

let peer: RtspPeer
beforeAll(async () => {
  peer = await startRtspPeer()
})
afterAll(() => peer[Symbol.asyncDispose]())

/** How many ffmpegs this test run has started that still live. */
const ffmpegs = () =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.startsWith('ffmpeg'))

describe('sound', () => {
  const leader = { kind: 'user', id: 'li-leader', name: '李班长', shiftId: 1 } as const

  /** A listener that remembers what it was sent. */
  class Listener implements SoundLine {
    readonly chunks: Buffer[] = []
    readonly over = Promise.withResolvers<string>()
    readonly #enough = Promise.withResolvers<void>()
    bytes(bytes: Buffer): void {
      this.chunks.push(bytes)
      if (this.chunks.length >= 8) this.#enough.resolve()
    }
    bufferedBytes(): number {
      return 0
    }
    end(code: string): void {
      this.over.resolve(code)
    }
    get enough(): Promise<void> {
      return this.#enough.promise
    }
  }

  test.each(['aac', 'pcma'])(
    '%s is heard as AAC by whoever asks, the picture goes on, both ends are written down',
    async path => {
      await using room = startCameraRoom([siteCamera('cam', `${peer.url}/${path}`)])
      const viewer = new LiveViewer()
      using _attached = room.cameras.attachViewer('cam', 'main', viewer)
      await viewer.untilState('live')
      await using listening = listeningIn(room)
      const listener = new Listener()
      const listened = listening.start('cam', leader, listener)
      await listener.enough
      expect(ffmpegs()).toHaveLength(2)
      listened[Symbol.dispose]()
      await listening[Symbol.asyncDispose]()
      const words = '-v error -show_entries stream=codec_name,sample_rate,channels -of csv=p=0 -f mp4 pipe:0'
      const input = Buffer.concat(listener.chunks)
      expect(execFileSync('ffprobe', words.split(' '), { input, encoding: 'utf8' }).trim()).toBe(
        'aac,16000,1',
      )
      const entries = room.journal.between(
        ['camera.listening', 'camera.listened'],
        0,
        Number.MAX_SAFE_INTEGER,
      )
      expect(entries).toMatchObject([
        { kind: 'camera.listening', subject: 'cam', actor: leader },
        { kind: 'camera.listened', subject: 'cam', actor: leader },
      ])
      expect(viewer.states.map(({ state }) => state)).toEqual(['connecting', 'live'])
      expect(ffmpegs()).toHaveLength(1)
    },
  )

  test('one at a time; whoever leaves the desk does not listen on; a camera without sound says so', async () => {
    const ids = ['aac', 'pcma', 'cam1']
    await using room = startCameraRoom(ids.map(id => siteCamera(id, `${peer.url}/${id}`)))
    const viewers = ids.map(id => {
      const viewer = new LiveViewer()
      room.cameras.attachViewer(id, 'main', viewer)
      return viewer
    })
    await using listening = listeningIn(room)
    expect(() => listening.start('aac', leader, new Listener())).toThrow('cameras.no-stream')
    await Promise.all(viewers.map(viewer => viewer.untilState('live')))
    const [first, second, third] = [new Listener(), new Listener(), new Listener()]
    listening.start('aac', leader, first)
    await first.enough
    listening.start('pcma', leader, second)
    expect(await first.over.promise).toBe('cameras.listen-ended')
    await second.enough
    listening.seatedNow('somebody-else')
    expect(await second.over.promise).toBe('cameras.listen-ended')
    listening.start('cam1', leader, third)
    expect(await third.over.promise).toBe('cameras.no-sound')
    const kinds = room.journal.between(['camera.listening'], 0, Number.MAX_SAFE_INTEGER)
    expect(kinds.map(({ subject }) => subject)).toEqual(['aac', 'pcma'])
  })
})

function listeningIn(room: CameraRoom): Listening {
  return new Listening({
    cameras: room.cameras,
    nameOf: id => id,
    ffmpeg: 'ffmpeg',
    registry: openChildRegistry(room.dataDir),
    clock: systemClock,
    journal: room.journal,
  })
}
