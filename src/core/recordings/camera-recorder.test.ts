import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testVolumes } from '../../../tests/helpers/test-volumes.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { idle } from '../cameras/condition.ts'
import type { LiveFragment } from '../cameras/fragment-sink.ts'
import { FragmentSplitter, type Piece } from '../media/splitter.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { CameraRecorder } from './camera-recorder.ts'
import { coverageOf } from './coverage.ts'
import { openLibrary } from './library.ts'
import { readSegmentIndex, scanSegment } from './segment-index.ts'
import { segmentTable, type SegmentTable } from './table.ts'
import type { Volumes } from './volumes/volumes.ts'

// Twelve seconds, fifteen frames and one key frame a second, fragments of 200 ms.
const pieces: Piece[] = new FragmentSplitter().push(makeFragmentedMp4({ seconds: 12 }))
const init = pieces.flatMap(piece => (piece.type === 'init' ? [piece.init] : []))[0]
const fragments = pieces.flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : []))
if (init === undefined) throw new Error('no init segment')
const { timescale } = init.track
const start = Date.UTC(2026, 10, 22, 18, 0, 0)

let dataDir: string
let db: Db
let table: SegmentTable
let recorder: CameraRecorder
let volumes: Volumes
let isRecording = false
const clock = new FakeClock(start)

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'zhishou-recorder-'))
  db = openDatabase(dataDir)
  table = segmentTable(db)
  volumes = await testVolumes(dataDir, db, clock)
  recorder = newRecorder()
})
afterEach(async () => {
  await recorder.stop()
  db.close()
  rmSync(dataDir, { recursive: true, force: true })
})

function newRecorder(): CameraRecorder {
  return new CameraRecorder({
    cameraId: 'cam-1',
    stream: 'main',
    volumes,
    table,
    clock,
    log: openLog(dataDir, 'silent'),
    segmentLengthMs: 4_000,
    onRecording: value => (isRecording = value),
  })
}

/** The fragments between two seconds of the film as they would arrive: at once, by a clock that may be off. */
function arriving(fromSeconds: number, toSeconds: number, wallOffMs: number = 0): LiveFragment[] {
  return fragments
    .filter(
      ({ decodeTicks }) => decodeTicks >= fromSeconds * timescale && decodeTicks < toSeconds * timescale,
    )
    .map(fragment => {
      const endMs = ((fragment.decodeTicks + fragment.durationTicks) / timescale) * 1_000
      return { ...fragment, receivedMonotonicMs: endMs, receivedAtMs: start + endMs + wallOffMs }
    })
}
function record(...arrivals: LiveFragment[][]): void {
  if (init !== undefined) recorder.init(init)
  for (const fragment of arrivals.flat()) recorder.fragment(fragment)
}
const segments = () =>
  table
    .reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
    .map(row => `${row.startCause} ${row.firstFrameMs - start}-${row.lastFrameMs - start} ${row.endCause}`)

test('borders lie at key frames, and times are those of the first and last frame', async () => {
  record(arriving(0, 12))
  await recorder.stop()
  expect(segments()).toEqual([
    'connected 0-4000 border',
    'border 4000-8000 border',
    'border 8000-12000 stopped',
  ])
})

test('a finished file is found by its own index as well as by walking through it', async () => {
  record(arriving(0, 6))
  await recorder.stop()
  for (const row of table.reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })) {
    const file = join(dataDir, 'recordings', row.path)
    const [index, scan] = [await readSegmentIndex(file), await scanSegment(file)]
    expect(index).toEqual({ init: scan.init, keyFrames: scan.keyFrames, mediaEnd: scan.mediaEnd })
    expect(scan.mediaEnd).toBe(row.bytes)
  }
})

test('a step of the PC clock begins a new file, marked, at the next key frame', async () => {
  record(arriving(0, 2.5), arriving(2.5, 5, 60_000))
  await recorder.stop()
  expect(segments()).toEqual(['connected 0-3000 clock-step', 'clock-step 63000-65000 stopped'])
})

test('a step back of the PC clock: two files say the same time, neither is lost, and coverage counts it once', async () => {
  record(arriving(0, 4), arriving(4, 8, -3_000))
  await recorder.stop()
  expect(segments()).toEqual(['connected 0-4000 clock-step', 'clock-step 1000-5000 stopped'])
  const rows = table.reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
  const span = { fromMs: start, toMs: start + 5_000 }
  const recorded = rows.map(row => ({ fromMs: row.firstFrameMs, toMs: row.lastFrameMs }))
  const facts = { cameraId: 'cam-1', span, nowMs: span.toMs, recorded, outages: [], blind: [] }
  expect(coverageOf(facts)).toMatchObject({ recorded: [span], gaps: [] })
})

