import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { sep } from 'node:path'
import type { Span } from '../../../shared/domain/recording.ts'
import type { Fragment } from '../../media/fragment.ts'
import type { InitSegment } from '../../media/init-segment.ts'
import { readBoxHeader } from '../../media/boxes.ts'
import { FragmentSplitter } from '../../media/splitter.ts'
import { joinedWithinMs } from '../coverage.ts'
import type { PlayableSegment, PlaybackSource, RecorderOrigin } from '../library.ts'
import { read } from '../segment-index.ts'

/** The bytes of one recorded file that go into an export: `[byteFrom, byteTo)`, whole fragments. */
export interface SourcePiece {
  /** Absolute. */
  readonly file: string
  /** `CAMERA/DAY/FILE`: what the package names it by. */
  readonly name: string
  readonly byteFrom: number
  readonly byteTo: number
  readonly sha256: string
  readonly fromMs: number
  readonly toMs: number
  readonly frames: number
}

/** A stretch without gap, made with one setting of the camera: what becomes one file. */
export interface Part {
  readonly cameraId: string
  readonly init: InitSegment
  readonly pieces: readonly SourcePiece[]
  readonly fromMs: number
  readonly toMs: number
  readonly frames: number
  /** By the media times, which is what a player shows. */
  readonly durationMs: number
  readonly bytes: number
  /** SHA-256 over all coded pictures in their order. */
  readonly picturesSha256: string
  /** Null: recorded by the station itself. */
  readonly recorder: RecorderOrigin | null
}

/** FAT32, which most sticks are formatted with, holds no file of 4 GiB. */
const largestPartBytes = 3.5 * 1024 ** 3
/** Media times are rational, milliseconds are not. */
const roundingMs = 1

interface Growing {
  readonly init: InitSegment
  readonly pieces: SourcePiece[]
  readonly pictures: Hash
  readonly recorder: RecorderOrigin | null
  readonly firstTicks: number
  endTicks: number
  bytes: number
  frames: number
}

/**
 * Looks up what of a camera lies in the granted span, whole groups of pictures at its beginning: an export begins at
 * the first key frame at or after the granted start, and ends before the first fragment that would reach beyond the
 * granted end. Not a picture outside is in it. A gap, a jump of the clock and a change of the camera's setting each
 * begin a new part.
 */
export async function planCamera(options: {
  source: PlaybackSource
  cameraId: string
  span: Span
  signal: AbortSignal
}): Promise<Part[]> {
  const { source, cameraId, span, signal } = options
  const parts: Part[] = []
  const seen = new Set<string>()
  let growing: Growing | null = null
  const finish = () => {
    if (growing !== null) parts.push(partOf(cameraId, growing))
    growing = null
  }
  for (let afterMs = span.fromMs; ;) {
    signal.throwIfAborted()
    const segment = await source.atOrAfter(cameraId, afterMs, span.toMs, signal)
    if (segment === null || segment.firstFrameMs >= span.toMs || seen.has(segment.file)) break
    seen.add(segment.file)
    afterMs = Math.max(afterMs + 1, Math.round(segment.lastFrameMs))
    const index = await segment.index()
    const fragments = await fragmentsOf(segment, index.init, index.mediaEnd)
    const chosen = chosenFrom(fragments, segment, span, growing, index.init)
    if (!chosen.continues) finish()
    const [first] = chosen.fragments
    if (first === undefined) continue
    growing ??= {
      init: index.init,
      pieces: [],
      pictures: createHash('sha256'),
      recorder: segment.recorder ?? null,
      firstTicks: first.decodeTicks,
      endTicks: first.decodeTicks,
      bytes: 0,
      frames: 0,
    }
    append(growing, segment, chosen.fragments)
    if (chosen.fragments.length < chosen.available || growing.bytes > largestPartBytes) finish()
  }
  finish()
  return parts
}

interface Placed extends Fragment {
  readonly offset: number
}

