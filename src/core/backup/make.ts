import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, rmSync } from 'node:fs'
import { copyFile, mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Head } from '../journal/chain.ts'
import { Journal, restAsLong } from '../journal/journal.ts'
import { systemClock } from '../platform/clock.ts'
import { databaseFile, type Db } from '../platform/database.ts'
import { bundled, describe, type BundleFile, type BundleHead } from './bundle.ts'
import { sealed } from './sealed-stream.ts'

export interface MadeBackup {
  readonly file: string
  readonly bytes: number
  /** Of the encrypted file, hex. */
  readonly sha256: string
  readonly head: BundleHead['journal']
}

/** Small files of the data folder that belong to the record; what is not there is left out. */
const besides = ['vault.bin', 'journal-heads.jsonl']

/**
 * Makes one backup: a copy of the database while it is in use, proved by its own chain, with the site file, the sealed
 * secrets, the attachments and the pictures; encrypted on the way to the other disk, put under its name when it is there whole, and
 * read back once.
 */
export async function makeBackup(options: {
  db: Db
  dataDir: string
  siteFile: string
  folder: string
  fileName: string
  recipient: Buffer
  station: string
  madeAtMs: number
}): Promise<MadeBackup> {
  const { db, dataDir, siteFile, folder, fileName, recipient } = options
  const work = join(dataDir, 'backup.work')
  rmSync(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  const part = join(folder, `${fileName}.part`)
  try {
    const copy = databaseFile(work)
    await db.backup(copy)
    const head = await provedHead(copy)
    // Copied first: it may be changed while the backup is written.
    const site = join(work, 'site.json')
    await copyFile(siteFile, site)
    const files: BundleFile[] = [
      { name: 'station.db', path: copy },
      { name: 'site.json', path: site },
      ...(await copiesOf(dataDir, work)),
      ...hashedFilesIn(dataDir, 'attachments'),
      ...hashedFilesIn(dataDir, 'pictures'),
    ]
    const journal = { seq: head.seq, hash: head.hash.toString('hex') }
    const bundle: BundleHead = {
      format: 'zhishou-backup',
      version: 1,
      station: options.station,
      madeAtMs: options.madeAtMs,
      journal,
      files: await describe(files),
    }
    const written = await write(part, sealed(bundled(bundle, files), recipient))
    if ((await hashOf(part)) !== written.sha256) throw new Error('what was written could not be read back')
    await rename(part, join(folder, fileName))
    return { file: fileName, ...written, head: journal }
  } finally {
    rmSync(work, { recursive: true, force: true })
    rmSync(part, { force: true })
  }
}

/** Reads the chain of a copy in turns, as that of the station itself. @throws Error when it is not whole */
async function provedHead(file: string): Promise<Head> {
  using stack = new DisposableStack()
  const db = stack.adopt(new Database(file, { readonly: true }), opened => void opened.close())
  const verification = await new Journal(db, systemClock).verifyByAndBy(undefined, restAsLong)
  const bad = verification?.bad
  if (bad !== null && bad !== undefined)
    throw new Error(`the copy does not verify: entry ${bad.seq} is ${bad.why}`)
  if (verification === null) throw new Error('the copy was not read to its end')
  return verification.head
}

async function copiesOf(dataDir: string, work: string): Promise<BundleFile[]> {
  const present = besides.filter(name => existsSync(join(dataDir, name)))
  for (const name of present) await copyFile(join(dataDir, name), join(work, name))
  return present.map(name => ({ name, path: join(work, name) }))
}

/** Named by their hash and never changed. */
function hashedFilesIn(dataDir: string, name: string): BundleFile[] {
  const folder = join(dataDir, name)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /^[0-9a-f]{64}/.test(entry.name))
    .map(entry => {
      const path = join(entry.parentPath, entry.name)
      return { name: path.slice(dataDir.length + 1).replaceAll('\\', '/'), path }
    })
}

async function write(
  path: string,
  chunks: AsyncIterable<Buffer>,
): Promise<{ bytes: number; sha256: string }> {
  await using handle = await open(path, 'w', 0o600)
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    hash.update(chunk)
    await handle.writeFile(chunk)
  }
  await handle.sync()
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
