import { open, type FileHandle } from 'node:fs/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

/** Sizes come behind the data (bit 3); names are UTF-8 (bit 11). */
const flags = 0x0808
const deflated = 8
/** 1980-01-01: the same content gives the same bytes. */
const noDate = 0x0021_0000
/** Larger ones need ZIP64, which nothing here comes near. */
const maxBytes = 0xffff_ffff

interface Written {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly plain: number
  readonly at: number
}

/** Writes a zip as its contents come, so that memory does not grow with them. */
export class ZipWriter implements AsyncDisposable {
  readonly #handle: FileHandle
  readonly #files: Written[] = []
  #at = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async create(path: string): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'w', 0o600))
  }

  /** Adds one file. @throws RangeError beyond 4 GiB */
  async add(name: string, content: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    const nameBytes = Buffer.from(name)
    const at = this.#at
    await this.#write(localHeader(nameBytes))
    const from = this.#at
    const deflate = createDeflateRaw({ level: 6 })
    const packing = (async () => {
      for await (const chunk of deflate) await this.#write(chunk as Buffer)
    })()
    const { crc, plain } = await feed(content, deflate)
    await packing
    const packed = this.#at - from
    if (this.#at > maxBytes || plain > maxBytes) throw new RangeError('the archive is larger than 4 GiB')
    await this.#write(fields([0x0807_4b50, 4], [crc, 4], [packed, 4], [plain, 4]))
    this.#files.push({ name: nameBytes, crc, packed, plain, at })
  }

  /** Writes the list of files, without which it is no zip. On disk when it resolves. */
  async finish(): Promise<void> {
    const at = this.#at
    for (const file of this.#files) await this.#write(directoryEntry(file))
    const count = this.#files.length
    const size = this.#at - at
    await this.#write(fields([0x0605_4b50, 4], [0, 4], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2]))
    await this.#handle.sync()
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#handle.writeFile(bytes)
    this.#at += bytes.length
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close()
  }
}

async function feed(
  content: Iterable<Buffer> | AsyncIterable<Buffer>,
  deflate: ReturnType<typeof createDeflateRaw>,
): Promise<{ crc: number; plain: number }> {
  let crc = 0
  let plain = 0
  for await (const chunk of content) {
    crc = crc32(chunk, crc)
    plain += chunk.length
    // Waits until it is packed: what is not, would pile up.
    await new Promise<void>((resolve, reject) => {
      deflate.write(chunk, error => (error instanceof Error ? reject(error) : resolve()))
    })
  }
  deflate.end()
  return { crc, plain }
}

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    fields([0x0403_4b50, 4], [20, 2], [flags, 2], [deflated, 2], [noDate, 4], [0, 4], [0, 4], [0, 4]),
    fields([name.length, 2], [0, 2]),
    name,
  ])

const directoryEntry = ({ name, crc, packed, plain, at }: Written): Buffer =>
  Buffer.concat([
    fields([0x0201_4b50, 4], [20, 2], [20, 2], [flags, 2], [deflated, 2], [noDate, 4]),
    fields([crc, 4], [packed, 4], [plain, 4], [name.length, 2]),
    fields([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
    name,
  ])

/** Numbers of 2 or 4 bytes, little-endian. */
function fields(...list: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of list) {
    buffer.writeUIntLE(value, at, bytes)
    at += bytes
  }
  return buffer
}
