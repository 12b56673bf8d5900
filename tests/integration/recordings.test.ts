import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { scanSegment } from '../../src/core/recordings/segment-index.ts'
import type { Recordings } from '../../src/core/recordings/service.ts'
import { segmentTable, type SegmentRow } from '../../src/core/recordings/table.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import { siteCamera, startCameraRoom, type CameraRoom } from '../helpers/camera-room.ts'
import { LiveViewer } from '../helpers/live-viewer.ts'
import { playbackClient } from '../helpers/playback-client.ts'
import { recordIn, servePlayback, type PlaybackPort } from '../helpers/recording-room.ts'
import { startRtspPeer, type RtspPeer } from '../helpers/rtsp-peer.ts'
import { until } from '../helpers/until.ts'

const guard: UserActor = { kind: 'user', id: 'zhang', name: '张建国', shiftId: 1 }
const permissions = ['recordings.daily-check'] as const
/** One group of pictures of the peer. */
const groupMs = 1_000

let peer: RtspPeer
let room: CameraRoom
let recordings: Recordings
let playback: PlaybackPort
/** Who sits at the desk. */
let seated: UserActor | null = guard
const viewer = new LiveViewer()
const rows = (cameraId = 'cam-1') =>
  segmentTable(room.db).reaching(cameraId, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
const finished = () => rows().filter(row => row.endCause !== 'open')
const fileOf = (row: SegmentRow) => join(room.dataDir, 'recordings', row.path)

beforeAll(async () => {
  peer = await startRtspPeer()
  const cameras = [
    siteCamera('cam-1', `${peer.url}/cam1`),
    siteCamera('cam-2', `${peer.url}/cam2`, { record: 'off' }),
  ]
  room = startCameraRoom(cameras)
  recordings = await recordIn(room, cameras, { segmentLengthMs: 2_000 })
  room.cameras.attachViewer('cam-1', 'main', viewer)
  playback = servePlayback(room, recordings, () => seated)
  await until(room.cameras.changed, () => finished().length >= 3)
})
afterAll(async () => {
  playback[Symbol.dispose]()
  await recordings[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
  await peer[Symbol.asyncDispose]()
})

const dailyCheck = (fromMs: number, toMs: number) =>
  recordings.grants.request(
    { purpose: { kind: 'daily-check' }, note: '每日回放抽查', cameraIds: ['cam-1'], span: { fromMs, toMs } },
    { actor: guard, permissions },
  )
const journal = (kind: string) => room.journal.between([kind], 0, Number.MAX_SAFE_INTEGER)

/** Frames that ffprobe can really decode. */
function framesIn(input: string | Buffer): number {
  const isFile = typeof input === 'string'
  const line = `-v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0 -i`
  const output = execFileSync('ffprobe', [...line.split(' '), isFile ? input : 'pipe:0'], {
    encoding: 'utf8',
    input: isFile ? '' : input,
  })
  return Number(output.trim().split(/\D/)[0])
}

/**
 * ffmpeg knows no time of the first frame after a dial and puts it beside the second: a file that begins a connection may
 * hold one frame more than its time says.
 */
describe('the recorder', () => {
  test('files follow each other without a frame lost or doubled, and every frame decodes', async () => {
    const files = finished().slice(0, 3)
    const scans = await Promise.all(files.map(row => scanSegment(fileOf(row))))
    for (const [index, scan] of scans.entries()) {
      const next = scans[index + 1]
      if (next !== undefined) expect(next.firstTicks).toBe(scan.endTicks)
      expect(scan.keyFrames[0]?.ticks).toBe(scan.firstTicks)
      const frames = Math.round(((scan.endTicks - scan.firstTicks) / scan.init.track.timescale) * 15)
      const row = files[index] as SegmentRow
      expect(framesIn(fileOf(row)) - frames).toBeOneOf(row.startCause === 'connected' ? [0, 1] : [0])
    }
    expect(files.map(({ endCause }) => endCause)).toEqual(['border', 'border', 'border'])
  })

  test('the camera is asked once, and the report says that it is recorded', async () => {
    expect(await peer.command('dials')).toBe('1')
    expect(room.cameras.reports().map(({ id, recording }) => [id, recording])).toEqual([
      ['cam-1', true],
      ['cam-2', false],
    ])
  })

  test('the time of a frame is the time at which it arrived', () => {
    const row = finished()[0] as SegmentRow
    const fragment = viewer.fragments.find(
      ({ decodeTicks }) => row.zeroAtMs + (decodeTicks / row.timescale) * 1_000 >= row.firstFrameMs + 500,
    )
    const arrivedAtMs = Number(fragment && viewer.arrivals.get(fragment))
    const endTicks = Number(fragment?.decodeTicks) + Number(fragment?.durationTicks)
    const recordedAtMs = row.zeroAtMs + (endTicks / row.timescale) * 1_000
    expect(Math.abs(arrivedAtMs - recordedAtMs)).toBeLessThan(1_000)
  })

  test('nothing is missing between the files, nor up to now', async () => {
    const [first] = rows()
    const fromMs = Number(first?.firstFrameMs)
    const coverage = () => recordings.coverage(['cam-1'], { fromMs, toMs: Date.now() })[0]
    // The tests before held this process up, and the recorder with it: it catches up with what the camera sent meanwhile.
    await until(room.cameras.changed, () => coverage()?.gaps.length === 0)
    expect(coverage()?.recorded).toHaveLength(1)
  })
})

describe('playback', () => {
  test('without a grant there is not a byte, and the attempt is in the journal', async () => {
    using client = await playbackClient(playback.address('made-up'))
    expect(await client.closed).toBe('recordings.no-grant')
    expect(client.received).toEqual([])
    expect(journal('video.stream-refused').at(-1)).toMatchObject({ actor: guard, subject: 'cam-1' })
  })

  test('a grant covers its cameras only, and not every camera is recorded', async () => {
    const grant = dailyCheck(Date.now() - 60_000, Date.now())
    using client = await playbackClient(playback.address(grant.id, 'cam-2'))
    expect(await client.closed).toBe('recordings.no-grant')
    expect(() =>
      recordings.grants.request(
        { purpose: { kind: 'daily-check' }, note: '', cameraIds: ['cam-2'], span: grant.span },
        { actor: guard, permissions },
      ),
    ).toThrow('recordings.not-recorded')
    expect(journal('video.refused').at(-1)).toMatchObject({
      actor: guard,
      body: { code: 'recordings.not-recorded' },
    })
  })

  test('a grant is worth nothing to another person, nor to its own when he has left the desk', async () => {
    const grant = dailyCheck(Date.now() - 60_000, Date.now())
    using client = await playbackClient(playback.address(grant.id))
    await client.ask({ type: 'play', atMs: grant.span.fromMs })
    const before = client.received.length
    seated = null
    try {
      client.send({ type: 'more' })
      expect(await client.closed).toBe('recordings.no-grant')
      expect(client.received).toHaveLength(before)
      seated = { ...guard, id: 'li', name: '李敏' }
      using other = await playbackClient(playback.address(grant.id))
      expect(await other.closed).toBe('recordings.no-grant')
      expect(journal('video.stream-refused').at(-1)).toMatchObject({
        actor: { id: 'li' },
        body: { number: grant.number },
      })
    } finally {
      seated = guard
    }
    recordings.grants.seatedNow('li')
    expect(journal('video.viewed').at(-1)).toMatchObject({ actor: guard, body: { endedBy: 'sign-off' } })
  })

  test('a seek lands on the group of pictures that holds the moment, and it decodes', async () => {
    const fromMs = Number(rows()[0]?.firstFrameMs)
    const grant = dailyCheck(fromMs, fromMs + 6_000)
    using client = await playbackClient(playback.address(grant.id))
    const atMs = fromMs + 3_700
    const answer = await client.ask({ type: 'play', atMs })
    const media = answer.find(message => message.type === 'media')
    expect(atMs - Number(media?.firstFrameAtMs)).toBeGreaterThanOrEqual(0)
    expect(atMs - Number(media?.firstFrameAtMs)).toBeLessThan(groupMs + 100)
    const first = answer.find(message => message.type === 'fragment')
    expect(first?.fragment.beginsWithKeyFrame).toBe(true)
    expect(first?.atMs).toBeCloseTo(Number(media?.firstFrameAtMs), 0)
    expect(framesIn(client.bytes())).toBeGreaterThan(0)
    expect(answer.at(-1)).toMatchObject({ type: 'end' })
    const fragments = answer.filter(message => message.type === 'fragment')
    expect(Math.max(...fragments.map(fragment => fragment.atMs))).toBeLessThan(grant.span.toMs)
  })

  test('crosses files without a hole, also into the one that is being written', async () => {
    const fromMs = Number(rows()[0]?.firstFrameMs)
    const grant = dailyCheck(fromMs, Date.now() + 60_000)
    using client = await playbackClient(playback.address(grant.id))
    const answers = [await client.ask({ type: 'play', atMs: fromMs })]
    while (answers.at(-1)?.at(-1)?.type !== 'end') answers.push(await client.ask({ type: 'more' }))
    const fragments = answers.flat().filter(message => message.type === 'fragment')
    for (const [index, fragment] of fragments.slice(1).entries())
      expect(Math.abs(fragment.atMs - Number(fragments[index]?.toMs))).toBeLessThan(200)
    expect(Date.now() - Number(fragments.at(-1)?.toMs)).toBeLessThan(3_000)
    expect(answers.flat().filter(message => message.type === 'gap')).toEqual([])
  })

  test('what was watched, as far as it was served, is in the journal at the end', async () => {
    const fromMs = Math.ceil(Number(rows()[0]?.firstFrameMs))
    const grant = dailyCheck(fromMs, fromMs + 4_000)
    using client = await playbackClient(playback.address(grant.id))
    await client.ask({ type: 'play', atMs: fromMs })
    const watched = (from: number, to: number) =>
      recordings.grants.watched(
        grant.id,
        { cameraId: 'cam-1', fromMs: fromMs + from, toMs: fromMs + to },
        guard.id,
      )
    watched(1_000, 2_000)
    watched(2_000, 2_500)
    watched(3_500, 90_000)
    recordings.grants.finish(grant.id, guard.id)
    expect(await client.closed).toBe('recordings.no-grant')
    const entry = journal('video.viewed').at(-1)
    expect(entry).toMatchObject({
      actor: guard,
      subject: `viewing/${grant.number}`,
      body: {
        number: grant.number,
        note: '每日回放抽查',
        endedBy: 'viewer',
        cameras: [{ id: 'cam-1', name: '摄像机 cam-1' }],
        watched: [
          { cameraId: 'cam-1', fromMs: fromMs + 1_000, toMs: fromMs + 2_500 },
          { cameraId: 'cam-1', fromMs: fromMs + 3_500, toMs: expect.any(Number) },
        ],
      },
    })
    // Not beyond what was served, whatever the screen said: the last frame before the end of the span.
    const { watched: stretches } = z
      .object({ watched: z.array(z.object({ toMs: z.number() })) })
      .parse(entry?.body)
    expect(Math.abs(Number(stretches.at(-1)?.toMs) - (fromMs + 4_000))).toBeLessThan(100)
  })
})

test('a camera that was lost leaves a gap with its cause; playback says so and goes on behind it', async () => {
  await peer.command('refuse')
  await viewer.untilState('lost')
  const lostAtMs = Date.now()
  await viewer.until(() => viewer.states.filter(({ state }) => state === 'lost').length >= 2)
  await peer.command('accept')
  await viewer.untilState('live')
  await until(room.cameras.changed, () => rows().some(row => row.firstFrameMs > lostAtMs))

  const span = { fromMs: lostAtMs - 1_500, toMs: Date.now() }
  const [coverage] = recordings.coverage(['cam-1'], span)
  expect(coverage?.gaps).toHaveLength(1)
  expect(coverage?.gaps[0]).toMatchObject({ cause: 'camera-lost' })

  using client = await playbackClient(playback.address(dailyCheck(span.fromMs, span.toMs).id))
  const answer = await client.ask({ type: 'play', atMs: span.fromMs })
  const kinds = answer.map(({ type }) => type)
  const gapIndex = kinds.indexOf('gap')
  expect(kinds.slice(gapIndex + 1, gapIndex + 3)).toEqual(['media', 'fragment'])
  const gap = answer[gapIndex]
  const after = answer[gapIndex + 1]
  expect(
    gap?.type === 'gap' && after?.type === 'media' && Math.abs(gap.toMs - after.firstFrameAtMs),
  ).toBeLessThan(5)
})

test('kill -9 while recording: what is on disk decodes and is found again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhishou-killed-'))
  const script = join(import.meta.dirname, '../helpers/recording-process.ts')
  const child = spawn(process.execPath, [script, dataDir, `${peer.url}/cam2`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout, 'data')
    const killedAtMs = Date.now()
    child.kill('SIGKILL')
    await once(child, 'exit')
    await openChildRegistry(dataDir).endOrphans()

    await using after = startCameraRoom([], dataDir)
    const table = segmentTable(after.db)
    const open = table.unfinished()
    expect(open).toHaveLength(1)
    await using _recordings = await recordIn(after, [])
    const found = table.reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
    expect(found.length).toBeGreaterThan(1)
    expect(new Set(found.slice(0, -1).map(({ endCause }) => endCause))).toEqual(new Set(['border']))
    expect(found.at(-1)?.endCause).toBe('recovered')
    const recovered = found.at(-1) as SegmentRow
    // At most the fragment in flight is lost: 133 ms, and ffmpeg holds the newest frame back until the next.
    // The limit leaves room for a busy machine; the segment itself is 2 s long and begins with a key frame.
    expect(killedAtMs - recovered.lastFrameMs).toBeLessThan(2_000)
    for (const row of found) {
      const frames = ((row.lastFrameMs - row.firstFrameMs) / 1_000) * 15
      // One for the frame in flight, one for the first of a connection (see above).
      expect(Math.abs(framesIn(join(dataDir, 'recordings', row.path)) - frames)).toBeLessThanOrEqual(2)
    }
  } finally {
    child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  }
})