/** All whole fragments of a file with their places in it. Holds one file in memory: at most a minute. */
async function fragmentsOf(segment: PlayableSegment, init: InitSegment, mediaEnd: number): Promise<Placed[]> {
  await using handle = await open(segment.file, 'r')
  const bytes = await read(handle, 0, mediaEnd)
  const splitter = new FragmentSplitter()
  let offset = init.bytes.length
  return splitter.push(bytes).flatMap(piece => {
    if (piece.type === 'init') return []
    const placed = { ...piece.fragment, offset }
    offset += piece.fragment.bytes.length
    return [placed]
  })
}

/** The fragments of a file that lie in the span, and whether they go on where the part before them ended. */
function chosenFrom(
  fragments: readonly Placed[],
  segment: PlayableSegment,
  span: Span,
  before: Growing | null,
  init: InitSegment,
): { continues: boolean; fragments: Placed[]; available: number } {
  const startOf = (fragment: Fragment) => timeIn(segment, fragment.decodeTicks)
  const endOf = (fragment: Fragment) => timeIn(segment, fragment.decodeTicks + fragment.durationTicks)
  const last = before?.pieces.at(-1)
  const [first] = fragments
  const continues =
    before !== null &&
    before.recorder === null &&
    segment.recorder === undefined &&
    last !== undefined &&
    first !== undefined &&
    first.decodeTicks === before.endTicks &&
    init.bytes.equals(before.init.bytes) &&
    Math.abs(startOf(first) - last.toMs) <= joinedWithinMs
  const begins = (fragment: Fragment) =>
    fragment.beginsWithKeyFrame && startOf(fragment) >= span.fromMs - roundingMs
  // A recorder plays from before the hole it is asked for; no more of that than leads to the hole, and nothing is lost.
  const wantedMs = segment.recorder?.wantedMs ?? Number.NEGATIVE_INFINITY
  const leading = fragments.findLastIndex(
    fragment => begins(fragment) && startOf(fragment) <= wantedMs + roundingMs,
  )
  const from = continues ? 0 : leading >= 0 ? leading : fragments.findIndex(begins)
  const reachable = from < 0 ? [] : fragments.slice(from)
  const until = reachable.findIndex(fragment => endOf(fragment) > span.toMs + roundingMs)
  return {
    continues,
    fragments: until < 0 ? reachable : reachable.slice(0, until),
    available: reachable.length,
  }
}

function append(growing: Growing, segment: PlayableSegment, fragments: readonly Placed[]): void {
  const [first, last] = [fragments[0], fragments.at(-1)]
  if (first === undefined || last === undefined) return
  const hash = createHash('sha256')
  for (const { bytes } of fragments) {
    hash.update(bytes)
    growing.pictures.update(picturesIn(bytes))
  }
  const byteTo = last.offset + last.bytes.length
  const frames = fragments.reduce((sum, { sampleCount }) => sum + sampleCount, 0)
  growing.pieces.push({
    file: segment.file,
    name: segment.file.split(sep).slice(-3).join('/'),
    byteFrom: first.offset,
    byteTo,
    sha256: hash.digest('hex'),
    fromMs: timeIn(segment, first.decodeTicks),
    toMs: timeIn(segment, last.decodeTicks + last.durationTicks),
    frames,
  })
  growing.endTicks = last.decodeTicks + last.durationTicks
  growing.bytes += byteTo - first.offset
  growing.frames += frames
}

/** The body of the `mdat` after the `moof`. */
function picturesIn(fragment: Buffer): Buffer {
  const moof = readBoxHeader(fragment, 0)
  const mdat = moof === null ? null : readBoxHeader(fragment, moof.size)
  return moof === null || mdat === null ? Buffer.alloc(0) : fragment.subarray(moof.size + mdat.headerSize)
}

function partOf(cameraId: string, growing: Growing): Part {
  const { init, pieces, pictures, recorder, firstTicks, endTicks, bytes, frames } = growing
  return {
    cameraId,
    init,
    pieces,
    fromMs: pieces[0]?.fromMs ?? 0,
    toMs: pieces.at(-1)?.toMs ?? 0,
    frames,
    durationMs: ((endTicks - firstTicks) / init.track.timescale) * 1_000,
    bytes,
    picturesSha256: pictures.digest('hex'),
    recorder,
  }
}

const timeIn = ({ zeroAtMs, timescale }: PlayableSegment, ticks: number): number =>
  zeroAtMs + (ticks / timescale) * 1_000
