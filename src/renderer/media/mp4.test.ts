import { expect, test } from 'vitest'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { readFragmentStart, readTimescale } from './mp4.ts'

/** Top-level boxes of a real file, `moof` together with its `mdat`. */
function pieces(file: Buffer): Buffer[] {
  const found: Buffer[] = []
  let start = 0
  let at = 0
  while (at < file.length) {
    const type = file.toString('latin1', at + 4, at + 8)
    at += file.readUInt32BE(at)
    if (type !== 'moov' && type !== 'mdat') continue
    found.push(file.subarray(start, at))
    start = at
  }
  return found
}

test('reads clock and fragment starts of real ffmpeg output', () => {
  const [init, ...fragments] = pieces(makeFragmentedMp4())
  expect(init).toBeDefined()
  const timescale = readTimescale(init ?? new Uint8Array())
  expect(timescale).toBe(15360)
  const starts = fragments.map(readFragmentStart)
  expect(starts[0]).toBe(0)
  expect(starts.every((start, index) => index === 0 || (start ?? 0) > (starts[index - 1] ?? 0))).toBe(true)
  expect(starts.at(-1) ?? 0).toBeGreaterThan(3 * 15360)
  expect(readFragmentStart(init ?? new Uint8Array())).toBeNull()
})

test('damaged pieces give null, never throw', () => {
  const [init, fragment] = pieces(makeFragmentedMp4())
  for (const piece of [init, fragment])
    for (let length = 0; length < 200; length += 7) {
      expect(readTimescale((piece ?? Buffer.alloc(0)).subarray(0, length))).toBeNull()
      expect(() => readFragmentStart((piece ?? Buffer.alloc(0)).subarray(0, length))).not.toThrow()
    }
})
