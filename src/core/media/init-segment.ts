import { boxesIn, MediaError, parsing, requireBox, requirePath, type Box } from './boxes.ts'
import { avcCodec, hevcCodec } from './codec.ts'

/** The video track of a fragmented MP4, as its `moov` describes it. */
export interface Track {
  readonly id: number
  /** RFC 6381, e.g. `avc1.64001f`. */
  readonly codec: string
  /** For MediaSource, e.g. `video/mp4; codecs="avc1.64001f"`. */
  readonly mimeType: string
  readonly width: number
  readonly height: number
  /** Ticks a second of all media times of this track. */
  readonly timescale: number
  readonly defaultDurationTicks: number
  readonly defaultSampleFlags: number
}

/** `ftyp` and `moov`: what a decoder needs before the first fragment. */
export interface InitSegment {
  readonly bytes: Buffer
  readonly track: Track
}

/** Fixed part of a VisualSampleEntry before its own boxes (ISO/IEC 14496-12 §12.1.3). */
export const visualSampleEntrySize = 78

/** Reads the video track out of a whole `moov` box. @throws MediaError when there is none that we can name */
export function parseMoov(moovBytes: Buffer): Track {
  return parsing('moov', () => {
    const moov = requireBox(moovBytes, 0, moovBytes.length, 'moov')
    const traks = boxesIn(moovBytes, moov.body, moov.end).filter(box => box.type === 'trak')
    const trak = traks.find(box => handlerOf(moovBytes, box) === 'vide')
    if (trak === undefined) throw new MediaError('no video track')
    return trackOf(moovBytes, moov, trak)
  })
}

function handlerOf(bytes: Buffer, trak: Box): string {
  const hdlr = requirePath(bytes, trak, ['mdia', 'hdlr'])
  return bytes.toString('latin1', hdlr.body + 8, hdlr.body + 12)
}

function trackOf(bytes: Buffer, moov: Box, trak: Box): Track {
  const tkhd = requirePath(bytes, trak, ['tkhd'])
  const mdhd = requirePath(bytes, trak, ['mdia', 'mdhd'])
  const isLong = (box: Box) => bytes.readUInt8(box.body) === 1
  const id = bytes.readUInt32BE(tkhd.body + (isLong(tkhd) ? 20 : 12))
  const timescale = bytes.readUInt32BE(mdhd.body + (isLong(mdhd) ? 20 : 12))
  if (timescale === 0) throw new MediaError('timescale 0')
  const stsd = requirePath(bytes, trak, ['mdia', 'minf', 'stbl', 'stsd'])
  const entry = boxesIn(bytes, stsd.body + 8, stsd.end)[0]
  if (entry === undefined) throw new MediaError('no sample entry')
  const codec = codecOf(bytes, entry)
  return {
    id,
    codec,
    mimeType: `video/mp4; codecs="${codec}"`,
    width: bytes.readUInt16BE(entry.body + 24),
    height: bytes.readUInt16BE(entry.body + 26),
    timescale,
    ...defaultsOf(bytes, moov, id),
  }
}

function codecOf(bytes: Buffer, entry: Box): string {
  const record = (type: string) => {
    const box = requireBox(bytes, entry.body + visualSampleEntrySize, entry.end, type)
    return bytes.subarray(box.body, box.end)
  }
  switch (entry.type) {
    case 'avc1':
    case 'avc3':
      return avcCodec(entry.type, record('avcC'))
    case 'hvc1':
    case 'hev1':
      return hevcCodec(entry.type, record('hvcC'))
    default:
      throw new MediaError(`video codec ${entry.type} is not supported`)
  }
}

/** What `trex` says of samples for which a fragment says nothing. */
function defaultsOf(
  bytes: Buffer,
  moov: Box,
  trackId: number,
): Pick<Track, 'defaultDurationTicks' | 'defaultSampleFlags'> {
  const mvex = requireBox(bytes, moov.body, moov.end, 'mvex')
  const trex = boxesIn(bytes, mvex.body, mvex.end).find(
    box => box.type === 'trex' && bytes.readUInt32BE(box.body + 4) === trackId,
  )
  if (trex === undefined) throw new MediaError('no trex for the video track')
  return {
    defaultDurationTicks: bytes.readUInt32BE(trex.body + 12),
    defaultSampleFlags: bytes.readUInt32BE(trex.body + 20),
  }
}
