import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import {
  boxesIn,
  longestBoxHeader,
  MediaError,
  parsing,
  readBoxHeader,
  requirePath,
  type Box,
} from './boxes.ts'

/** What an ordinary (not fragmented) MP4 with one video track says of itself, and the hash of its pictures. */
export interface MovieFacts {
  readonly frames: number
  readonly durationMs: number
  /** `moov` before `mdat`: plays while it is still being loaded. */
  readonly startsFast: boolean
  /** SHA-256 over all coded pictures in their order: equal for two files that hold the very same pictures. */
  readonly picturesSha256: string
}

const largestMoovBytes = 256 * 1024 * 1024
const chunkBytes = 1024 * 1024

/**
 * Reads an ordinary MP4 with nothing but Node: frames and duration out of its index, the hash over its pictures.
 * Only for a file whose single track lies in one `mdat` from its first to its last picture, as ffmpeg writes it.
 * @throws MediaError when it is none
 */
export async function readMovie(path: string): Promise<MovieFacts> {
  await using handle = await open(path, 'r')
  const { size } = await handle.stat()
  let moov: { at: number; facts: { frames: number; durationMs: number } } | null = null
  let mdat: { at: number; sha256: string } | null = null
  for (let at = 0; at < size;) {
    const header = readBoxHeader(await readExactly(handle, at, Math.min(longestBoxHeader, size - at)), 0)
    if (header === null || at + header.size > size) throw new MediaError(`a box at ${at} is cut short`)
    if (header.type === 'moof') throw new MediaError('a fragmented file')
    if (header.type === 'moov') {
      if (header.size > largestMoovBytes) throw new MediaError('the index is too large')
      moov = { at, facts: factsOf(await readExactly(handle, at, header.size)) }
    }
    if (header.type === 'mdat')
      mdat = { at, sha256: await hashOf(handle, at + header.headerSize, at + header.size) }
    at += header.size
  }
  if (moov === null || mdat === null) throw new MediaError('no index or no pictures')
  return { ...moov.facts, startsFast: moov.at < mdat.at, picturesSha256: mdat.sha256 }
}

function factsOf(bytes: Buffer): { frames: number; durationMs: number } {
  return parsing('moov', () => {
    const moov: Box = { type: 'moov', start: 0, body: 8, end: bytes.length }
    const traks = boxesIn(bytes, moov.body, moov.end).filter(box => box.type === 'trak')
    const [trak] = traks
    if (trak === undefined || traks.length !== 1) throw new MediaError(`${traks.length} tracks`)
    const mdhd = requirePath(bytes, trak, ['mdia', 'mdhd'])
    const stsz = requirePath(bytes, trak, ['mdia', 'minf', 'stbl', 'stsz'])
    const isLong = bytes.readUInt8(mdhd.body) === 1
    const timescale = bytes.readUInt32BE(mdhd.body + (isLong ? 20 : 12))
    const ticks = isLong ? Number(bytes.readBigUInt64BE(mdhd.body + 24)) : bytes.readUInt32BE(mdhd.body + 16)
    if (timescale === 0) throw new MediaError('timescale 0')
    return { frames: bytes.readUInt32BE(stsz.body + 8), durationMs: (ticks / timescale) * 1_000 }
  })
}

async function hashOf(handle: FileHandle, from: number, to: number): Promise<string> {
  const hash = createHash('sha256')
  for (let at = from; at < to; at += chunkBytes)
    hash.update(await readExactly(handle, at, Math.min(chunkBytes, to - at)))
  return hash.digest('hex')
}

async function readExactly(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  for (let got = 0; got < length;) {
    const { bytesRead } = await handle.read(buffer, got, length - got, at + got)
    if (bytesRead === 0) throw new MediaError('the file is cut short')
    got += bytesRead
  }
  return buffer
}
