import { parseFrame, readHeader } from './frame.ts'

/** A piece of a stream: a whole frame (LF..CR, CRC not yet checked) or bytes that belong to none. */
export interface StreamPiece {
  readonly kind: 'frame' | 'garbage'
  readonly bytes: Uint8Array
}

/**
 * Cuts a byte stream into frames: several in one segment, one in several segments, rubbish between them.
 * It goes by the length in the header, never by the next CR, since a binary CRC may contain any byte.
 * It never holds more than one longest frame (4105 bytes) back.
 */
export class FrameSplitter {
  #held: Uint8Array = new Uint8Array(0)

  push(chunk: Uint8Array): StreamPiece[] {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const pieces: StreamPiece[] = []
    let garbageFrom = 0
    let at = 0
    const flushGarbage = (until: number): void => {
      if (until > garbageFrom) pieces.push({ kind: 'garbage', bytes: bytes.slice(garbageFrom, until) })
    }
    while (at < bytes.length) {
      const end = frameEnd(bytes, at)
      if (end === 'more' && !hasWholeFrame(bytes, at + 1)) break
      // A damaged length must not make the panel's next tries wait for bytes that never come.
      if (end === 'more' || end === null) {
        at++
        continue
      }
      flushGarbage(at)
      pieces.push({ kind: 'frame', bytes: bytes.slice(at, end) })
      at = end
      garbageFrom = end
    }
    flushGarbage(at)
    this.#held = bytes.slice(at)
    return pieces
  }

  /** Bytes waiting for the rest of their frame; at most one frame's worth. */
  get heldBytes(): number {
    return this.#held.length
  }

  /** Gives up on what is held (the connection ended, or stayed silent in the middle of a frame). */
  flush(): Uint8Array {
    const rest = this.#held
    this.#held = new Uint8Array(0)
    return rest
  }
}

/** @returns index after the frame's CR, `more` when it is not whole yet, null when none begins at `start` */
function frameEnd(bytes: Uint8Array, start: number): number | 'more' | null {
  const header = readHeader(bytes, start)
  if (header === null || header === 'more') return header
  const end = header.textStart + header.textLength + 1
  if (bytes.length < end) return 'more'
  return bytes[end - 1] === 0x0d ? end : null
}

function hasWholeFrame(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0x0a, from); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    const end = frameEnd(bytes, at)
    if (typeof end === 'number' && parseFrame(bytes.subarray(at, end)).ok) return true
  }
  return false
}
