import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { testVolumes } from '../../../tests/helpers/test-volumes.ts'
import type { PlaybackMessage } from '../../shared/streams.ts'
import { FragmentSplitter } from '../media/splitter.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { CameraRecorder } from './camera-recorder.ts'
import { openLibrary, type Library } from './library.ts'
import { Playback } from './playback.ts'
import { segmentTable, type SegmentTable } from './table.ts'

// A smart-codec camera: ten seconds without a key frame, then the next group. Files are cut after 4 s at the latest.
const pieces = new FragmentSplitter().push(makeFragmentedMp4({ seconds: 14, keyFrameEvery: 150 }))
const init = pieces.flatMap(piece => (piece.type === 'init' ? [piece.init] : []))[0]
const fragments = pieces.flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : []))
if (init === undefined) throw new Error('no init segment')
const { timescale } = init.track
const start = Date.UTC(2026, 10, 22, 18, 0, 0)

let folder: ReturnType<typeof dataFolder>
let db: Db
let table: SegmentTable
let recorder: CameraRecorder
let library: Library

beforeEach(async () => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  table = segmentTable(db)
  const clock = new FakeClock(start)
  const volumes = await testVolumes(folder.path, db, clock)
  recorder = new CameraRecorder({
    cameraId: 'cam-1',
    stream: 'main',
    volumes,
    table,
    clock,
    log: openLog(folder.path, 'silent'),
    segmentLengthMs: 2_000,
    onRecording: () => {},
  })
  library = openLibrary({
    fileOf: row => volumes.fileOf(row),
    table,
    openSegment: () => recorder.openSegment,
  })
  recorder.init(init)
  for (const fragment of fragments) {
    const endMs = ((fragment.decodeTicks + fragment.durationTicks) / timescale) * 1_000
    recorder.fragment({ ...fragment, receivedMonotonicMs: endMs, receivedAtMs: start + endMs })
  }
})
afterEach(async () => {
  await recorder.stop()
  db.close()
  folder[Symbol.dispose]()
})

interface Played {
  readonly times: number[]
  readonly media: PlaybackMessage[]
  /** What came until the second `media`: one run of a decoder. */
  readonly firstRun: Buffer
}

async function played(fromMs: number, atMs: number): Promise<Played> {
  const messages: PlaybackMessage[] = []
  const chunks: Buffer[] = []
  const firstRun: Buffer[] = []
  const playback = new Playback({
    cameraId: 'cam-1',
    span: { fromMs: start + fromMs, toMs: start + 14_000 },
    library,
    gapsIn: () => [],
    now: () => start + 14_000,
    send: message => void messages.push(message),
    sendBytes: bytes => {
      chunks.push(bytes)
      if (messages.filter(({ type }) => type === 'media').length === 1) firstRun.push(bytes)
    },
    served: () => {},
    onUnreadable: () => {},
  })
  const signal = new AbortController().signal
  await playback.play(start + atMs, signal)
  while (messages.at(-1)?.type !== 'end') await playback.more(signal)
  const times = new FragmentSplitter()
    .push(Buffer.concat(chunks))
    .flatMap(piece => (piece.type === 'fragment' ? [(piece.fragment.decodeTicks / timescale) * 1_000] : []))
  const media = messages.filter(message => message.type === 'media')
  return { times, media, firstRun: Buffer.concat(firstRun) }
}

test('no file is longer than two lengths, and each says that it goes on in the next', async () => {
  await recorder.stop()
  const rows = table.reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
  const kinds = rows.map(row => `${row.startCause} ${row.endCause}`)
  expect(kinds).toEqual(['connected continued', 'continued continued', 'continued border', 'border stopped'])
  for (const row of rows) expect(row.lastFrameMs - row.firstFrameMs).toBeLessThanOrEqual(4_000)
})

test('a moment in a file without a key frame is played from the key frame in the file before it', async () => {
  await recorder.stop()
  const { times, media, firstRun } = await played(0, 9_000)
  expect(times[0]).toBe(0)
  // One decoder from the first key frame to the end of the group: a second init segment would make it wait for a key.
  expect(media).toMatchObject([{ firstFrameAtMs: start }, { firstFrameAtMs: start + 10_000 }])
  expect(times).toEqual(fragments.map(({ decodeTicks }) => (decodeTicks / timescale) * 1_000))
  // Ten seconds of fifteen frames, over three files, and the decoder has nothing to complain of.
  const line = '-v error -count_frames -show_entries stream=nb_read_frames -of csv=p=0 pipe:0'
  const probe = spawnSync('ffprobe', line.split(' '), { input: firstRun, encoding: 'utf8' })
  expect([probe.stdout.trim(), probe.stderr]).toEqual(['150', ''])
})

test('not even then is anything served from before the granted span', async () => {
  await recorder.stop()
  expect((await played(5_000, 6_000)).times[0]).toBe(10_000)
})

test('the files of a group know each other, also while the last is being written', () => {
  const first = library.atOrAfter('cam-1', start)
  expect(first?.next()?.firstFrameMs).toBe(start + 4_000)
  expect(first?.next()?.previous()?.file).toBe(first?.file)
  expect(library.atOrAfter('cam-1', start + 12_000)?.isGrowing()).toBe(true)
  expect(library.atOrAfter('cam-1', start + 12_000)?.previous()).toBe(null)
})
