import { boxesIn, MediaError, parsing, requireBox, requirePath, type Box } from './boxes.ts'
import { parseMoof } from './fragment.ts'
import type { Track } from './init-segment.ts'

/** The first sample of a fragment, where it lies in its bytes. */
interface Sample {
  readonly start: number
  readonly end: number
  readonly compositionTicks: number
}

/**
 * A fragment that holds nothing but the key frame another one begins with, shown for `durationTicks`: what is sent when
 * recordings are shown faster than every frame could be decoded. Its time stays its own.
 * @param fragment a whole `moof` with its `mdat`
 * @throws MediaError when it does not begin with a key frame, or is damaged
 */
export function keyFrameOnly(fragment: Buffer, track: Track, durationTicks: number): Buffer {
  return parsing('moof', () => {
    const [moof, mdat] = boxesIn(fragment, 0, fragment.length)
    if (moof?.type !== 'moof' || mdat?.type !== 'mdat') throw new MediaError('no whole fragment')
    const timing = parseMoof(fragment.subarray(0, moof.end), track)
    if (!timing.beginsWithKeyFrame) throw new MediaError('a fragment without a key frame at its start')
    const sample = firstSample(fragment, moof, mdat)
    const bytes = fragment.subarray(sample.start, sample.end)
    return Buffer.concat([moofOf(track.id, timing.decodeTicks, durationTicks, bytes.length, sample), bytes])
  })
}

/** @throws MediaError when the size is not told, or the sample lies outside */
function firstSample(fragment: Buffer, moof: Box, mdat: Box): Sample {
  const traf = requireBox(fragment, moof.body, moof.end, 'traf')
  const tfhd = requirePath(fragment, traf, ['tfhd'])
  const trun = requirePath(fragment, traf, ['trun'])
  const flags = fragment.readUInt32BE(trun.body) & 0xff_ffff
  const isSigned = fragment.readUInt8(trun.body) === 1
  let at = trun.body + 8
  let start = mdat.body
  if (flags & 0x001) {
    start = moof.start + fragment.readInt32BE(at)
    at += 4
  }
  if (flags & 0x004) at += 4
  if (flags & 0x100) at += 4
  const size = flags & 0x200 ? fragment.readUInt32BE(at) : defaultSizeOf(fragment, tfhd)
  if (flags & 0x200) at += 4
  if (flags & 0x400) at += 4
  const compositionTicks =
    flags & 0x800 ? (isSigned ? fragment.readInt32BE(at) : fragment.readUInt32BE(at)) : 0
  if (start < mdat.body || start + size > mdat.end) throw new MediaError('a sample outside of its mdat')
  return { start, end: start + size, compositionTicks }
}

function defaultSizeOf(fragment: Buffer, tfhd: Box): number {
  const present = fragment.readUInt32BE(tfhd.body) & 0xff_ffff
  if (!(present & 0x10)) throw new MediaError('a sample without a size')
  return fragment.readUInt32BE(
    tfhd.body + 8 + (present & 0x01 ? 8 : 0) + (present & 0x02 ? 4 : 0) + (present & 0x08 ? 4 : 0),
  )
}

/** `moof` of one sync sample and the head of its `mdat` (ISO/IEC 14496-12 §8.8). */
function moofOf(
  trackId: number,
  decodeTicks: number,
  durationTicks: number,
  size: number,
  { compositionTicks }: Sample,
): Buffer {
  const mfhd = fullBox('mfhd', 0, 0, [1])
  const tfhd = fullBox('tfhd', 0, 0x02_0000, [trackId])
  const tfdt = fullBox('tfdt', 1, 0, [Math.floor(decodeTicks / 2 ** 32), decodeTicks % 2 ** 32])
  const dataOffset = 8 + mfhd.length + 8 + tfhd.length + tfdt.length + trunLength + 8
  const syncSample = 0x0200_0000
  const trun = fullBox('trun', 1, 0xb05, [
    1,
    dataOffset,
    syncSample,
    durationTicks,
    size,
    compositionTicks < 0 ? compositionTicks + 2 ** 32 : compositionTicks,
  ])
  const traf = box('traf', [tfhd, tfdt, trun])
  return Buffer.concat([box('moof', [mfhd, traf]), boxHead('mdat', size)])
}

const trunLength = 12 + 6 * 4

function boxHead(type: string, bodyLength: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + bodyLength, 0)
  head.write(type, 4, 'latin1')
  return head
}

function box(type: string, content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([boxHead(type, body.length), body])
}

function fullBox(type: string, version: number, flags: number, words: readonly number[]): Buffer {
  const body = Buffer.alloc(4 + words.length * 4)
  body.writeUInt32BE(version * 0x100_0000 + flags, 0)
  words.forEach((word, index) => body.writeUInt32BE(Math.round(word), 4 + index * 4))
  return box(type, [body])
}
