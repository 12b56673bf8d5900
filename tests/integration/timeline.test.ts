import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Recordings } from '../../src/core/recordings/service.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import { siteCamera, startCameraRoom, type CameraRoom } from '../helpers/camera-room.ts'
import { playbackClient } from '../helpers/playback-client.ts'
import { recordIn, servePlayback, type PlaybackPort } from '../helpers/recording-room.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'
import { until } from '../helpers/until.ts'

const guard: UserActor = { kind: 'user', id: 'zhang', name: '张建国', shiftId: 1 }
const permissions = ['recordings.daily-check'] as const
const recordedMs = 7_000

let peer: RtspPeer
let room: CameraRoom
let recordings: Recordings
let playback: PlaybackPort

const always = () => ({ fromMs: Date.now() - 600_000, toMs: Date.now() })
const recorded = () => recordings.coverage(['cam-1'], always())[0]?.recorded ?? []
const grantOf = (fromMs: number, toMs: number) =>
  recordings.grants.request(
    { purpose: { kind: 'daily-check' }, note: '', cameraIds: ['cam-1'], span: { fromMs, toMs } },
    { actor: guard, permissions },
  )

beforeAll(async () => {
  peer = await startRtspPeer()
  const cameras = [siteCamera('cam-1', `${peer.url}/cam1`)]
  room = startCameraRoom(cameras)
  recordings = await recordIn(room, cameras, { segmentLengthMs: 2_000 })
  playback = servePlayback(room, recordings, () => guard)
  await until(room.cameras.changed, () => recorded().some(({ fromMs, toMs }) => toMs - fromMs > recordedMs))
})
afterAll(async () => {
  playback[Symbol.dispose]()
  await recordings[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
  await peer[Symbol.asyncDispose]()
})

test('borders between files and the file being written are one run: no false gap (complaint 12)', () => {
  const span = { fromMs: Number(recorded()[0]?.fromMs), toMs: Date.now() }
  const [track] = recordings.timeline(['cam-1'], span, 1)
  expect(track?.gaps).toEqual([])
  expect(track?.recorded).toHaveLength(1)
  expect(track?.recorded[0]?.source).toBe('station')
})

test('at sixteen times there are key frames only, held up to the next, with their own times, and they decode', async () => {
  const [first] = recorded()
  const fromMs = Number(first?.fromMs)
  const grant = grantOf(fromMs, fromMs + recordedMs)
  using client = await playbackClient(playback.address(grant.id))
  const answer = await client.ask({ type: 'play', atMs: fromMs, speed: 16 })
  const fragments = answer.filter(message => message.type === 'fragment')
  expect(fragments.length).toBeGreaterThan(4)
  expect(fragments.every(({ fragment }) => fragment.beginsWithKeyFrame && fragment.sampleCount === 1)).toBe(
    true,
  )
  for (const [index, fragment] of fragments.slice(1).entries())
    expect(Math.abs(fragment.atMs - Number(fragments[index]?.toMs))).toBeLessThan(260)
  const decoded = execFileSync(
    'ffprobe',
    '-v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0 -i pipe:0'.split(
      ' ',
    ),
    { input: client.bytes(), encoding: 'utf8' },
  )
  expect(Number(decoded.trim().split(/\D/)[0])).toBeGreaterThan(0)
  recordings.grants.watched(
    grant.id,
    { cameraId: 'cam-1', fromMs: fromMs + 500, toMs: fromMs + 4_500 },
    guard.id,
  )
  recordings.grants.finish(grant.id, guard.id)
  const [entry] = room.journal.between(['video.viewed'], 0, Number.MAX_SAFE_INTEGER).slice(-1)
  const watched = entry?.body['watched'] as { fromMs: number; toMs: number }[]
  expect(watched.reduce((sum, each) => sum + each.toMs - each.fromMs, 0)).toBeGreaterThan(3_000)
})

test('a thumbnail is a real picture of about the moment, kept for the next question, and in the register', async () => {
  const fromMs = Number(recorded()[0]?.fromMs)
  const grant = grantOf(fromMs, fromMs + recordedMs)
  const at = fromMs + 2_400
  const made = await recordings.thumbnail(grant.id, 'cam-1', at, guard)
  expect(made?.jpeg.subarray(0, 2).toString('hex')).toBe('ffd8')
  expect(at - Number(made?.fromMs)).toBeGreaterThanOrEqual(0)
  expect(at - Number(made?.fromMs)).toBeLessThan(1_300)
  const again = await recordings.thumbnail(grant.id, 'cam-1', at, guard)
  expect(again?.jpeg).toBe(made?.jpeg)
  expect(await recordings.thumbnail(grant.id, 'cam-1', fromMs - 100_000, guard)).toBeNull()
  recordings.grants.finish(grant.id, guard.id)
  const [entry] = room.journal.between(['video.viewed'], 0, Number.MAX_SAFE_INTEGER).slice(-1)
  const served = entry?.body['served'] as { fromMs: number }[]
  expect(served.some(stretch => stretch.fromMs === made?.fromMs)).toBe(true)
})

test('no thumbnail without a grant, and the attempt is in the journal', async () => {
  await expect(recordings.thumbnail('made-up', 'cam-1', Date.now(), guard)).rejects.toThrow(
    'recordings.no-grant',
  )
  expect(room.journal.lastOf(['video.stream-refused'])).toMatchObject({ actor: guard, subject: 'cam-1' })
})

test('of many thumbnails asked for at once the newest come, and none is made twice', async () => {
  const fromMs = Number(recorded()[0]?.fromMs)
  const grant = grantOf(fromMs, fromMs + recordedMs)
  const asked = Array.from({ length: 40 }, (_, index) =>
    recordings.thumbnail(grant.id, 'cam-1', fromMs + 200 + index * 150, guard),
  )
  const made = await Promise.all(asked)
  expect(made.at(-1)).not.toBeNull()
  const pictures = made.flatMap(each => each?.jpeg ?? [])
  const times = new Set(made.flatMap(each => each?.fromMs ?? []))
  expect(new Set(pictures).size).toBe(times.size)
})
