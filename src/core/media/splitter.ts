import { longestBoxHeader, MediaError, printable, readBoxHeader } from './boxes.ts'
import { parseMoof, type Fragment, type FragmentTiming } from './fragment.ts'
import { parseMoov, type InitSegment } from './init-segment.ts'

export type Piece =
  | { readonly type: 'init'; readonly init: InitSegment }
  | { readonly type: 'fragment'; readonly fragment: Fragment }

/** A 4K key frame at full quality stays below 8 MB; whatever claims more is not a camera. */
const largestMediaBytes = 32 * 1024 * 1024
const largestHeaderBytes = 1024 * 1024

/**
 * Cuts a stream of fragmented MP4 into its init segment and fragments, however the bytes are chunked. Holds at most one
 * fragment. Boxes it has no use for (`sidx`, `mfra`, `free`) are dropped.
 */
export class FragmentSplitter {
  #chunks: Buffer[] = []
  #length = 0
  #ftyp: Buffer | null = null
  #init: InitSegment | null = null
  #moof: { bytes: Buffer; timing: FragmentTiming } | null = null

  /** Takes the next bytes; gives what became whole. @throws MediaError after which the splitter is of no use */
  push(chunk: Buffer): Piece[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    const pieces: Piece[] = []
    for (;;) {
      const box = this.#takeBox()
      if (box === null) return pieces
      const piece = this.#handle(box.type, box.bytes)
      if (piece !== null) pieces.push(piece)
    }
  }

  /** How many bytes wait for the rest of their box. */
  get pendingBytes(): number {
    return this.#length + (this.#moof?.bytes.length ?? 0)
  }

  #takeBox(): { type: string; bytes: Buffer } | null {
    const header = readBoxHeader(this.#peek(longestBoxHeader), 0)
    if (header === null) return null
    const limit = header.type === 'mdat' ? largestMediaBytes : largestHeaderBytes
    if (header.size > limit)
      throw new MediaError(`box ${printable(header.type)} of ${header.size} bytes is too large`)
    if (this.#length < header.size) return null
    return { type: header.type, bytes: this.#take(header.size) }
  }

  /** The first bytes without taking them; copies only when they lie in several chunks. */
  #peek(size: number): Buffer {
    const first = this.#chunks[0]
    if (first === undefined) return Buffer.alloc(0)
    if (first.length >= size || this.#chunks.length === 1) return first.subarray(0, size)
    const parts: Buffer[] = []
    let length = 0
    for (const chunk of this.#chunks) {
      parts.push(chunk.subarray(0, size - length))
      length += Math.min(chunk.length, size - length)
      if (length === size) break
    }
    return Buffer.concat(parts)
  }

  #take(size: number): Buffer {
    const first = this.#chunks[0]
    if (this.#chunks.length > 1 && (first === undefined || first.length < size))
      this.#chunks = [Buffer.concat(this.#chunks)]
    const whole = this.#chunks[0] ?? Buffer.alloc(0)
    const rest = whole.subarray(size)
    if (rest.length === 0) this.#chunks.shift()
    else this.#chunks[0] = rest
    this.#length -= size
    return whole.subarray(0, size)
  }

  #handle(type: string, bytes: Buffer): Piece | null {
    switch (type) {
      case 'ftyp':
        this.#ftyp = bytes
        return null
      case 'moov':
        if (this.#ftyp === null) throw new MediaError('moov before ftyp')
        this.#init = { bytes: Buffer.concat([this.#ftyp, bytes]), track: parseMoov(bytes) }
        return { type: 'init', init: this.#init }
      case 'moof':
        if (this.#init === null) throw new MediaError('moof before moov')
        this.#moof = { bytes, timing: parseMoof(bytes, this.#init.track) }
        return null
      case 'mdat':
        return this.#fragment(bytes)
      default:
        return null
    }
  }

  #fragment(mdat: Buffer): Piece {
    const moof = this.#moof
    if (moof === null) throw new MediaError('mdat before moof')
    this.#moof = null
    return { type: 'fragment', fragment: { ...moof.timing, bytes: Buffer.concat([moof.bytes, mdat]) } }
  }
}
