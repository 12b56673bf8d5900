import { createCipheriv, createDecipheriv, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { publicHalf, sharedKey } from './recovery-key.ts'

const magic = Buffer.from('ZSBACKUP1\n')
const halfBytes = 32
const tagBytes = 16
/** Plain bytes in one frame. */
const frameBytes = 1024 * 1024

/** It is no backup, not for this key, or was changed or cut off. */
export class SealError extends Error {}

/**
 * Encrypts a stream for the owner of a recovery key. Form: `ZSBACKUP1\n`, the public half of a key pair made for this
 * one backup, then frames of a length (4 bytes), AES-256-GCM text and tag. A frame's nonce is its number and whether it
 * is the last one, so no frame can be left out, doubled, swapped or cut off at the end.
 */
export async function* sealed(plain: AsyncIterable<Buffer>, recipient: Buffer): AsyncGenerator<Buffer> {
  const { privateKey } = generateKeyPairSync('x25519')
  const ephemeral = publicHalf(privateKey)
  const key = sharedKey(privateKey, recipient, { ephemeral, recipient })
  yield Buffer.concat([magic, ephemeral])
  let number = 0
  let waiting: Buffer | null = null
  for await (const frame of framesOf(plain)) {
    if (waiting !== null) yield sealFrame(key, number++, false, waiting)
    waiting = frame
  }
  yield sealFrame(key, number, true, waiting ?? Buffer.alloc(0))
}

/** Gives back what was sealed. @throws SealError as soon as something is not as it was written */
export async function* unsealed(cipher: AsyncIterable<Buffer>, own: KeyObject): AsyncGenerator<Buffer> {
  const reader = new Reader(cipher)
  const head = await reader.take(magic.length + halfBytes)
  if (head?.subarray(0, magic.length).equals(magic) !== true)
    throw new SealError('this is no backup of the station')
  const ephemeral = head.subarray(magic.length)
  const recipient = publicHalf(own)
  const key = sharedKey(own, ephemeral, { ephemeral, recipient })
  for (let number = 0; ; number++) {
    const length = await reader.take(4)
    if (length === null) throw new SealError('the backup is cut off')
    const size = length.readUInt32BE()
    if (size > frameBytes + tagBytes) throw new SealError('the backup is damaged')
    const frame = await reader.take(size)
    if (frame === null) throw new SealError('the backup is cut off')
    const isLast = await reader.isAtEnd()
    yield openFrame(key, number, isLast, frame)
    if (isLast) return
  }
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 0)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

function sealFrame(key: Buffer, number: number, isLast: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast))
  const text = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, text])
}

function openFrame(key: Buffer, number: number, isLast: boolean, frame: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast))
  try {
    decipher.setAuthTag(frame.subarray(-tagBytes))
    return Buffer.concat([decipher.update(frame.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    throw new SealError(
      number === 0
        ? 'the backup was made for another recovery key, or is damaged'
        : 'the backup is damaged or cut off',
    )
  }
}

async function* framesOf(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of plain)
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + frameBytes - size)
      parts.push(part)
      size += part.length
      at += part.length
      if (size < frameBytes) continue
      yield Buffer.concat(parts)
      parts = []
      size = 0
    }
  if (size > 0) yield Buffer.concat(parts)
}

/** Takes exact pieces out of a stream. */
export class Reader {
  readonly #source: AsyncIterator<Buffer>
  #buffer: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Exactly so many bytes; null when the stream ends before. */
  async take(bytes: number): Promise<Buffer | null> {
    const parts = [this.#buffer]
    let size = this.#buffer.length
    while (size < bytes) {
      const { value, done } = await this.#source.next()
      if (done === true) return null
      parts.push(value)
      size += value.length
    }
    const all = Buffer.concat(parts)
    this.#buffer = all.subarray(bytes)
    return all.subarray(0, bytes)
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#buffer.length === 0) {
      const { value, done } = await this.#source.next()
      if (done === true) return true
      this.#buffer = value
    }
    return false
  }
}
