import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Scan } from '../../shared/domain/approval.ts'
import type { ArchiveFacts, ArchiveStage } from '../../shared/domain/archive.ts'
import type { AttachmentType } from '../../shared/contract/attachments.ts'
import type { ChainedRow } from '../journal/chain.ts'
import type { Entry } from '../journal/journal.ts'
import type { LedgerDefinition } from '../ledgers/definition.ts'
import type { Words } from '../ledgers/words.ts'
import {
  archiveFormat,
  archiveVersion,
  journalName,
  keyName,
  manifestName,
  signatureName,
  type ArchiveManifest,
  type ManifestAttachment,
  type ManifestFile,
  type ManifestKey,
} from './format.ts'
import { LedgerRows } from './ledger-rows.ts'
import { makePapers, type Paper } from './papers.ts'
import { readJournal, type JournalRange } from './read-journal.ts'
import { RowIndex } from './row-index.ts'
import { sha256Of, verifyArchive } from './verify-archive.ts'
import { writeTools } from './viewer-page.ts'

/** What was written does not verify: a bug, or a disk that gives back something else. */
export class CheckFailed extends Error {}

/** Everything that one archive is made of. */
export interface ArchiveSource {
  readonly range: JournalRange
  readonly head: { readonly seq: number; readonly hash: string }
  readonly stretch: (afterSeq: number, limit: number) => readonly ChainedRow[]
  /** Null when its body is purged. */
  readonly entry: (seq: number) => Entry | null
  readonly corrections: readonly Entry[]
  readonly ledgers: readonly LedgerDefinition[]
  readonly words: Words
  /** Every signing key that the station ever had. */
  readonly keys: readonly ManifestKey[]
  /** A kept scan; undefined when it is none of ours, null when it is not there whole. */
  readonly attachment: (hash: string) => { type: AttachmentType; bytes: Buffer } | null | undefined
  readonly key: { readonly publicKeyPem: string; readonly fingerprint: string; sign(bytes: Buffer): Buffer }
  /** Null where no shell makes PDFs. */
  readonly paper: Paper | null
  readonly about: Pick<ArchiveManifest, 'station' | 'archive' | 'madeBy' | 'madeAtMs' | 'madeAt'>
}

export type ArchiveProgress = (stage: ArchiveStage, fraction: number) => void

/** Shares of the whole work, as it goes on an ordinary PC. */
const shares: Readonly<Record<ArchiveStage, readonly [from: number, share: number]>> = {
  reading: [0, 0.35],
  ledgers: [0.35, 0.2],
  paper: [0.55, 0.25],
  sealing: [0.8, 0.1],
  checking: [0.9, 0.1],
}

const endings: Readonly<Record<AttachmentType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
}

/** Kinds whose bodies prove the chain itself. */
const kindsOfProof: ReadonlySet<string> = new Set(['journal.sealed', 'journal.purged', 'station.key-made'])

/**
 * Writes the archive of a term into an empty folder and verifies what it wrote. Memory does not grow with the journal.
 * @throws AbortError; CheckFailed; errors of the disk
 */
export async function writePackage(
  folder: string,
  source: ArchiveSource,
  tell: ArchiveProgress,
  signal: AbortSignal,
): Promise<ArchiveFacts> {
  const progress = (stage: ArchiveStage) => (fraction: number) => {
    const [from, share] = shares[stage]
    tell(stage, from + share * Math.min(1, fraction))
  }
  for (const name of ['journal', 'ledgers', 'viewer', 'attachments'])
    await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
  const { journal, ledgers, scans } = await readAll(folder, source, progress, signal)
  const attachments = await writeAttachments(folder, scans, source)
  const papers = await makePapers(folder, ledgers, source.paper, progress('paper'), signal)
  const manifest: Omit<ArchiveManifest, 'files'> = {
    format: archiveFormat,
    version: archiveVersion,
    ...source.about,
    journal,
    ledgers: papers.ledgers,
    attachments,
    pdf: papers.pdf,
  }
  await writeTools(folder, manifest, source.words)
  const sealed = await seal(folder, manifest, source.key, progress('sealing'), signal)
  await check(folder, source.key.fingerprint, progress('checking'), signal)
  return {
    atMs: source.about.madeAtMs,
    ...sealed,
    keyFingerprint: source.key.fingerprint,
    entries: journal.entries,
    rows: ledgers.reduce((sum, { rows }) => sum + rows, 0),
    attachments: attachments.filter(({ file }) => file !== null).length,
    attachmentsMissing: attachments.filter(({ file }) => file === null).length,
    hasPdf: papers.pdf === 'made',
  }
}

