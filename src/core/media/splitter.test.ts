import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { MediaError } from './boxes.ts'
import { FragmentSplitter, type Piece } from './splitter.ts'

const h264 = makeFragmentedMp4()

function split(bytes: Buffer, cuts: readonly number[] = []): Piece[] {
  const splitter = new FragmentSplitter()
  const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
  return at.slice(1).flatMap((to, index) => splitter.push(bytes.subarray(at[index], to)))
}
const fragmentsOf = (pieces: Piece[]) =>
  pieces.flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : []))

describe('real output of ffmpeg', () => {
  test('the init segment names codec, size and timescale', () => {
    const [first] = split(h264)
    expect(first).toMatchObject({
      type: 'init',
      init: {
        track: {
          id: 1,
          width: 320,
          height: 180,
          timescale: 15360,
          codec: expect.stringMatching(/^avc1\.42/),
        },
      },
    })
  })

  test('fragments follow each other without hole or overlap and count every frame', () => {
    const fragments = fragmentsOf(split(h264))
    expect(fragments.reduce((sum, fragment) => sum + fragment.sampleCount, 0)).toBe(60)
    let ticks = 0
    for (const fragment of fragments) {
      expect(fragment.decodeTicks).toBe(ticks)
      ticks += fragment.durationTicks
    }
    expect(ticks).toBe(4 * 15360)
  })

  test('a fragment that begins with a key frame says so: one a second', () => {
    const keys = fragmentsOf(split(h264)).filter(fragment => fragment.beginsWithKeyFrame)
    expect(keys.map(fragment => fragment.decodeTicks / 15360)).toEqual([0, 1, 2, 3])
  })

  test('H.265 gets its own codec name', () => {
    const [first] = split(makeFragmentedMp4({ codec: 'hevc', seconds: 1 }))
    expect(first).toMatchObject({ init: { track: { codec: expect.stringMatching(/^hev1\.1\.6\.L\d+/) } } })
  })
})

test('however the stream is chunked, the same pieces come out', () => {
  const whole = split(h264)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: h264.length }), { maxLength: 40 }), cuts => {
      expect(split(h264, cuts)).toEqual(whole)
    }),
    { numRuns: 60 },
  )
  expect(
    split(
      h264,
      Array.from({ length: 6_000 }, (_, index) => index),
    ),
  ).toEqual(whole)
})

test('what came in one read is handed on without a copy: copies of all cameras keep core collecting garbage', () => {
  const fragments = fragmentsOf(split(h264))
  expect(fragments.length).toBeGreaterThan(4)
  for (const { bytes } of fragments) expect(bytes.buffer).toBe(h264.buffer)
})

test('nothing but whole boxes is held back', () => {
  const splitter = new FragmentSplitter()
  splitter.push(h264)
  expect(splitter.pendingBytes).toBe(0)
})

function faultOf(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error
  }
}

describe('damaged bytes', () => {
  test.each([
    ['text instead of video', Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n')],
    ['a box of no size', Buffer.from('00000000667479700000000000000000', 'hex')],
    ['a fragment before the init segment', Buffer.from('000000086d6f6f66', 'hex')],
    ['a box larger than any camera sends', Buffer.from('ffffffff6d64617400000000', 'hex')],
  ])('%s is told as a MediaError', (_, bytes) => {
    expect(() => split(Buffer.concat([bytes, Buffer.alloc(64)]))).toThrow(MediaError)
  })

  test('any damage gives pieces or a MediaError, never another fault', () => {
    const flips = fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(flips, changes => {
        const damaged = Buffer.from(h264.subarray(0, 20_000))
        for (const [at, value] of changes) damaged[at] = value
        const fault = faultOf(() => split(damaged))
        expect(fault === null || fault instanceof MediaError).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
