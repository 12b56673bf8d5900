import { createWriteStream } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

/** A zip that cannot be read. */
export class ZipError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ZipError'
  }
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

/** End record, its ZIP64 locator and record, entry of the directory, entry before the data (PKWARE APPNOTE 4.3). */
const signatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  entry: 0x02014b50,
  local: 0x04034b50,
}
const endBytes = 22
const longestComment = 65_535
const largestDirectoryBytes = 64 * 1024 * 1024
const most32 = 0xffff_ffff
const stored = 0
const deflated = 8

/**
 * Unpacks a zip, as mail programs and file managers make them (stored or deflated, ZIP64), into an empty folder.
 * @throws ZipError also for names that lead out of the folder and for entries larger than they say
 */
export async function unzip(file: string, folder: string): Promise<void> {
  await using handle = await open(file, 'r')
  const entries = await directoryOf(handle)
  for (const entry of entries) {
    if (entry.name.endsWith('/')) continue
    const target = resolve(folder, entry.name)
    if (!target.startsWith(resolve(folder) + sep)) throw new ZipError(`${entry.name} leads out of the folder`)
    await mkdir(dirname(target), { recursive: true })
    await extract(handle, entry, target)
  }
}

async function directoryOf(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat()
  const tailAt = Math.max(0, size - endBytes - longestComment)
  const tail = await readAt(handle, tailAt, size - tailAt)
  let at = tail.length - endBytes
  while (at >= 0 && tail.readUInt32LE(at) !== signatures.end) at--
  if (at < 0) throw new ZipError('no directory: not a zip, or cut short')
  let count = tail.readUInt16LE(at + 10)
  let length = tail.readUInt32LE(at + 12)
  let offset = tail.readUInt32LE(at + 16)
  if (at >= 20 && tail.readUInt32LE(at - 20) === signatures.locator64) {
    const record = await readAt(handle, Number(tail.readBigUInt64LE(at - 20 + 8)), 56)
    if (record.readUInt32LE(0) !== signatures.end64) throw new ZipError('a damaged ZIP64 directory')
    count = Number(record.readBigUInt64LE(32))
    length = Number(record.readBigUInt64LE(40))
    offset = Number(record.readBigUInt64LE(48))
  }
  if (length > largestDirectoryBytes) throw new ZipError('the directory is too large')
  const bytes = await readAt(handle, offset, length)
  const entries: Entry[] = []
  for (let from = 0; entries.length < count;) {
    if (from + 46 > bytes.length || bytes.readUInt32LE(from) !== signatures.entry)
      throw new ZipError('a damaged directory')
    const nameLength = bytes.readUInt16LE(from + 28)
    const extraLength = bytes.readUInt16LE(from + 30)
    const next = from + 46 + nameLength + extraLength + bytes.readUInt16LE(from + 32)
    if (next > bytes.length) throw new ZipError('a damaged directory')
    entries.push(entryAt(bytes, from, nameLength, extraLength))
    from = next
  }
  return entries
}

function entryAt(bytes: Buffer, at: number, nameLength: number, extraLength: number): Entry {
  const isUtf8 = (bytes.readUInt16LE(at + 8) & 0x800) !== 0
  const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
  const large = largeNumbers(extra)
  // ZIP64 lists only those numbers that do not fit, in this order.
  const fit = (value: number): number => (value === most32 ? Number(large.shift() ?? BigInt(value)) : value)
  const unpacked = fit(bytes.readUInt32LE(at + 24))
  const packedBytes = fit(bytes.readUInt32LE(at + 20))
  return {
    name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength), isUtf8),
    method: bytes.readUInt16LE(at + 10),
    packedBytes,
    bytes: unpacked,
    offset: fit(bytes.readUInt32LE(at + 42)),
  }
}

function largeNumbers(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      const count = Math.floor(Math.min(length, extra.length - at - 4) / 8)
      return Array.from({ length: count }, (_, index) => extra.readBigUInt64LE(at + 4 + index * 8))
    }
    at += 4 + length
  }
  return []
}

/** Old Chinese file managers write GBK and do not say so. */
function nameOf(bytes: Buffer, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(isUtf8 ? 'utf-8' : 'gbk').decode(bytes)
  }
}

async function extract(handle: FileHandle, entry: Entry, target: string): Promise<void> {
  const local = await readAt(handle, entry.offset, 30)
  if (local.readUInt32LE(0) !== signatures.local)
    throw new ZipError(`${entry.name}: no data where it should lie`)
  const from = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (entry.method !== stored && entry.method !== deflated)
    throw new ZipError(`${entry.name}: packed by method ${entry.method}`)
  const packed = Readable.from(chunks(handle, from, entry.packedBytes), { objectMode: false })
  const limit = limited(entry)
  const out = createWriteStream(target, { mode: 0o600 })
  try {
    await (entry.method === stored
      ? pipeline(packed, limit, out)
      : pipeline(packed, createInflateRaw(), limit, out))
  } catch (error) {
    if (error instanceof ZipError) throw error
    throw new ZipError(`${entry.name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A zip of a few bytes can unpack to terabytes: no more than it says is taken. */
function limited(entry: Entry): Transform {
  let got = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      got += chunk.length
      if (got > entry.bytes) done(new ZipError(`${entry.name} is larger than it says`))
      else done(null, chunk)
    },
  })
}

async function* chunks(
  handle: FileHandle,
  from: number,
  length: number,
): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < length; at += 1024 * 1024)
    yield await readAt(handle, from + at, Math.min(1024 * 1024, length - at))
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  for (let got = 0; got < length;) {
    const { bytesRead } = await handle.read(buffer, got, length - got, at + got)
    if (bytesRead === 0) throw new ZipError('cut short')
    got += bytesRead
  }
  return buffer
}

/** Where the package lies in an unpacked folder: at its top, or in its only folder. */
export function packageRoot(folder: string, names: readonly string[], marker: string): string {
  const [only] = names
  return names.includes(marker) || only === undefined || names.length !== 1 ? folder : join(folder, only)
}
