import { nalType } from './packetise.ts'

/** What a decoder needs before the first picture. */
export interface ParameterSets {
  sps: Buffer
  pps: Buffer
}

/** One coded picture; `nals` without start codes or lengths, parameter sets in band before each IDR. */
export interface AccessUnit {
  idr: boolean
  nals: readonly Buffer[]
}

export type FlvItem =
  { kind: 'parameters'; sets: ParameterSets } | { kind: 'picture'; timeMs: number; unit: AccessUnit }

const fileHeaderBytes = 9
const tagHeaderBytes = 11
const previousSizeBytes = 4
const maxTagBytes = 4 * 1024 * 1024

/**
 * Takes H.264 out of FLV as ffmpeg writes it. FLV, because each picture comes whole, with its length and time stamp, so
 * that it can go on at once; a raw byte stream only shows the end of a picture by the start of the next.
 * Anything else than H.264 video is skipped. Throws on a stream that is not FLV: it comes from our own ffmpeg only.
 */
export class FlvReader {
  #pending: Buffer = Buffer.alloc(0)
  #headerSeen = false
  #sets: ParameterSets | undefined

  push(chunk: Buffer): FlvItem[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const items: FlvItem[] = []
    if (!this.#headerSeen && !this.#readFileHeader()) return items
    for (;;) {
      const tag = this.#readTag()
      if (!tag) return items
      const item = this.#readVideo(tag)
      if (item) items.push(item)
    }
  }

  #readFileHeader(): boolean {
    if (this.#pending.length < fileHeaderBytes + previousSizeBytes) return false
    if (this.#pending.toString('latin1', 0, 3) !== 'FLV') throw new Error('not an FLV stream')
    this.#pending = this.#pending.subarray(this.#pending.readUInt32BE(5) + previousSizeBytes)
    this.#headerSeen = true
    return true
  }

  #readTag(): { type: number; timeMs: number; body: Buffer } | undefined {
    if (this.#pending.length < tagHeaderBytes) return undefined
    const size = this.#pending.readUIntBE(1, 3)
    if (size > maxTagBytes) throw new Error(`FLV tag of ${size} bytes`)
    const end = tagHeaderBytes + size
    if (this.#pending.length < end + previousSizeBytes) return undefined
    const tag = {
      type: (this.#pending[0] ?? 0) & 0x1f,
      timeMs: this.#pending.readUIntBE(4, 3) + (this.#pending[7] ?? 0) * 0x1_00_00_00,
      body: this.#pending.subarray(tagHeaderBytes, end),
    }
    this.#pending = this.#pending.subarray(end + previousSizeBytes)
    return tag
  }

  #readVideo({ type, timeMs, body }: { type: number; timeMs: number; body: Buffer }): FlvItem | undefined {
    const isH264Video = type === 9 && ((body[0] ?? 0) & 0x0f) === 7
    if (!isH264Video) return undefined
    if (body[1] === 0) {
      this.#sets = readDecoderConfiguration(body.subarray(5))
      return { kind: 'parameters', sets: this.#sets }
    }
    if (body[1] !== 1) return undefined
    const nals = splitLengthPrefixed(body.subarray(5))
    const idr = nals.some(nal => ((nal[0] ?? 0) & 0x1f) === nalType.idr)
    const inBand = idr && this.#sets ? [this.#sets.sps, this.#sets.pps] : []
    return { kind: 'picture', timeMs, unit: { idr, nals: [...inBand, ...nals] } }
  }
}

/** First SPS and PPS of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1). */
function readDecoderConfiguration(record: Buffer): ParameterSets {
  const spsBytes = record.readUInt16BE(6)
  const sps = record.subarray(8, 8 + spsBytes)
  const ppsAt = 8 + spsBytes + 1
  const pps = record.subarray(ppsAt + 2, ppsAt + 2 + record.readUInt16BE(ppsAt))
  return { sps, pps }
}

function splitLengthPrefixed(body: Buffer): Buffer[] {
  const nals: Buffer[] = []
  for (let at = 0; at + 4 <= body.length;) {
    const end = at + 4 + body.readUInt32BE(at)
    if (end > body.length) throw new Error('NAL unit longer than its picture')
    nals.push(body.subarray(at + 4, end))
    at = end
  }
  return nals
}
