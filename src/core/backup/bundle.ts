import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { Reader, SealError } from './sealed-stream.ts'

/** What a backup holds, said at its beginning. */
export const BundleHead = z.object({
  format: z.literal('zhishou-backup'),
  version: z.literal(1),
  station: z.string(),
  madeAtMs: z.number(),
  journal: z.object({ seq: z.number().int(), hash: z.string() }),
  files: z.array(
    z.object({
      name: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
      bytes: z.number().int().min(0),
      sha256: z.string(),
    }),
  ),
})
export type BundleHead = z.infer<typeof BundleHead>

const maxHeadBytes = 64 * 1024 * 1024

/** A file for the bundle; it must not change while the bundle is written. */
export interface BundleFile {
  readonly name: string
  readonly path: string
}

/** Measures the files, so that the head can name them. */
export async function describe(files: readonly BundleFile[]): Promise<BundleHead['files']> {
  const described: BundleHead['files'] = []
  for (const { name, path } of files) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    described.push({ name, bytes: (await stat(path)).size, sha256: hash.digest('hex') })
  }
  return described
}

/** Length and JSON of the head, then the files one behind the other. */
export async function* bundled(head: BundleHead, files: readonly BundleFile[]): AsyncGenerator<Buffer> {
  const text = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  yield length
  yield text
  for (const { path } of files) yield* createReadStream(path) as AsyncIterable<Buffer>
}

/** Writes the files of a bundle into a folder; each is proved by its hash. @throws SealError */
export async function unbundle(plain: AsyncIterable<Buffer>, folder: string | null): Promise<BundleHead> {
  const reader = new Reader(plain)
  const length = (await reader.take(4))?.readUInt32BE() ?? 0
  if (length === 0 || length > maxHeadBytes) throw new SealError('the backup has no head')
  const head = BundleHead.parse(JSON.parse((await reader.take(length))?.toString('utf8') ?? ''))
  for (const file of head.files) await unpack(reader, file, folder)
  if (!(await reader.isAtEnd())) throw new SealError('the backup holds more than it says')
  return head
}

const pieceBytes = 1024 * 1024

async function unpack(
  reader: Reader,
  file: BundleHead['files'][number],
  folder: string | null,
): Promise<void> {
  const path = folder === null ? null : join(folder, file.name)
  if (path !== null) await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await using handle = path === null ? null : await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  for (let left = file.bytes; left > 0;) {
    const piece = await reader.take(Math.min(left, pieceBytes))
    if (piece === null) throw new SealError(`the backup ends inside ${file.name}`)
    hash.update(piece)
    await handle?.writeFile(piece)
    left -= piece.length
  }
  if (hash.digest('hex') !== file.sha256) throw new SealError(`${file.name} is not as it was written`)
  await handle?.sync()
}
