import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  keyName,
  manifestName,
  signatureName,
  sumsName,
  summaryName,
  type Manifest,
  type ManifestFile,
  type ManifestVideo,
} from './format.ts'

/** What signs packages: the station's key. */
export interface PackageKey {
  /** SPKI, PEM. */
  readonly publicKeyPem: string
  /** SHA-256 of the public key (SPKI, DER), hexadecimal. */
  readonly fingerprint: string
  /** Ed25519. */
  sign(bytes: Buffer): Buffer
}

export interface SealedPackage {
  readonly packageHash: string
  readonly bytes: number
  readonly files: number
  readonly names: readonly { readonly name: string; readonly sha256: string }[]
}

/** Hash of a whole file, hexadecimal. */
async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/**
 * Writes what makes a folder of videos a package: summary, key, list of hashes, manifest, signature; syncs everything and
 * gives the folder its final name. Before that name nothing is a package.
 */
export async function sealPackage(options: {
  /** The folder that is being written. */
  folder: string
  /** Its name when it is finished. */
  finalFolder: string
  videos: readonly { name: string; video: ManifestVideo }[]
  manifest: Omit<Manifest, 'files'>
  summary: (files: readonly ManifestFile[]) => string
  key: PackageKey
}): Promise<SealedPackage> {
  const { folder, finalFolder, videos, key } = options
  const listed = await Promise.all(videos.map(({ name, video }) => describe(folder, name, video)))
  await write(folder, summaryName, options.summary(listed))
  await write(folder, keyName, key.publicKeyPem)
  const described = [...listed, await describe(folder, summaryName), await describe(folder, keyName)]
  await write(folder, sumsName, described.map(({ sha256, name }) => `${sha256}  ${name}\n`).join(''))
  const files = [...described, await describe(folder, sumsName)]
  const manifest: Manifest = { ...options.manifest, files }
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  await write(folder, manifestName, bytes)
  await write(folder, signatureName, key.sign(bytes))
  for (const { name } of files) await sync(join(folder, name))
  await rename(folder, finalFolder)
  await sync(dirname(finalFolder))
  return {
    packageHash: createHash('sha256').update(bytes).digest('hex'),
    bytes: files.reduce((sum, file) => sum + file.bytes, bytes.length),
    files: files.length + 2,
    names: files.map(({ name, sha256 }) => ({ name, sha256 })),
  }
}

async function describe(
  folder: string,
  name: string,
  video: ManifestVideo | null = null,
): Promise<ManifestFile> {
  const path = join(folder, name)
  return { name, bytes: (await stat(path)).size, sha256: await fileSha256(path), video }
}

/** With a byte order mark for what a person opens: old editors would show Chinese wrong without. */
async function write(folder: string, name: string, content: string | Buffer): Promise<void> {
  const text = typeof content === 'string' && name === summaryName ? `\u{FEFF}${content}` : content
  await writeFile(join(folder, name), text, { mode: 0o600, flush: true })
}

/** Windows cannot sync a folder; there the rename itself is durable. */
async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync().catch((error: unknown) => {
    if (process.platform !== 'win32') throw error
  })
}
