import { boxesIn, MediaError, parsing, requireBox } from './boxes.ts'

/** Where a decoder can begin in a file: time of a key frame and offset of its `moof`. */
export interface KeyFrame {
  readonly ticks: number
  readonly offset: number
}

/** Size of the `mfro` box that ends a file, and so says where `mfra` begins. */
export const mfroSize = 16
const longTimes = 1

/**
 * The movie fragment random access box (ISO/IEC 14496-12 §8.8.9): appended to a finished segment, so that a seek reads
 * one small piece at the file's end instead of walking through it. Any other player may use it too.
 */
export function buildMfra(trackId: number, keyFrames: readonly KeyFrame[]): Buffer {
  const entrySize = 8 + 8 + 3
  const tfra = Buffer.alloc(8 + 4 + 12 + keyFrames.length * entrySize)
  tfra.writeUInt32BE(tfra.length, 0)
  tfra.write('tfra', 4, 'latin1')
  tfra.writeUInt8(longTimes, 8)
  tfra.writeUInt32BE(trackId, 12)
  tfra.writeUInt32BE(keyFrames.length, 20)
  keyFrames.forEach(({ ticks, offset }, index) => {
    const at = 24 + index * entrySize
    tfra.writeBigUInt64BE(BigInt(ticks), at)
    tfra.writeBigUInt64BE(BigInt(offset), at + 8)
    // First sample of the first run of the first track fragment: numbers of one byte each, counted from 1.
    tfra.fill(1, at + 16, at + 19)
  })
  const size = 8 + tfra.length + mfroSize
  const head = Buffer.alloc(8)
  head.writeUInt32BE(size, 0)
  head.write('mfra', 4, 'latin1')
  const mfro = Buffer.alloc(mfroSize)
  mfro.writeUInt32BE(mfroSize, 0)
  mfro.write('mfro', 4, 'latin1')
  mfro.writeUInt32BE(size, 12)
  return Buffer.concat([head, tfra, mfro])
}

/** Size of the whole `mfra` from a file's last 16 bytes; null when the file does not end with one. */
export function mfraSizeFrom(lastBytes: Buffer): number | null {
  if (lastBytes.length !== mfroSize || lastBytes.readUInt32BE(0) !== mfroSize) return null
  if (lastBytes.toString('latin1', 4, 8) !== 'mfro') return null
  return lastBytes.readUInt32BE(12)
}

/** @throws MediaError when it is not an `mfra` as `buildMfra` makes it */
export function parseMfra(bytes: Buffer): KeyFrame[] {
  return parsing('mfra', () => {
    const mfra = requireBox(bytes, 0, bytes.length, 'mfra')
    const tfra = boxesIn(bytes, mfra.body, mfra.end).find(box => box.type === 'tfra')
    if (
      tfra === undefined ||
      bytes.readUInt8(tfra.body) !== longTimes ||
      bytes.readUInt32BE(tfra.body + 8) !== 0
    )
      throw new MediaError('an mfra of a form we do not write')
    const count = bytes.readUInt32BE(tfra.body + 12)
    return Array.from({ length: count }, (_, index) => {
      const at = tfra.body + 16 + index * 19
      return { ticks: Number(bytes.readBigUInt64BE(at)), offset: Number(bytes.readBigUInt64BE(at + 8)) }
    })
  })
}
