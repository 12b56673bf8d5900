import { MediaError } from './boxes.ts'

/** Reads the bits of a NAL unit (ISO/IEC 14496-10 §7.2), emulation prevention bytes taken out. */
export class BitReader {
  readonly #bytes: Buffer
  #bit = 0

  /** @param nal with its header */
  constructor(nal: Buffer) {
    this.#bytes = withoutEmulation(nal)
  }

  /** @param count 0 to 32. @throws MediaError beyond the end */
  bits(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) value = value * 2 + this.flag()
    return value
  }

  /** One bit. */
  flag(): 0 | 1 {
    const byte = this.#bytes[this.#bit >> 3]
    if (byte === undefined) throw new MediaError('a parameter set is cut short')
    const bit = (byte >> (7 - (this.#bit & 7))) & 1
    this.#bit++
    return bit === 1 ? 1 : 0
  }

  skip(count: number): void {
    this.#bit += count
  }

  /** An unsigned Exp-Golomb number (§9.1). */
  ue(): number {
    let zeros = 0
    while (this.flag() === 0)
      if (++zeros > 31) throw new MediaError('a number in a parameter set is too long')
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** A signed one. */
  se(): number {
    const value = this.ue()
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2
  }
}

/** In a NAL unit 00 00 03 stands for 00 00. */
function withoutEmulation(nal: Buffer): Buffer {
  const plain = Buffer.alloc(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    plain[length++] = byte
  }
  return plain.subarray(0, length)
}
