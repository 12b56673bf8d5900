import { open, type FileHandle } from 'node:fs/promises'
import { MediaError, readBoxHeader } from '../media/boxes.ts'
import { parseMoof } from '../media/fragment.ts'
import { parseMoov, type InitSegment } from '../media/init-segment.ts'
import { mfraSizeFrom, mfroSize, parseMfra, type KeyFrame } from '../media/random-access.ts'

/** What is needed to play a segment from any of its key frames. */
export interface SegmentIndex {
  readonly init: InitSegment
  readonly keyFrames: readonly KeyFrame[]
  /** End of the last whole fragment; a torn rest and the index itself lie behind it. */
  readonly mediaEnd: number
}

/** What walking through a file finds out, also when it ends in the middle of a fragment. */
export interface SegmentScan extends SegmentIndex {
  readonly firstTicks: number
  readonly endTicks: number
}

const windowBytes = 64 * 1024
const largestMfraBytes = 1024 * 1024

/** Reads init segment and key frames of a finished file: two small reads, or a walk when it has no index at its end. */
export async function readSegmentIndex(path: string): Promise<SegmentIndex> {
  await using handle = await open(path, 'r')
  const { size } = await handle.stat()
  const mfraSize = mfraSizeFrom(await read(handle, Math.max(0, size - mfroSize), mfroSize))
  if (mfraSize === null || mfraSize > Math.min(size, largestMfraBytes)) return await scanHandle(handle, size)
  const keyFrames = parseMfra(await read(handle, size - mfraSize, mfraSize))
  const init = await readInit(handle)
  return { init, keyFrames, mediaEnd: size - mfraSize }
}

/**
 * Walks through the boxes of a file, reading no pictures. A last fragment that is not whole is left out.
 * @throws MediaError when there is not even one whole fragment
 */
export async function scanSegment(path: string): Promise<SegmentScan> {
  await using handle = await open(path, 'r')
  return await scanHandle(handle, (await handle.stat()).size)
}

async function scanHandle(handle: FileHandle, size: number): Promise<SegmentScan> {
  const init = await readInit(handle)
  const keyFrames: KeyFrame[] = []
  let firstTicks: number | null = null
  let endTicks = 0
  let mediaEnd = init.bytes.length
  let at = init.bytes.length
  const reader = new WindowReader(handle)
  for (;;) {
    const moof = await wholeBox(reader, at, size)
    if (moof === null || moof.type !== 'moof') break
    const mdat = await wholeBox(reader, at + moof.size, size)
    if (mdat === null || mdat.type !== 'mdat') break
    const timing = parseMoof(await reader.read(at, moof.size), init.track)
    if (timing.beginsWithKeyFrame) keyFrames.push({ ticks: timing.decodeTicks, offset: at })
    firstTicks ??= timing.decodeTicks
    endTicks = timing.decodeTicks + timing.durationTicks
    at += moof.size + mdat.size
    mediaEnd = at
  }
  if (firstTicks === null) throw new MediaError('not one whole fragment')
  return { init, keyFrames, mediaEnd, firstTicks, endTicks }
}

/** The header of a box that lies in the file with its last byte; null when it does not, or is no box. */
async function wholeBox(
  reader: WindowReader,
  at: number,
  size: number,
): Promise<{ type: string; size: number } | null> {
  if (at + 8 > size) return null
  try {
    const header = readBoxHeader(await reader.read(at, 16), 0)
    return header === null || at + header.size > size ? null : header
  } catch (error) {
    if (error instanceof MediaError) return null
    throw error
  }
}

async function readInit(handle: FileHandle): Promise<InitSegment> {
  const head = await read(handle, 0, windowBytes)
  const ftyp = readBoxHeader(head, 0)
  const moov = ftyp === null ? null : readBoxHeader(head, ftyp.size)
  if (ftyp?.type !== 'ftyp' || moov?.type !== 'moov') throw new MediaError('a file without init segment')
  const end = ftyp.size + moov.size
  if (end > head.length) throw new MediaError('the init segment is cut short')
  return { bytes: head.subarray(0, end), track: parseMoov(head.subarray(ftyp.size, end)) }
}

/** Reads through a window, so that the many small headers of small fragments do not cost a call each. */
class WindowReader {
  readonly #handle: FileHandle
  #from = 0
  #window: Buffer = Buffer.alloc(0)

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async read(at: number, length: number): Promise<Buffer> {
    if (at < this.#from || at + length > this.#from + this.#window.length) {
      this.#window = await read(this.#handle, at, Math.max(length, windowBytes))
      this.#from = at
    }
    return this.#window.subarray(at - this.#from, at - this.#from + length)
  }
}

/** Up to `length` bytes; fewer only at the end of the file. */
export async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await handle.read(buffer, got, length - got, at + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return buffer.subarray(0, got)
}
