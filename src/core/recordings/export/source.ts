import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { read } from '../segment-index.ts'
import type { Part } from './plan.ts'

const chunkBytes = 1024 * 1024

/** A recorded file is gone, or is no longer what it was when the export was planned. */
export class SourceGone extends Error {
  constructor(name: string, options?: ErrorOptions) {
    super(name, options)
    this.name = 'SourceGone'
  }
}

/**
 * A stretch as one fragmented MP4. Hashes what it hands on and compares it with the plan, so that what the package says
 * of its sources is what was really used.
 * @param onBytes told of every piece that was handed on
 * @throws SourceGone
 */
export async function* bytesOf(
  part: Part,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  yield part.init.bytes
  for (const piece of part.pieces) {
    const hash = createHash('sha256')
    await using handle = await open(piece.file, 'r').catch((error: unknown) => {
      throw new SourceGone(piece.name, { cause: error })
    })
    for (let at = piece.byteFrom; at < piece.byteTo; at += chunkBytes) {
      const bytes = await read(handle, at, Math.min(chunkBytes, piece.byteTo - at))
      hash.update(bytes)
      onBytes(bytes.length)
      yield bytes
    }
    if (hash.digest('hex') !== piece.sha256) throw new SourceGone(piece.name)
  }
}
