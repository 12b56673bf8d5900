import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openLog } from '../../src/core/platform/log.ts'
import { RemoteSegment } from '../../src/core/recordings/nvr/remote-segment.ts'
import { startSchoolRecorder, type SchoolRecorder } from '../../src/core/recordings/nvr/school-recorder.ts'
import type { Span } from '../../src/shared/domain/recording.ts'
import { siteCamera } from '../helpers/camera-room.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { frameNumbersIn, numberedFps, writeNumberedRecording } from '../helpers/numbered-recording.ts'
import { startReplayPeer, type ReplayPeer } from '../helpers/replay-peer.ts'

/** The recorder of the school against GStreamer's RTSP server: seeking and playback that the project did not write. */

const folder = dataFolder()
const registry = openChildRegistry(folder.path)
const beginsMs = Math.floor(Date.now() / 1_000) * 1_000 - 600_000
const at = (seconds: number) => beginsMs + seconds * 1_000
const signal = new AbortController().signal
let peer: ReplayPeer
let school: SchoolRecorder
let fetched = 0

beforeAll(async () => {
  const file = join(folder.path, 'numbered.mkv')
  writeNumberedRecording(file, 120)
  peer = await startReplayPeer(file, beginsMs)
  const template = (path: string, credentials?: string) => ({
    recorder: {
      kind: 'rtsp-template' as const,
      url: peer.url,
      template: path,
      channel: 1,
      ...(credentials === undefined ? {} : { credentials }),
    },
  })
  const secured = '/sec/Streaming/tracks/{channel}01/?starttime={start}&endtime={end}'
  school = startSchoolRecorder({
    cameras: [
      siteCamera('hik', 'rtsp://127.0.0.1/none', template('hikvision')),
      siteCamera('right', 'rtsp://127.0.0.1/none', template(secured, 'right')),
      siteCamera('wrong', 'rtsp://127.0.0.1/none', template(secured, 'wrong')),
    ],
    credentialsOf: name => ({ user: 'guard', password: name === 'right' ? 's3cret' : 'guess' }),
    ffmpeg: 'ffmpeg',
    registry,
    dataDir: folder.path,
    clock: systemClock,
    log: openLog(folder.path),
    tell: () => {},
  })
})
// A second try after a failure begins with a server that answers.
beforeEach(async ({ task }) => {
  if ((task.result?.retryCount ?? 0) > 0) await peer.restart()
})
afterAll(async () => {
  await school[Symbol.asyncDispose]()
  await peer[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const requests = async () => JSON.parse(await peer.command('requests')) as string[]
const fetchByClock = (span: Span) =>
  new RemoteSegment({
    cameraId: 'cam-1',
    request: { url: `${peer.url}/rec`, credentials: null, range: { kind: 'clock', span, beginsMs } },
    span,
    offsetMs: 0,
    file: join(folder.path, `fetched-${++fetched}.mp4`),
    ffmpeg: 'ffmpeg',
    registry,
    clock: systemClock,
  })

/** What the file really shows, told as the times that its frame numbers stand for. */
function shownIn(segment: { readonly file: string }): { fromMs: number; toMs: number; isWhole: boolean } {
  const numbers = frameNumbersIn(segment.file)
  const first = numbers[0] ?? Number.NaN
  return {
    fromMs: beginsMs + (first * 1_000) / numberedFps,
    toMs: beginsMs + ((first + numbers.length) * 1_000) / numberedFps,
    isWhole: numbers.every((number, index) => number === first + index),
  }
}

/** No frame is missing or doubled, and each bears the time at which it was recorded. */
function expectTrueTimes(segment: RemoteSegment): { fromMs: number; toMs: number } {
  const shown = shownIn(segment)
  expect(shown.isWhole).toBe(true)
  expect(Math.abs(segment.firstFrameMs - shown.fromMs)).toBeLessThan(1_000 / numberedFps)
  return shown
}

describe('a recorder that is asked for a moment', () => {
  test('seeks, and every frame bears its own time; nothing is missing or doubled', async () => {
    const span = { fromMs: at(42.5), toMs: at(46) }
    const segment = fetchByClock(span)
    expect(await segment.ready).toBe(null)
    await segment.finished
    const shown = expectTrueTimes(segment)
    // It begins with a key frame at or before the moment; one is there every second.
    expect(shown.fromMs).toBeLessThanOrEqual(span.fromMs)
    expect(shown.fromMs).toBeGreaterThan(span.fromMs - 2_000)
    expect(shown.toMs).toBeGreaterThanOrEqual(span.toMs)
    expect(Math.abs(segment.lastFrameMs - shown.toMs)).toBeLessThan(2_000 / numberedFps)
  })

  test('can be played while it still comes, and is left when nobody waits', async () => {
    // Between two key frames: exactly on one, the server's rounding decides which it begins with.
    const segment = fetchByClock({ fromMs: at(10.5), toMs: at(100) })
    expect(await segment.ready).toBe(null)
    expect(segment.isGrowing()).toBe(true)
    const { mediaEnd } = await segment.index()
    expect(await segment.moreThan(mediaEnd, signal)).toBe(true)
    await segment.stop()
    expect(segment.isGrowing()).toBe(false)
    expectTrueTimes(segment)
  })

  test('that hangs up in the middle leaves what came', async () => {
    const segment = fetchByClock({ fromMs: at(20.5), toMs: at(100) })
    expect(await segment.ready).toBe(null)
    await peer.command('drop')
    await segment.finished
    expect(segment.fault).toBe(null)
    expectTrueTimes(segment)
  })
})

describe('a recorder that is asked by its address', () => {
  test('begins at the moment; only the wanted span is in the address', async () => {
    await requests()
    const segment = await school.atOrAfter('hik', { fromMs: at(30), toMs: at(36) }, signal)
    if (!(segment instanceof RemoteSegment)) throw new Error('nothing came')
    await segment.finished
    const basic = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
    const wanted = `starttime=${basic(at(30))}&endtime=${basic(at(36))}`
    for (const path of await requests()) expect(path).toContain(wanted)
    const shown = shownIn(segment)
    expect(shown).toMatchObject({ fromMs: at(30), isWhole: true })
    expect(segment.firstFrameMs).toBe(at(30))
    expect(school.stateOf('hik')).toBe('unknown')
  })

  test('what was fetched is used again', async () => {
    await requests()
    const segment = await school.atOrAfter('hik', { fromMs: at(33), toMs: at(36) }, signal)
    expect(segment?.firstFrameMs).toBe(at(30))
    expect(await requests()).toEqual([])
  })

  test('the password reaches the recorder and no log', async () => {
    const segment = await school.atOrAfter('right', { fromMs: at(60), toMs: at(64) }, signal)
    expect(segment?.firstFrameMs).toBe(at(60))
    expect(readFileSync(join(folder.path, 'log', 'station.log'), 'utf8')).not.toContain('s3cret')
  })

  test('a wrong password is known, and not tried again', async () => {
    expect(await school.atOrAfter('wrong', { fromMs: at(60), toMs: at(64) }, signal)).toBe(null)
    expect(school.stateOf('wrong')).toBe('unauthorised')
    await requests()
    expect(await school.atOrAfter('wrong', { fromMs: at(70), toMs: at(74) }, signal)).toBe(null)
    expect(await requests()).toEqual([])
  })

  test('a time of which it has nothing is no fault', async () => {
    expect(await school.atOrAfter('hik', { fromMs: at(400), toMs: at(404) }, signal)).toBe(null)
    expect(await school.atOrAfter('hik', { fromMs: at(70), toMs: at(74) }, signal)).not.toBe(null)
  })

  test('one that keeps silent does not hold up who goes elsewhere', async () => {
    await peer.command('stall')
    const elsewhere = new AbortController()
    const asked = school.atOrAfter('hik', { fromMs: at(90), toMs: at(94) }, elsewhere.signal)
    elsewhere.abort()
    expect(await asked).toBe(null)
    await peer.command('go')
    expect(await school.atOrAfter('hik', { fromMs: at(80), toMs: at(84) }, signal)).not.toBe(null)
  })
})

test('what was fetched does not outlive the station', async () => {
  const cache = join(folder.path, 'nvr-cache')
  expect(existsSync(cache)).toBe(true)
  await school[Symbol.asyncDispose]()
  expect(existsSync(cache)).toBe(false)
})