async function readAll(
  folder: string,
  source: ArchiveSource,
  progress: (stage: ArchiveStage) => (fraction: number) => void,
  signal: AbortSignal,
) {
  const { range, words, head, about, ledgers: definitions } = source
  const indexFile = join(folder, 'index.partial')
  const scans = new Map<string, Scan>()
  try {
    using index = new RowIndex(indexFile)
    await using rows = await LedgerRows.create({
      ledgers: definitions,
      facts: {
        folder,
        period: about.archive,
        words,
        form: {
          school: about.station.school,
          printedBy: about.madeBy.name,
          printedAtMs: about.madeAtMs,
          camera: '',
          head,
        },
      },
      words,
      lastSeq: range.lastSeq,
      index,
      entry: source.entry,
      corrections: source.corrections,
      addScan: scan => void scans.set(scan.hash, scan),
    })
    const kinds = new Set([...kindsOfProof, 'ledger.corrected', ...definitions.flatMap(each => each.kinds)])
    const { beforeHash, ...counts } = await readJournal({
      ...source,
      folder,
      isOpen: kind => kinds.has(kind),
      take: stretch => rows.take(stretch),
      progress: progress('reading'),
      signal,
    })
    const ledgers = await rows.finish(progress('ledgers'), signal)
    const before = { seq: range.firstSeq - 1, hash: beforeHash }
    const journal = { file: journalName, ...counts, before, keys: source.keys, head } as const
    return { journal, ledgers, scans: [...scans.values()] }
  } finally {
    await rm(indexFile, { force: true })
  }
}

async function writeAttachments(
  folder: string,
  scans: readonly Scan[],
  source: ArchiveSource,
): Promise<ManifestAttachment[]> {
  const made: ManifestAttachment[] = []
  for (const { hash, name } of scans) {
    const kept = source.attachment(hash)
    if (kept === undefined) continue
    const file = kept === null ? null : `attachments/${hash}.${endings[kept.type]}`
    if (kept !== null && file !== null) await writeFile(join(folder, file), kept.bytes, { mode: 0o600 })
    made.push({ hash, name, file })
  }
  return made
}

/** Lists every file with its hash, signs the list, and has all of it on disk. */
async function seal(
  folder: string,
  facts: Omit<ArchiveManifest, 'files'>,
  key: ArchiveSource['key'],
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<{ packageHash: string; bytes: number; files: number }> {
  await writeFile(join(folder, keyName), key.publicKeyPem, { mode: 0o600 })
  const files: ManifestFile[] = []
  const names = await namesIn(folder)
  for (const name of names) {
    const path = join(folder, name)
    files.push({ name, bytes: (await stat(path)).size, sha256: await sha256Of(path) })
    await sync(path)
    progress(files.length / names.length)
    signal.throwIfAborted()
  }
  const manifest: ArchiveManifest = { ...facts, files }
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  await writeFile(join(folder, manifestName), bytes, { mode: 0o600, flush: true })
  await writeFile(join(folder, signatureName), key.sign(bytes), { mode: 0o600, flush: true })
  return {
    packageHash: createHash('sha256').update(bytes).digest('hex'),
    bytes: files.reduce((sum, file) => sum + file.bytes, bytes.length),
    files: files.length + 2,
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted()
}

async function check(
  folder: string,
  expectedKey: string,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { findings } = await verifyArchive(folder, {
    expectedKey,
    progress: (done, of) => progress(done / Math.max(1, of)),
    signal,
  })
  const [first] = findings
  if (first !== undefined) throw new CheckFailed(`${first.file}: ${first.problem} ${first.found}`)
}

/** Windows cannot sync a handle that only reads; what was written there is flushed when it is closed. */
async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync().catch((error: unknown) => {
    if (process.platform !== 'win32') throw error
  })
}
