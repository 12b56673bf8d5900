import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Recordings } from '../../src/core/recordings/service.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import { siteCamera, startCameraRoom, type CameraRoom } from '../helpers/camera-room.ts'
import { playbackClient, type Received } from '../helpers/playback-client.ts'
import { recordIn, servePlayback, type PlaybackPort } from '../helpers/recording-room.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** What only the school's recorder has, found by ONVIF Profile G and played under a grant. */

const guard: UserActor = { kind: 'user', id: 'zhang', name: '张建国', shiftId: 1 }
/** The recorder's clock is wrong, as in every school. */
const clockOffsetSeconds = 25
const holeFromMs = -300_000
const holeToMs = -240_000

let sim: TestCameras
let room: CameraRoom
let recordings: Recordings
let playback: PlaybackPort
/** When the simulated recorder was started: its times are told from here. */
let startedMs: number

beforeAll(async () => {
  startedMs = Date.now()
  sim = await startTestCameras(
    [{ id: 'cam-1', name: '1号 大门', scene: 'gate', encoding: 'loop', rtspAuth: 'none' }],
    {
      nvrs: [
        {
          id: 'nvr-1',
          channels: ['cam-1'],
          historySeconds: 600,
          holes: [{ fromSecondsAgo: -holeFromMs / 1_000, toSecondsAgo: -holeToMs / 1_000 }],
          clockOffsetSeconds,
        },
        { id: 'nvr-mute', channels: ['cam-1'], historySeconds: 600, tellsEvents: false },
      ],
    },
  )
  const [nvr, mute] = sim.cameras.nvrs
  if (!nvr || !mute) throw new Error('no recorders')
  const recorder = (url: string, credentials: string) => ({
    record: 'off' as const,
    recorder: { kind: 'onvif' as const, url, source: '1号 大门', credentials },
  })
  const cameras = [
    siteCamera('cam-1', 'rtsp://127.0.0.1:9/none', recorder(nvr.onvif, 'nvr')),
    siteCamera('cam-mute', 'rtsp://127.0.0.1:9/none', recorder(mute.onvif, 'mute')),
    siteCamera('cam-wrong', 'rtsp://127.0.0.1:9/none', recorder(nvr.onvif, 'wrong')),
  ]
  room = startCameraRoom([])
  const accounts = new Map([
    ['nvr', nvr.credentials],
    ['mute', mute.credentials],
    ['wrong', { user: 'guard', password: 'guess' }],
  ])
  recordings = await recordIn(room, cameras, { credentialsOf: name => accounts.get(name) ?? null })
  playback = servePlayback(room, recordings, () => guard)
  for (const { id } of cameras) await recordings.school.look(id)
  // The loops are painted before the recorder starts: its own word says when that was.
  const whole = recordings.timeline(['cam-1'], { fromMs: startedMs - 900_000, toMs: Date.now() }, 1)[0]
    ?.recorded[0]
  startedMs = Number(whole?.fromMs) + 600_000
})
afterAll(async () => {
  playback[Symbol.dispose]()
  await recordings[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
  await sim[Symbol.asyncDispose]()
})

const at = (fromStartMs: number) => startedMs + fromStartMs
async function viewer(cameraId: string, fromMs: number, toMs: number) {
  const span = { fromMs: at(fromMs), toMs: at(toMs) }
  const grant = recordings.grants.request(
    { purpose: { kind: 'daily-check' }, note: '', cameraIds: [cameraId], span },
    { actor: guard, permissions: ['recordings.daily-check'] },
  )
  return playbackClient(playback.address(grant.id, cameraId))
}
const fragments = (received: readonly Received[]) =>
  received.flatMap(item => (item.type === 'fragment' ? [item] : []))

test('a thumbnail of what only the recorder has: one key frame, kept, and none of its hole', async () => {
  const span = { fromMs: at(-200_000), toMs: at(-100_000) }
  const grant = recordings.grants.request(
    { purpose: { kind: 'daily-check' }, note: '', cameraIds: ['cam-1'], span },
    { actor: guard, permissions: ['recordings.daily-check'] },
  )
  const picture = (fromStartMs: number) => recordings.thumbnail(grant.id, 'cam-1', at(fromStartMs), guard)
  const made = await picture(-150_000)
  expect(made?.jpeg.subarray(0, 2).toString('hex')).toBe('ffd8')
  expect(made?.fromMs).toBeGreaterThan(at(-155_000))
  expect(made?.fromMs).toBeLessThanOrEqual(at(-150_000) + 1_000)
  // A second question near by is answered without the recorder: by the very same picture.
  expect(await picture(-148_000)).toBe(made)
})

test('the timeline says what the recorder has, where its hole is, and who recorded it', () => {
  const [track] = recordings.timeline(['cam-1'], { fromMs: at(-500_000), toMs: at(-100_000) }, 1)
  expect(track?.recorded.map(({ source }) => source)).toEqual(['recorder', 'recorder'])
  expect(track?.gaps).toHaveLength(1)
  // Known as well as the recorder's clock was measured.
  expect(Math.abs(Number(track?.gaps[0]?.fromMs) - at(holeFromMs))).toBeLessThan(200)
  expect(Math.abs(Number(track?.gaps[0]?.toMs) - at(holeToMs))).toBeLessThan(200)
  expect(recordings.school.stateOf('cam-1')).toBe('known')
})

test('a recorder that only tells beginning and end has nothing that counts as recorded, but is played from', async () => {
  expect(recordings.school.stateOf('cam-mute')).toBe('unknown')
  const [track] = recordings.timeline(['cam-mute'], { fromMs: at(-500_000), toMs: at(-100_000) }, 1)
  expect(track?.recorded).toEqual([])
  using client = await viewer('cam-mute', -200_000, -190_000)
  const answer = await client.ask({ type: 'play', atMs: at(-200_000) })
  expect(fragments(answer).length).toBeGreaterThan(0)
})

test('it is played under the grant, over the hole, and not a frame outside', async () => {
  using client = await viewer('cam-1', -310_500, -230_000)
  const answer = await client.ask({ type: 'play', atMs: at(-310_500) })
  while (client.received.at(-1)?.type !== 'end') answer.push(...(await client.ask({ type: 'more' })))
  const gaps = answer.filter(({ type }) => type === 'gap')
  expect(gaps).toHaveLength(1)
  const shown = fragments(answer)
  expect(Math.min(...shown.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(at(-310_500))
  expect(Math.max(...shown.map(({ atMs }) => atMs))).toBeLessThan(at(-230_000))
  // A group of pictures is a second; the granted span begins within one, whose rest is not granted.
  expect(Math.min(...shown.map(({ atMs }) => atMs))).toBeLessThan(at(-309_000))
  expect(shown.some(({ atMs }) => atMs > at(holeFromMs) + 500 && atMs < at(holeToMs) - 500)).toBe(false)
  const seconds = shown.reduce((sum, { atMs, toMs }) => sum + toMs - atMs, 0) / 1_000
  expect(seconds).toBeGreaterThan(17)
  expect(seconds).toBeLessThan(21.5)
})

test('a wrong password at the recorder is told, and playing finds a gap', async () => {
  expect(recordings.school.stateOf('cam-wrong')).toBe('unauthorised')
  using client = await viewer('cam-wrong', -200_000, -190_000)
  const answer = await client.ask({ type: 'play', atMs: at(-200_000) })
  expect(answer.map(({ type }) => type)).toEqual(['gap', 'end'])
})
