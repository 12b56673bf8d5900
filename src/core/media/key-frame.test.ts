import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { MediaError } from './boxes.ts'
import { keyFrameOnly } from './key-frame.ts'
import { FragmentSplitter } from './splitter.ts'

function partsOf(file: Buffer) {
  const pieces = new FragmentSplitter().push(file)
  const init = pieces.flatMap(piece => (piece.type === 'init' ? [piece.init] : []))[0]
  if (init === undefined) throw new Error('no init segment')
  const fragments = pieces.flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : []))
  return { init, fragments }
}

test('key frames alone, each held up to the next, are a film that every decoder reads', () => {
  const { init, fragments } = partsOf(makeFragmentedMp4())
  const keys = fragments.filter(({ beginsWithKeyFrame }) => beginsWithKeyFrame)
  expect(keys.length).toBeGreaterThan(1)
  const film = keys.map((key, index) => {
    const until = keys[index + 1]?.decodeTicks ?? key.decodeTicks + key.durationTicks
    return keyFrameOnly(key.bytes, init.track, until - key.decodeTicks)
  })
  const read = partsOf(Buffer.concat([init.bytes, ...film])).fragments
  expect(read.map(({ decodeTicks, sampleCount }) => [decodeTicks, sampleCount])).toEqual(
    keys.map(({ decodeTicks }) => [decodeTicks, 1]),
  )
  for (const [index, fragment] of read.slice(1).entries())
    expect(fragment.decodeTicks).toBe(Number(read[index]?.decodeTicks) + Number(read[index]?.durationTicks))
  const words =
    '-v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0 -i pipe:0'
  const counted = execFileSync('ffprobe', words.split(' '), {
    input: Buffer.concat([init.bytes, ...film]),
    encoding: 'utf8',
  })
  expect(Number(counted.trim().split(/\D/)[0])).toBe(keys.length)
})

test('a fragment without a key frame, or a damaged one, is a MediaError', () => {
  const { init, fragments } = partsOf(makeFragmentedMp4())
  const plain = fragments.find(({ beginsWithKeyFrame }) => !beginsWithKeyFrame)
  if (plain !== undefined) expect(() => keyFrameOnly(plain.bytes, init.track, 1)).toThrow(MediaError)
  const key = fragments[0]?.bytes ?? Buffer.alloc(0)
  for (let length = 0; length < Math.min(400, key.length - 1); length += 11)
    expect(() => keyFrameOnly(key.subarray(0, length), init.track, 1)).toThrow(MediaError)
})
