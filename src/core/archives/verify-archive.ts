import { createHash, createPublicKey, verify as verifySignature, type KeyObject } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import {
  archiveFormat,
  archiveVersion,
  journalName,
  keyName,
  manifestName,
  signatureName,
  type ArchiveManifest,
} from './format.ts'
import { JournalLines } from './verify-journal.ts'
import { problems } from './verify-words.ts'

/** One thing that is wrong: where, what was expected, what was found. */
export interface ArchiveFinding {
  readonly file: string
  readonly problem: string
  readonly expected: string
  readonly found: string
}

export interface ArchiveVerdict {
  readonly findings: readonly ArchiveFinding[]
  /** Null when it could not be read. */
  readonly manifest: ArchiveManifest | null
  /** SHA-256 of `manifest.json`; null when there is none. */
  readonly packageHash: string | null
  /** Of the key that lies in the package; null when there is none. */
  readonly keyFingerprint: string | null
}

export interface ArchiveVerifyOptions {
  /** The fingerprint on the paper sheet, if it was given: hexadecimal, spaces and case do not matter. */
  readonly expectedKey: string | null
  /** Bytes that were read so far, of all. */
  readonly progress?: (done: number, of: number) => void
  readonly signal?: AbortSignal
}

type Note = (file: string, problem: string, expected?: string, found?: string) => void

/**
 * Checks the archive of a term with nothing but Node: signature, completeness, every size and hash, the chain of the
 * journal with its daily seals, the number of rows of every ledger. Everything that is wrong is named.
 * @throws AbortError when `signal` aborts
 */
export async function verifyArchive(folder: string, options: ArchiveVerifyOptions): Promise<ArchiveVerdict> {
  const findings: ArchiveFinding[] = []
  const note: Note = (file, problem, expected = '', found = '') =>
    void findings.push({ file, problem, expected, found })
  const names = await filesIn(folder)
  const bytes = names.has(manifestName) ? await readFile(join(folder, manifestName)) : null
  if (bytes === null) note(manifestName, problems.missing)
  const keyFingerprint = await checkSignature(folder, names, bytes, note)
  const wanted = options.expectedKey?.replaceAll(/[\s:]/g, '').toLowerCase()
  if (wanted !== undefined && wanted !== keyFingerprint)
    note(keyName, problems.otherKey, wanted, keyFingerprint ?? '')
  const manifest = bytes === null ? null : parseManifest(bytes, note)
  const packageHash = bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
  if (manifest !== null) {
    if (keyFingerprint !== null && keyFingerprint !== manifest.station.keyFingerprint)
      note(keyName, problems.otherKey, manifest.station.keyFingerprint, keyFingerprint)
    await checkFiles(folder, names, manifest, options, note)
    await checkJournal(folder, names, manifest, options, note)
    await checkLedgers(folder, names, manifest, options, note)
    for (const { file, hash } of manifest.attachments)
      if (file !== null && manifest.files.find(({ name }) => name === file)?.sha256 !== hash)
        note(file, problems.attachment, hash)
  }
  return { findings, manifest, packageHash, keyFingerprint }
}

/** Whether a folder is, or once was, the archive of a term: also one whose manifest is gone must be named as broken. */
export const isArchiveFolder = (folder: string): boolean =>
  existsSync(join(folder, journalName)) || existsSync(join(folder, 'ledgers'))

/** Every file below a folder, by its path with `/`. */
async function filesIn(folder: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    names.add(relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  }
  return names
}

