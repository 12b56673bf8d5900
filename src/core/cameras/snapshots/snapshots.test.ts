import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { makeFragmentedMp4 } from '../../../../tests/helpers/fragmented-mp4.ts'
import type { CameraReport } from '../../../shared/domain/camera.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { IncidentService } from '../../incidents/service.ts'
import { Journal } from '../../journal/journal.ts'
import { FragmentSplitter } from '../../media/splitter.ts'
import { findCjkFont } from '../../platform/cjk-font.ts'
import { openChildRegistry } from '../../platform/child-registry.ts'
import { systemClock } from '../../platform/clock.ts'
import { openDatabase } from '../../platform/database.ts'
import { openLog } from '../../platform/log.ts'
import type { FragmentSink } from '../fragment-sink.ts'
import { LiveHub } from '../live-hub.ts'
import { snapshotHandlers } from './handlers.ts'
import { markLines, stillArguments } from './mark.ts'
import { observedPictures } from './observed.ts'
import { SnapshotService } from './service.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
let movie: Buffer

beforeAll(() => {
  movie = makeFragmentedMp4({ seconds: 2 })
})

/** A real hub fed with what a camera sends; everything behind it is the station's own. */
function openRoom(font: string | null = findCjkFont()) {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const log = openLog(folder.path, 'silent')
  const hubs = { main: liveHub(clock), sub: liveHub(clock) }
  const states: Record<'main' | 'sub', string> = { main: 'live', sub: 'live' }
  const cameras = {
    reports: () =>
      [
        { id: 'cam-1', main: { state: states.main }, sub: { state: states.sub } },
      ] as unknown as CameraReport[],
    hold: (_id: string, stream: 'main' | 'sub', sink: FragmentSink) => hubs[stream].attach(sink),
  }
  const snapshots = new SnapshotService({
    cameras,
    cameraOf: id => (id === 'cam-1' ? { id, name: "正门 '全景': 1,[a];b" } : null),
    school: { id: 'demo', name: '静安区示范学校' },
    dataDir: folder.path,
    db,
    journal,
    log,
    ffmpeg: 'ffmpeg',
    registry: openChildRegistry(folder.path),
    // The decoder is real, and so is the time it takes.
    clock: { ...systemClock, now: () => clock.now(), monotonic: () => clock.monotonic() },
    font,
  })
  const incidents = new IncidentService({ db, journal, clock })
  const handlers = snapshotHandlers(snapshots, incidents, { actor: () => wang })
  const entries = (...kinds: string[]) => journal.between(kinds, 0, Number.MAX_SAFE_INTEGER)
  return {
    folder,
    clock,
    journal,
    log,
    states,
    snapshots,
    incidents,
    handlers,
    entries,
    async [Symbol.asyncDispose]() {
      await snapshots[Symbol.asyncDispose]()
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

function liveHub(clock: FakeClock): LiveHub {
  const hub = new LiveHub({
    state: 'live',
    sinceMs: 0,
    reason: '',
    attempts: 0,
    lastFrameAtMs: null,
  } as ConstructorParameters<typeof LiveHub>[0])
  for (const piece of new FragmentSplitter().push(movie)) {
    if (piece.type === 'init') hub.init(piece.init)
    else if (piece.type === 'fragment')
      hub.fragment({ ...piece.fragment, receivedAtMs: clock.now(), receivedMonotonicMs: 0 })
  }
  return hub
}

const probe = (file: string) =>
  execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0', file],
    { encoding: 'utf8' },
  ).trim()

test('a picture is what core received, marked, numbered, stored under its hash and journaled', async () => {
  await using room = openRoom()
  const taken = await room.handlers['cameras.snapshot']({
    cameraId: 'cam-1',
    purpose: 'suspicious',
    momentId: null,
  })
  expect(taken).toMatchObject({
    number: 1,
    cameraId: 'cam-1',
    stream: 'main',
    incidentId: null,
    mark: 'full',
    takenAtMs: room.clock.now(),
  })
  const file = join(room.folder.path, 'pictures', taken.sha256.slice(0, 2), `${taken.sha256}.jpg`)
  expect(probe(file)).toBe('mjpeg,320,180')
  expect(room.entries('camera.snapshot')).toMatchObject([
    { actor: wang, subject: 'snapshot:1', body: { sha256: taken.sha256, purpose: 'suspicious' } },
  ])
  const { jpegBase64 } = await room.handlers['cameras.picture']({ sha256: taken.sha256 })
  expect(Buffer.from(jpegBase64, 'base64')).toEqual(readFileSync(file))
  await room.handlers['cameras.picture']({ sha256: taken.sha256 })
  expect(room.entries('camera.picture-viewed')).toMatchObject([{ subject: 'snapshot:1', actor: wang }])
})

test('the mark is really burned in, whatever the names contain, and also without a Chinese font', async () => {
  await using room = openRoom()
  await using plain = openRoom(null)
  const darkness = async (at: typeof room) => {
    const taken = await at.handlers['cameras.snapshot']({
      cameraId: 'cam-1',
      purpose: 'equipment',
      momentId: null,
    })
    const file = join(at.folder.path, 'pictures', taken.sha256.slice(0, 2), `${taken.sha256}.jpg`)
    const band = execFileSync(
      'ffmpeg',
      ['-v', 'error', '-i', file, '-vf', 'crop=iw:30:0:ih-30,format=gray', '-f', 'rawvideo', 'pipe:1'],
      { maxBuffer: 1e8 },
    )
    return { mark: taken.mark, white: band.filter(level => level > 130).length, pixels: band.length }
  }
  for (const [at, mark] of [
    [room, 'full'],
    [plain, 'plain'],
  ] as const) {
    const seen = await darkness(at)
    expect(seen.mark).toBe(mark)
    // The band alone is never lighter than 102 of 255: what is lighter is letters.
    expect(seen.white).toBeGreaterThan(seen.pixels / 100)
    expect(seen.white).toBeLessThan(seen.pixels / 2)
  }
})

test('without a running main stream the sub-stream is taken; what is not live is refused', async () => {
  await using room = openRoom()
  room.states.main = 'idle'
  const take = () =>
    room.handlers['cameras.snapshot']({ cameraId: 'cam-1', purpose: 'suspicious', momentId: null })
  expect(await take()).toMatchObject({ stream: 'sub' })
  room.states.sub = 'stalled'
  await expect(take()).rejects.toThrow('cameras.no-picture')
  await expect(
    room.handlers['cameras.snapshot']({ cameraId: 'gone', purpose: 'suspicious', momentId: null }),
  ).rejects.toThrow('cameras.unknown')
  expect(room.entries('camera.snapshot')).toHaveLength(1)
})

test('evidence goes into the record of the incident, and a file that was changed is not shown', async () => {
  await using room = openRoom()
  const incident = room.incidents.observe({ camera: { id: 'cam-1', name: '正门' }, text: '' }, wang)
  const taken = await room.handlers['cameras.snapshot']({
    cameraId: 'cam-1',
    purpose: 'incident',
    momentId: null,
  })
  expect(taken.incidentId).toBe(incident.id)
  expect(room.incidents.byId(incident.id)?.pictures).toMatchObject([{ number: 1, sha256: taken.sha256 }])
  writeFileSync(join(room.folder.path, 'pictures', taken.sha256.slice(0, 2), `${taken.sha256}.jpg`), 'x')
  await expect(room.handlers['cameras.picture']({ sha256: taken.sha256 })).rejects.toThrow(
    'cameras.unknown-picture',
  )
})

test('an observation carries the picture of the moment it was pointed out, and the one of its raising', async () => {
  await using room = openRoom()
  const pictures = observedPictures({
    snapshots: room.snapshots,
    addPicture: (id, picture, actor) => room.incidents.addPicture(id, picture, actor),
    journal: room.journal,
    log: room.log,
  })
  const momentId = room.snapshots.holdMoment('cam-1')
  const attach = pictures('cam-1', momentId)
  const incident = room.incidents.observe({ camera: { id: 'cam-1', name: '正门' }, text: '打架' }, wang)
  attach(incident.id, wang)
  await room.snapshots[Symbol.asyncDispose]()
  expect(room.incidents.byId(incident.id)?.pictures).toHaveLength(1)
  expect(room.entries('camera.snapshot')).toMatchObject([
    { body: { purpose: 'observed', incidentId: incident.id } },
  ])
  // What was held is used once and forgotten after five minutes; a camera without a picture is written down.
  expect(room.snapshots.takeMoment(momentId ?? '', 'cam-1')).toBe(null)
  const late = room.snapshots.holdMoment('cam-1')
  await room.clock.advance(6 * 60_000)
  expect(room.snapshots.takeMoment(late ?? '', 'cam-1')).toBe(null)
  room.states.main = 'lost'
  room.states.sub = 'lost'
  expect(room.snapshots.holdMoment('cam-1')).toBe(null)
  pictures('cam-1', null)(incident.id, wang)
  expect(room.entries('camera.snapshot-missed')).toMatchObject([{ body: { reason: 'not live' } }])
})

test('the lines name school, camera, number, Beijing time, person and purpose', () => {
  const words = {
    school: '示范学校',
    schoolId: 'demo',
    cameraName: '正门',
    cameraId: 'cam-1',
    personName: '王建国',
    personId: 'wang',
    purpose: '可疑情况',
    purposeId: 'suspicious',
    number: 12,
    takenAtMs: Date.UTC(2026, 10, 22, 18, 3, 5),
  }
  expect(markLines(words, true)).toEqual([
    '示范学校 · 正门 · 截图第 12 号',
    '2026-11-23 02:03:05 北京时间 · 王建国 · 可疑情况',
  ])
  expect(markLines(words, false).join('')).toMatch(/^[\x20-\x7e]+$/)
  const filter = stillArguments({ frames: 30, width: 640, height: 360 }, ["a'b:c,d;e[f]\\", 'x'], null)[14]
  expect(filter).toContain('select=gte(n\\,27)')
})
