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
 *
 * What lies in one chunk is handed on as a view of it, the rest is copied once: 32 recorded cameras are 8 MB a second,
 * and each copy of that brings the next collection of garbage nearer.
 */
export class FragmentSplitter {
  readonly #chunks: Buffer[] = []
  #length = 0
  /** Of the box that is awaited, once it is known. */
  #header: BoxHeader | null = null
  #ftyp: Buffer | null = null
  #init: InitSegment | null = null
  #moof: { bytes: Buffer; timing: FragmentTiming } | null = null

  /** Takes the next bytes; gives what became whole. @throws MediaError after which the splitter is of no use */
  push(chunk: Buffer): Piece[] {
    if (chunk.length > 0) this.#chunks.push(chunk)
    this.#length += chunk.length
    const pieces: Piece[] = []
    for (;;) {
      this.#header ??= this.#readHeader()
      if (this.#header === null || this.#length < this.#header.size) return pieces
      const { type, size } = this.#header
      this.#header = null
      const piece = this.#handle(type, this.#take(size))
      if (piece !== null) pieces.push(piece)
    }
  }

  /** How many bytes wait for the rest of their box. */
  get pendingBytes(): number {
    return this.#length + (this.#moof?.bytes.length ?? 0)
  }

  #readHeader(): BoxHeader | null {
    const header = readBoxHeader(this.#peek(longestBoxHeader), 0)
    if (header === null) return null
    const limit = header.type === 'mdat' ? largestMediaBytes : largestHeaderBytes
    if (header.size > limit)
      throw new MediaError(`box ${printable(header.type)} of ${header.size} bytes is too large`)
    return header
  }

  /** The first bytes without taking them; copies only when they lie in several chunks. */
  #peek(size: number): Buffer {
    const [first, second] = this.#chunks
    if (first === undefined) return Buffer.alloc(0)
    if (first.length >= size || second === undefined) return first
    const parts: Buffer[] = []
    let length = 0
    for (const chunk of this.#chunks) {
      parts.push(chunk)
      length += chunk.length
      if (length >= size) break
    }
    return Buffer.concat(parts)
  }

  /** Takes bytes that are there, in the pieces in which they lie. */
  #take(size: number): Buffer[] {
    const parts: Buffer[] = []
    let missing = size
    while (missing > 0) {
      const chunk = this.#chunks[0]
      if (chunk === undefined) throw new RangeError('more was taken than is there')
      parts.push(chunk.subarray(0, missing))
      if (chunk.length <= missing) this.#chunks.shift()
      else this.#chunks[0] = chunk.subarray(missing)
      missing -= Math.min(missing, chunk.length)
    }
    this.#length -= size
    return parts
  }

  #handle(type: string, parts: readonly Buffer[]): Piece | null {
    switch (type) {
      case 'ftyp':
        this.#ftyp = joined(parts)
        return null
      case 'moov':
        if (this.#ftyp === null) throw new MediaError('moov before ftyp')
        this.#init = initOf(this.#ftyp, joined(parts))
        return { type: 'init', init: this.#init }
      case 'moof': {
        if (this.#init === null) throw new MediaError('moof before moov')
        const bytes = joined(parts)
        this.#moof = { bytes, timing: parseMoof(bytes, this.#init.track) }
        return null
      }
      case 'mdat':
        return this.#fragment(parts)
      default:
        return null
    }
  }

  #fragment(mdat: readonly Buffer[]): Piece {
    const moof = this.#moof
    if (moof === null) throw new MediaError('mdat before moof')
    this.#moof = null
    return { type: 'fragment', fragment: { ...moof.timing, bytes: joined([moof.bytes, ...mdat]) } }
  }
}

type BoxHeader = NonNullable<ReturnType<typeof readBoxHeader>>

function initOf(ftyp: Buffer, moov: Buffer): InitSegment {
  return { bytes: Buffer.concat([ftyp, moov]), track: parseMoov(moov) }
}

/** One buffer of these: a view where they lie side by side already, else a copy. */
function joined(parts: readonly Buffer[]): Buffer {
  const [first, ...later] = parts
  if (first === undefined) return Buffer.alloc(0)
  let end = first.byteOffset + first.length
  for (const part of later) {
    if (part.buffer !== first.buffer || part.byteOffset !== end) return Buffer.concat(parts)
    end += part.length
  }
  return Buffer.from(first.buffer, first.byteOffset, end - first.byteOffset)
}