async function checkSignature(
  folder: string,
  names: ReadonlySet<string>,
  manifest: Buffer | null,
  note: Note,
): Promise<string | null> {
  for (const name of [signatureName, keyName]) if (!names.has(name)) note(name, problems.missing)
  if (!names.has(keyName)) return null
  let key: KeyObject
  try {
    key = createPublicKey(await readFile(join(folder, keyName)))
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(String(key.asymmetricKeyType))
  } catch (error) {
    note(keyName, problems.badKey, 'ed25519', messageOf(error))
    return null
  }
  if (manifest !== null && names.has(signatureName)) {
    const signature = await readFile(join(folder, signatureName))
    if (!verifySignature(null, manifest, key, signature)) note(signatureName, problems.signature)
  }
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function parseManifest(bytes: Buffer, note: Note): ArchiveManifest | null {
  let value: Partial<ArchiveManifest>
  try {
    value = JSON.parse(bytes.toString('utf8')) as Partial<ArchiveManifest>
  } catch (error) {
    note(manifestName, problems.manifest, 'JSON', messageOf(error))
    return null
  }
  const isWhole =
    value.format === archiveFormat &&
    value.version === archiveVersion &&
    Array.isArray(value.files) &&
    Array.isArray(value.ledgers) &&
    Array.isArray(value.attachments) &&
    Array.isArray(value.journal?.keys) &&
    typeof value.journal.file === 'string' &&
    typeof value.journal.before?.hash === 'string' &&
    typeof value.station?.keyFingerprint === 'string' &&
    typeof value.archive?.number === 'number' &&
    value.ledgers.every(ledger => typeof ledger?.files?.rows === 'string')
  if (isWhole) return value as ArchiveManifest
  note(
    manifestName,
    problems.manifest,
    `${archiveFormat} ${archiveVersion}`,
    `${String(value.format)} ${String(value.version)}`,
  )
  return null
}

async function checkFiles(
  folder: string,
  names: ReadonlySet<string>,
  manifest: ArchiveManifest,
  { progress, signal }: ArchiveVerifyOptions,
  note: Note,
): Promise<void> {
  const listed = new Set([manifestName, signatureName, ...manifest.files.map(({ name }) => name)])
  for (const name of names) if (!listed.has(name)) note(name, problems.added)
  const ofBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0)
  let doneBytes = 0
  for (const file of manifest.files) {
    signal?.throwIfAborted()
    if (isOutside(file.name)) note(file.name, problems.name)
    else if (names.has(file.name)) await checkFile(folder, file, note)
    else note(file.name, problems.missing, `${file.bytes} B`)
    doneBytes += file.bytes
    progress?.(doneBytes, ofBytes)
  }
}

async function checkFile(folder: string, file: ArchiveManifest['files'][number], note: Note): Promise<void> {
  const path = join(folder, file.name)
  const { size } = await stat(path)
  const sha256 = await sha256Of(path)
  // The hash says it too; the size says whether something was cut off or put on.
  if (size !== file.bytes) note(file.name, problems.size, `${file.bytes} B`, `${size} B`)
  else if (sha256 !== file.sha256) note(file.name, problems.hash, file.sha256, sha256)
}

async function checkJournal(
  folder: string,
  names: ReadonlySet<string>,
  { journal }: ArchiveManifest,
  { signal }: ArchiveVerifyOptions,
  note: Note,
): Promise<void> {
  if (isOutside(journal.file) || !names.has(journal.file)) return
  const reader = new JournalLines(journal, (problem, expected, found) =>
    note(journal.file, problem, expected, found),
  )
  for await (const line of linesOf(join(folder, journal.file))) {
    if (!reader.next(line)) return
    signal?.throwIfAborted()
  }
  reader.end()
}

async function checkLedgers(
  folder: string,
  names: ReadonlySet<string>,
  { ledgers }: ArchiveManifest,
  { signal }: ArchiveVerifyOptions,
  note: Note,
): Promise<void> {
  for (const { files, rows } of ledgers) {
    if (isOutside(files.rows) || !names.has(files.rows)) continue
    let count = 0
    for await (const line of linesOf(join(folder, files.rows))) if (line !== '') count++
    if (count !== rows) note(files.rows, problems.rows, String(rows), String(count))
    signal?.throwIfAborted()
  }
}

/** A name that would lead out of the package. */
const isOutside = (name: string): boolean =>
  name === '' ||
  name.includes('\\') ||
  name.split('/').some(part => part === '..' || part === '' || part === '.')

const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path, { highWaterMark: 256 * 1024 }), crlfDelay: Infinity })

/** SHA-256 of a whole file, hex. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
