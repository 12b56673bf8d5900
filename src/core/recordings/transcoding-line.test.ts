import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import type { PlaybackMessage } from '../../shared/streams.ts'
import { FragmentSplitter } from '../media/splitter.ts'
import { openChildRegistry } from '../platform/child-registry.ts'
import { systemClock } from '../platform/clock.ts'
import { TranscodingLine } from './transcoding-line.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhishou-transcoding-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const hevc = makeFragmentedMp4({ codec: 'hevc', seconds: 2 })
const h264 = makeFragmentedMp4({ seconds: 1 })
const media = (mimeType: string, firstFrameAtMs: number): PlaybackMessage => ({
  type: 'media',
  mimeType,
  zeroAtMs: firstFrameAtMs - 5_000,
  firstFrameAtMs,
})
const hevcMedia = media('video/mp4; codecs="hev1.1.6.L63.90"', 10_000)

/** A viewer that plays H.264 only and remembers messages and, between them, bytes. */
function viewer(ffmpeg = 'ffmpeg') {
  const got: (PlaybackMessage | Buffer)[] = []
  const ended = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<string>()
  const line = new TranscodingLine(
    {
      message: message => {
        got.push(message)
        if (message.type === 'end') ended.resolve()
      },
      bytes: bytes => void got.push(bytes),
    },
    new Set(['avc1']),
    { ffmpeg, registry: openChildRegistry(folder), clock: systemClock },
    failed.resolve,
  )
  return { line, got, ended: ended.promise, failed: failed.promise }
}

/** The pieces as the playback sends them: init segment, then fragments. */
function send(line: TranscodingLine, file: Buffer): void {
  for (const piece of new FragmentSplitter().push(file))
    line.bytes(piece.type === 'init' ? piece.init.bytes : piece.fragment.bytes)
}

test('H.265 comes out as H.264, every frame, marked, before what follows it', async () => {
  const { line, got, ended } = viewer()
  line.message(hevcMedia)
  send(line, hevc)
  line.message({ type: 'pause', untilMs: 12_000 })
  line.message({ type: 'gap', fromMs: 12_000, toMs: 20_000, cause: 'camera-lost' })
  line.message({ type: 'end', atMs: 20_000 })
  await ended
  const messages = got.flatMap(each => (Buffer.isBuffer(each) ? [] : [each]))
  expect(messages.toSorted((a, b) => a.type.localeCompare(b.type))).toMatchObject([
    { type: 'end' },
    { type: 'gap' },
    { type: 'media', transcoded: true, zeroAtMs: 10_000, firstFrameAtMs: 10_000 },
    { type: 'pause' },
  ])
  expect(messages.slice(-2).map(({ type }) => type)).toEqual(['gap', 'end'])
  expect(got.slice(-2).every(each => !Buffer.isBuffer(each))).toBe(true)
  const words =
    '-v error -count_frames -show_entries stream=codec_name,nb_read_frames -of csv=p=0 -f mp4 pipe:0'
  const input = Buffer.concat(got.flatMap(each => (Buffer.isBuffer(each) ? [each] : [])))
  expect(execFileSync('ffprobe', words.split(' '), { input, encoding: 'utf8' }).trim()).toBe('h264,30')
})

test('what the screen decodes goes through untouched', async () => {
  const { line, got, ended } = viewer()
  const announced = media('video/mp4; codecs="avc1.42c01e"', 10_000)
  line.message(announced)
  line.bytes(h264)
  line.message({ type: 'end', atMs: 11_000 })
  await ended
  expect(got).toEqual([announced, h264, { type: 'end', atMs: 11_000 }])
})

test('after a jump nothing of the stretch before comes any more', async () => {
  const { line, got, ended } = viewer()
  line.message(hevcMedia)
  send(line, hevc)
  line.reset()
  const announced = media('video/mp4; codecs="avc1.42c01e"', 90_000)
  line.message(announced)
  line.bytes(h264)
  line.message({ type: 'end', atMs: 91_000 })
  await ended
  expect(got).toEqual([announced, h264, { type: 'end', atMs: 91_000 }])
})

test('a transcoder that cannot run is told, not left black', async () => {
  const { line, failed } = viewer(join(folder, 'no-such-ffmpeg'))
  line.message(hevcMedia)
  send(line, hevc)
  expect(await failed).toContain('ENOENT')
})
