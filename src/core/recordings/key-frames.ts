import { open, type FileHandle } from 'node:fs/promises'
import type { Span } from '../../shared/domain/recording.ts'
import { MediaError, readBoxHeader } from '../media/boxes.ts'
import type { Library, PlayableSegment } from './library.ts'
import { read, type SegmentIndex } from './segment-index.ts'
import { unlessUnreadable } from './unreadable.ts'

/** A key frame with all that is needed to decode it. */
export interface KeyFramePlace {
  readonly file: string
  readonly offset: number
  readonly atMs: number
  /** Up to here it is the newest key frame, ms UTC. */
  readonly untilMs: number
  readonly init: Buffer
  /** The fragment that begins with it. */
  readonly firstFragment: Buffer
}

const windowBytes = 64 * 1024

/** UTC of a media time in a segment. */
export const timeIn = ({ zeroAtMs, timescale }: PlayableSegment, ticks: number): number =>
  zeroAtMs + (ticks / timescale) * 1_000

/** The key frame at or before a moment, but never one before the span: that would show what was not granted. */
function keyFrameFor(
  segment: PlayableSegment,
  index: SegmentIndex,
  atMs: number,
  notBeforeMs: number,
): { atMs: number; offset: number; ticks: number } | null {
  const keys = index.keyFrames.map(({ ticks, offset }) => ({ atMs: timeIn(segment, ticks), offset, ticks }))
  const granted = keys.filter(key => key.atMs >= notBeforeMs)
  return granted.findLast(key => key.atMs <= atMs) ?? granted[0] ?? null
}

/** A key frame to begin with, and the file it lies in. */
export interface Start {
  readonly segment: PlayableSegment
  readonly index: SegmentIndex
  readonly key: { readonly atMs: number; readonly offset: number; readonly ticks: number }
}

/** Where to begin for a moment in a segment: in an earlier file where the group of pictures began there. */
export async function startFor(
  found: PlayableSegment,
  atMs: number,
  notBeforeMs: number,
): Promise<Start | null> {
  const index = await found.index()
  const key = keyFrameFor(found, index, atMs, notBeforeMs)
  const own = key === null ? null : { segment: found, index, key }
  if (key !== null && key.atMs <= atMs) return own
  const previous = found.previous()
  const earlier = previous === null ? null : await unlessUnreadable(startFor(previous, atMs, notBeforeMs))
  return earlier !== null && earlier.key.atMs <= atMs ? earlier : own
}

/** A place in a segment: from `offset` on nothing was sent yet. */
export interface SegmentPlace {
  readonly segment: PlayableSegment
  offset: number
}

/** The file in which the group of pictures goes on: sent without a new init segment, or the decoder would begin anew. */
export async function continued(segment: PlayableSegment): Promise<SegmentPlace | null> {
  const next = segment.next()
  const index = next === null ? null : await unlessUnreadable(next.index())
  return next === null || index === null ? null : { segment: next, offset: index.init.bytes.length }
}

/** Until when a key frame is the newest one: up to the next in the files of its group, or the end of the last; ms UTC. */
export async function heldUntilMs(
  segment: PlayableSegment,
  index: SegmentIndex,
  ticks: number,
): Promise<number> {
  const own = index.keyFrames.find(key => key.ticks > ticks)
  if (own !== undefined) return timeIn(segment, own.ticks)
  const next = segment.next()
  const nextIndex = next === null ? null : await unlessUnreadable(next.index())
  return next === null || nextIndex === null
    ? segment.lastFrameMs
    : await heldUntilMs(next, nextIndex, -Infinity)
}

/** The `moof` and `mdat` that begin at an offset; null when they do not lie whole before `end`. */
export async function readFragment(handle: FileHandle, offset: number, end: number): Promise<Buffer | null> {
  const head = await read(handle, offset, Math.min(windowBytes, end - offset))
  const moof = readBoxHeader(head, 0)
  if (moof?.type !== 'moof') throw new MediaError('a key frame is not where the index says')
  const mdat = moof.size + 16 <= head.length ? readBoxHeader(head, moof.size) : null
  if (mdat?.type !== 'mdat') return null
  const size = moof.size + mdat.size
  if (offset + size > end) return null
  return size <= head.length ? head.subarray(0, size) : await read(handle, offset, size)
}

/** Where nothing is recorded within this of a moment, there is no picture of it, ms. */
const nearMs = 1_000

/** The key frame that shows a moment inside the span; null where nothing is recorded, or it cannot be read. */
export async function keyFrameAt(
  library: Library,
  cameraId: string,
  atMs: number,
  span: Span,
): Promise<KeyFramePlace | null> {
  const found = library.atOrAfter(cameraId, atMs)
  return found === null ? null : await unlessUnreadable(keyFrameIn(found, atMs, span))
}

/** As `keyFrameAt`, in the file that holds the moment. */
export async function keyFrameIn(
  found: PlayableSegment,
  atMs: number,
  span: Span,
): Promise<KeyFramePlace | null> {
  if (found.firstFrameMs - atMs > nearMs) return null
  const start = await startFor(found, Math.max(atMs, span.fromMs), span.fromMs)
  if (start === null || start.key.atMs >= span.toMs) return null
  const { segment, index, key } = start
  await using handle = await open(segment.file, 'r')
  const firstFragment = await readFragment(handle, key.offset, index.mediaEnd)
  if (firstFragment === null) return null
  const untilMs = Math.min(span.toMs, await heldUntilMs(segment, index, key.ticks))
  return {
    file: segment.file,
    offset: key.offset,
    atMs: key.atMs,
    untilMs,
    init: index.init.bytes,
    firstFragment,
  }
}
