import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cameras, startStorageRoom, type StorageRoom } from '../../../tests/helpers/storage-room.ts'
import type { StreamName, StreamReport, StreamState } from '../../shared/domain/camera.ts'
import type { Camera } from '../../shared/site.ts'
import type { OpenSegment } from './open-segment.ts'
import { SilenceWatch } from './silence-watch.ts'

let room: StorageRoom
let watch: SilenceWatch
/** Streams of the gate's camera. */
let streams: Record<StreamName, StreamState>
let recorded: readonly Camera[]
/** What has reached the file of the gate's camera; the others have none. */
let writtenBytes = 0

beforeEach(async () => {
  room = await startStorageRoom()
  writtenBytes = 1_000
  streams = { main: 'lost', sub: 'idle' }
  recorded = cameras
  watch = new SilenceWatch({
    ...room,
    cameras: () => recorded,
    reportOf: id => (id === 'gate-1' ? reportOf(id) : undefined),
    openSegment: cameraId =>
      cameraId === 'gate-1' ? ({ writer: { writtenBytes } } as unknown as OpenSegment) : null,
  })
  watch.look()
})
afterEach(() => room[Symbol.asyncDispose]())

async function pass(seconds: number, eachSecond: () => void = () => {}): Promise<void> {
  for (let second = 0; second < seconds; second += 5) {
    await room.clock.advance(5_000)
    eachSecond()
    watch.look()
  }
}
const streamIn = (state: StreamState): StreamReport => ({
  state,
  sinceMs: 0,
  code: 'none',
  reason: '',
  attempts: 0,
  lastFrameAtMs: null,
  codec: '',
  width: 0,
  height: 0,
  fps: 0,
  bitsPerSecond: 0,
  keyFrameIntervalMs: null,
  packetsLost: 0,
  warnings: [],
})
const reportOf = (id: string) => ({
  id,
  main: streamIn(streams.main),
  sub: streamIn(streams.sub),
  recording: false,
})
const subjects = (kind: string) => room.entries(kind).map(({ subject }) => subject)

describe('a camera that is not recorded although it should be (complaint 11)', () => {
  test('is written down after a minute, whatever the cause', async () => {
    await pass(55, () => (writtenBytes += 500))
    expect(subjects('recordings.silent')).toEqual([])
    await pass(10, () => (writtenBytes += 500))
    expect(subjects('recordings.silent')).toEqual(['yard-1', 'store-1'])
    expect(watch.sinceMs('gate-1')).toBe(null)
    expect(room.clock.now() - Number(watch.sinceMs('yard-1'))).toBe(65_000)
    // A camera that is lost is an incident of its own (`LostCameras`); this one is for what nobody would see.
    expect(room.incidents.open()).toEqual([])
  })

  test('an open file that does not grow is no recording: a fault on the desk when the picture is live', async () => {
    streams.main = 'live'
    await pass(65)
    const [incident] = room.incidents.open()
    expect(incident).toMatchObject({ kind: 'device-fault', placeName: '录像中断：摄像机 gate-1' })
    writtenBytes += 1
    await pass(5)
    expect(subjects('recordings.resumed')).toEqual(['gate-1'])
    expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
  })

  test('the recorded stream refused while the other is on the wall is a fault as well', async () => {
    await pass(65)
    expect(room.incidents.open()).toEqual([])
    streams.sub = 'live'
    await pass(5)
    expect(room.incidents.open()).toMatchObject([
      { placeName: '录像中断：摄像机 gate-1', signalState: 'active' },
    ])
  })

  test('who is not to be recorded any more leaves no fault behind', async () => {
    streams.sub = 'live'
    await pass(65)
    recorded = cameras.map(camera => ({ ...camera, record: 'off' }))
    await pass(5)
    expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
  })
})