test('media time that jumps ends the file there, and nothing is thrown away', async () => {
  const late = arriving(4.4, 6).map(fragment => ({
    ...fragment,
    decodeTicks: fragment.decodeTicks + 60 * timescale,
  }))
  record(
    arriving(0, 2),
    late.map(fragment => ({
      ...fragment,
      receivedMonotonicMs: fragment.receivedMonotonicMs + 60_000,
      receivedAtMs: fragment.receivedAtMs + 60_000,
    })),
  )
  await recorder.stop()
  expect(segments()).toEqual(['connected 0-2000 media-jump', 'media-jump 64400-66000 stopped'])
})

test('a lost camera ends the file and leaves an outage from its last frame to its return', async () => {
  record(arriving(0, 2))
  recorder.condition({ ...idle(0), state: 'lost', lastFrameAtMs: start + 2_000 })
  expect(isRecording).toBe(false)
  record(arriving(5, 6))
  await recorder.stop()
  expect(segments()).toEqual(['connected 0-2000 stream-lost', 'connected 5000-6000 stopped'])
  expect(table.outages('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })).toEqual([
    { cause: 'camera-lost', fromMs: start + 2_000, toMs: start + 5_000 },
  ])
})

test('the file that is being written can be played as far as it has reached the disk', async () => {
  record(arriving(0, 2))
  const library = openLibrary({
    fileOf: row => volumes.fileOf(row),
    table,
    openSegment: () => recorder.openSegment,
  })
  const segment = library.atOrAfter('cam-1', start + 1_500)
  expect(segment?.isGrowing()).toBe(true)
  await recorder.openSegment?.writer.sync()
  const index = await segment?.index()
  expect(index?.mediaEnd).toBe(recorder.openSegment?.writer.writtenBytes)
  expect(library.atOrAfter('cam-1', start + 90_000)).toBe(null)
})

describe('a disk that fails', () => {
  const outages = () => table.outages('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
  const breakDisk = () => {
    rmSync(join(dataDir, 'recordings'), { recursive: true })
    writeFileSync(join(dataDir, 'recordings'), 'a file where the folder should be')
  }

  test('is a gap with its cause; recording goes on when it can', async () => {
    breakDisk()
    record(arriving(0, 1))
    await vi.waitFor(() => expect(isRecording).toBe(false))
    expect(outages()).toMatchObject([{ cause: 'disk', fromMs: start }])
    rmSync(join(dataDir, 'recordings'))
    for (const fragment of arriving(1, 3)) recorder.fragment(fragment)
    expect(isRecording).toBe(false)
    await volumes.look()
    for (const fragment of arriving(6, 8)) recorder.fragment(fragment)
    await recorder.stop()
    expect(segments()).toEqual(['disk 6000-8000 stopped'])
    expect(outages()).toEqual([{ cause: 'disk', fromMs: start, toMs: start + 6_000 }])
  })

  test('under a file that was ended already leaves no segment that is not there', async () => {
    breakDisk()
    record(arriving(0, 1))
    await recorder.stop()
    expect(segments()).toEqual([])
    expect(outages()).toEqual([{ cause: 'disk', fromMs: start, toMs: start + 1_000 }])
  })

  test('with a second disk recording goes on there at once, and not a frame is lost', async () => {
    const disks = ['a', 'b'].map(id => ({ id, path: join(dataDir, `disk-${id}`), budgetGb: 1 }))
    for (const { path } of disks) mkdirSync(path)
    volumes = await testVolumes(dataDir, db, clock, disks)
    recorder = newRecorder()
    record(arriving(0, 3))
    const first = recorder.openSegment?.volume ?? ''
    const root = volumes.rootOf(first) ?? ''
    await recorder.openSegment?.writer.sync()
    rmSync(root, { recursive: true })
    writeFileSync(root, 'the disk is gone')
    // The file that is open is still written; at the border the next one cannot be made.
    for (const fragment of arriving(3, 4.8)) recorder.fragment(fragment)
    await vi.waitFor(() => expect(recorder.openSegment?.volume).not.toBe(first))
    for (const fragment of arriving(4.8, 7)) recorder.fragment(fragment)
    await recorder.stop()
    expect(segments()).toEqual(['disk 4000-7000 stopped'])
    expect(volumes.reports().map(({ id, state }) => [id, state])).toEqual(
      ['a', 'b'].map(id => [id, id === first ? 'missing' : 'ok']),
    )
    const [row] = table.reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
    const scan = row === undefined ? null : await scanSegment(volumes.fileOf(row))
    expect([scan?.firstTicks, scan?.endTicks]).toEqual([4 * timescale, 7 * timescale])
  })
})
