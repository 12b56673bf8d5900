import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MediaError } from './boxes.ts'
import { FormatFollower } from './format-follower.ts'
import type { Fragment } from './fragment.ts'
import type { InitSegment } from './init-segment.ts'
import { parameterSetsIn, sequenceSetOf, withParameterSets } from './parameter-sets.ts'
import { readAvcSequence, readHevcSequence } from './sequence.ts'
import { FragmentSplitter } from './splitter.ts'

interface Made {
  readonly init: InitSegment
  readonly fragments: readonly Fragment[]
}

/** Real output of ffmpeg with the parameter sets before every key frame, as cameras send it. */
function make(encoder: string, size: string): Made {
  const line =
    `-nostdin -loglevel error -f lavfi -i testsrc2=size=${size}:rate=15:duration=2 -pix_fmt yuv420p ${encoder} ` +
    '-bsf:v dump_extra=freq=keyframe -f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof pipe:1'
  const pieces = new FragmentSplitter().push(
    execFileSync('ffmpeg', line.split(' '), { maxBuffer: 64 * 1024 * 1024 }),
  )
  const init = pieces.flatMap(piece => (piece.type === 'init' ? [piece.init] : []))[0]
  if (init === undefined) throw new Error('no init segment')
  return { init, fragments: pieces.flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : [])) }
}

const x264 = '-c:v libx264 -preset ultrafast -g 15'
const x265 = '-c:v libx265 -preset ultrafast -x265-params keyint=15:log-level=none'
const encoders = [
  ['H.264 baseline', x264],
  ['H.264 high', '-c:v libx264 -preset medium -g 15'],
  ['H.264 high, 4:4:4', '-c:v libx264 -preset medium -g 15 -pix_fmt yuv444p'],
  ['H.265', x265],
] as const

describe.each(encoders)('%s', (_, encoder) => {
  const before = make(encoder, '320x180')
  const after = make(encoder, '640x362')

  test('a stream that does not change has one init segment', () => {
    const follower = new FormatFollower()
    follower.init(before.init)
    expect(before.fragments.map(fragment => follower.check(fragment))).toEqual(
      before.fragments.map(() => null),
    )
  })

  test('a change of size gives the init segment that ffmpeg itself would have written, once', () => {
    const follower = new FormatFollower()
    follower.init(before.init)
    const [first, second] = after.fragments
    if (first === undefined || second === undefined) throw new Error('too few fragments')
    const changed = follower.check(first)
    expect(changed?.track).toEqual(after.init.track)
    expect(changed?.track).toMatchObject({ width: 640, height: 362 })
    expect(follower.check(second)).toBe(null)
    expect(follower.check(before.fragments[0] ?? first)?.track).toEqual(before.init.track)
  })
})

test('for H.264 it is the same to the last byte', () => {
  const { init, fragments } = make(x264, '640x362')
  const sets = parameterSetsIn(fragments[0]?.bytes ?? Buffer.alloc(0), false)
  if (sets === null) throw new Error('no parameter sets')
  const small = make(x264, '320x180').init
  expect(withParameterSets(small, sets).bytes.equals(init.bytes)).toBe(true)
})

test('what follows the change decodes under the new init segment', () => {
  const follower = new FormatFollower()
  const after = make(x265, '640x362')
  follower.init(make(x265, '320x180').init)
  const changed = after.fragments.map(each => follower.check(each)).find(each => each !== null)
  const bytes = Buffer.concat([changed?.bytes ?? Buffer.alloc(0), ...after.fragments.map(each => each.bytes)])
  const words =
    '-v error -count_frames -show_entries stream=nb_read_frames,width,height -of csv=p=0 -f mp4 pipe:0'
  expect(execFileSync('ffprobe', words.split(' '), { input: bytes, encoding: 'utf8' }).trim()).toBe(
    '640,362,30',
  )
})

test('damaged parameter sets give a size or a MediaError, never another fault', () => {
  const avc = sequenceSetOf(make(x264, '320x180').init)
  const hevc = sequenceSetOf(make(x265, '320x180').init)
  if (avc === null || hevc === null) throw new Error('no sequence parameter set')
  expect(readAvcSequence(avc)).toEqual({ width: 320, height: 180 })
  expect(readHevcSequence(hevc)).toMatchObject({ width: 320, height: 180, chromaFormat: 1, lumaDepth: 8 })
  const change = fc.tuple(fc.nat(60), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(60), (changes, length) => {
      for (const [set, read] of [[avc, readAvcSequence] as const, [hevc, readHevcSequence] as const]) {
        const damaged = Buffer.from(set.subarray(0, Math.max(4, length)))
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value
        expect(faultOf(() => read(damaged))).toSatisfy(
          (fault: unknown) => fault === null || fault instanceof MediaError,
        )
      }
    }),
  )
})

function faultOf(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error
  }
}
