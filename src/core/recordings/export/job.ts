import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportFailure, ExportJob, ExportVariant } from '../../../shared/contract/exports.ts'
import type { Coverage, Span } from '../../../shared/domain/recording.ts'
import type { Library } from '../library.ts'
import type { SchoolRecorder } from '../nvr/school-recorder.ts'
import {
  partialSuffix,
  type Manifest,
  type ManifestCamera,
  type ManifestFile,
  type ManifestVideo,
} from './format.ts'
import { missingFrom } from './missing.ts'
import { sealPackage, type PackageKey, type SealedPackage } from './package-writer.ts'
import { planCamera, type Part } from './plan.ts'
import { exportSource, NoRoomLeft } from './recorder-source.ts'
import { SourceGone } from './source.ts'
import { CheckFailed, isHevcPart, writeVideo, type VideoTools } from './write-video.ts'

/** An export that ends without a package, and why. */
export class ExportFailed extends Error {
  readonly reason: ExportFailure
  constructor(reason: ExportFailure, detail: string) {
    super(detail)
    this.name = 'ExportFailed'
    this.reason = reason
  }
}

/** What is written around the videos; asked for when they are there. */
export interface PackageFacts {
  readonly manifest: (cameras: readonly ManifestCamera[]) => Omit<Manifest, 'files'>
  readonly summary: (manifest: Omit<Manifest, 'files'>, files: readonly ManifestFile[]) => string
  /** Above the picture of `marked`. */
  readonly label: (cameraName: string) => string
  readonly clockOf: (cameraId: string, span: Span) => ManifestCamera['clock']
  /** The request must still stand when the package is sealed. @throws ExportFailed `request-ended` */
  readonly stillAllowed: () => void
}

export interface JobTools extends VideoTools {
  readonly library: Library
  /** For what only the recorder of the school holds; null: such stretches are named as missing. */
  readonly school: Pick<SchoolRecorder, 'begin' | 'stateOf'> | null
  readonly coverage: (cameraId: string, span: Span) => Coverage
  readonly exportDir: string
  readonly key: PackageKey
  /** For `marked`; null where this machine has none. */
  readonly fontFile: string | null
  /** Asks the cameras for their own time; what is known of it then is in `PackageFacts.clockOf`. */
  readonly measureClocks: (cameraIds: readonly string[], signal: AbortSignal) => Promise<void>
  /** Bytes that the export folder can take. */
  readonly freeBytes: () => Promise<number>
}

export type Progress = (stage: 'reading' | 'writing' | 'sealing', fraction: number) => void

export interface FinishedExport extends SealedPackage {
  readonly manifest: Omit<Manifest, 'files'>
  readonly missingMs: number
}

/** What is kept free on the disk of the station: it records on. */
const reserveBytes = 256 * 1024 * 1024
/** Pictures coded anew are seldom larger than the camera's; twice is the most that is reckoned with. */
const recodedFactor = 2
/** Of the whole: reading the recordings takes this share of the time, sealing the rest after writing. */
const readingShare = 0.1
const writingShare = 0.85

/** Bytes free for an unprivileged program on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/**
 * Makes one package. Whatever happens, there is either the whole package under its name or nothing.
 * @throws ExportFailed; AbortError when `signal` aborts
 */
export async function runExport(
  job: ExportJob,
  tools: JobTools,
  facts: PackageFacts,
  progress: Progress,
  signal: AbortSignal,
): Promise<FinishedExport> {
  const folder = join(tools.exportDir, `${job.packageName}${partialSuffix}`)
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return await make(job, folder, tools, facts, progress, signal)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    signal.throwIfAborted()
    throw failureOf(error)
  } finally {
    await rm(fetchedFolder(folder), { recursive: true, force: true })
  }
}

function failureOf(error: unknown): unknown {
  if (error instanceof ExportFailed) return error
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof SourceGone) return new ExportFailed('source-gone', message)
  if (error instanceof CheckFailed) return new ExportFailed('check-failed', message)
  if (/ENOSPC|No space left/i.test(message)) return new ExportFailed('disk-full', message)
  return new ExportFailed('error', message)
}

async function make(
  job: ExportJob,
  folder: string,
  tools: JobTools,
  facts: PackageFacts,
  progress: Progress,
  signal: AbortSignal,
): Promise<FinishedExport> {
  const { span, cameras: named } = job
  const clocksMeasured = tools.measureClocks(
    named.map(({ id }) => id),
    signal,
  )
  // Awaited below; until then a failure must not end the process.
  clocksMeasured.catch(() => {})
  const planned: { camera: ExportJob['cameras'][number]; parts: Part[] }[] = []
  for (const [index, camera] of named.entries()) {
    progress('reading', (index / named.length) * readingShare)
    const source = exportSource({
      ...tools,
      folder: fetchedFolder(folder),
      requireRoom: () => requireRoom(tools),
      onReached(atMs) {
        const done = Math.min(1, Math.max(0, (atMs - span.fromMs) / (span.toMs - span.fromMs)))
        progress('reading', ((index + done) / named.length) * readingShare)
      },
    })
    planned.push({ camera, parts: await planCamera({ source, cameraId: camera.id, span, signal }) })
  }
  const parts = planned.flatMap(each => each.parts)
  if (parts.length === 0) throw new ExportFailed('nothing-recorded', '')
  const work = parts.flatMap(part => variantsFor(part, job.variants).map(variant => ({ part, variant })))
  await requireSpace(work, tools)
  const totalBytes = work.reduce((sum, { part }) => sum + part.bytes, 0)
  let doneBytes = 0
  const videos: { name: string; video: ManifestVideo }[] = []
  for (const { camera, parts: ofCamera } of planned)
    for (const [index, part] of ofCamera.entries())
      for (const variant of variantsFor(part, job.variants)) {
        const name = videoName(camera, part, variant, videos)
        const { fontFile } = tools
        const marking =
          variant === 'marked' && fontFile !== null
            ? { fontFile, label: facts.label(camera.name), firstFrameMs: part.fromMs }
            : null
        const written = await writeVideo({
          tools,
          part,
          variant,
          target: join(folder, name),
          marking,
          signal,
          onBytes(bytes) {
            doneBytes += bytes
            progress('writing', readingShare + writingShare * Math.min(1, doneBytes / totalBytes))
          },
        })
        const { frames, durationMs, picturesSha256, decodedFrames } = written
        const video = { frames, durationMs, picturesSha256, decodedFrames }
        videos.push({ name, video: { cameraId: camera.id, stretch: index + 1, variant, ...video } })
      }
  progress('sealing', readingShare + writingShare)
  await clocksMeasured
  const cameras = planned.map(({ camera, parts: ofCamera }) =>
    cameraFacts(camera, ofCamera, span, tools, facts),
  )
  const manifest = facts.manifest(cameras)
  facts.stillAllowed()
  signal.throwIfAborted()
  const sealed = await sealPackage({
    folder,
    finalFolder: join(tools.exportDir, job.packageName),
    videos,
    manifest,
    summary: files => facts.summary(manifest, files),
    key: tools.key,
  })
  const missingMs = cameras
    .flatMap(({ missing }) => missing)
    .reduce((sum, part) => sum + part.toMs - part.fromMs, 0)
  return { ...sealed, manifest, missingMs }
}

/** `compatible` is for what does not play everywhere as it is; asked for alone it means "plays everywhere". */
function variantsFor(part: Part, wanted: readonly ExportVariant[]): ExportVariant[] {
  if (isHevcPart(part) || !wanted.includes('compatible')) return [...wanted]
  const others = wanted.filter(variant => variant !== 'compatible')
  return others.length > 0 ? others : ['original']
}

/** What was fetched from the school's recorder, until the package is sealed; removed with leftovers of a crash. */
const fetchedFolder = (folder: string): string =>
  `${folder.slice(0, -partialSuffix.length)}.fetched${partialSuffix}`

async function requireRoom({ freeBytes }: JobTools): Promise<void> {
  if ((await freeBytes()) < reserveBytes) throw new NoRoomLeft()
}

async function requireSpace(
  work: readonly { part: Part; variant: ExportVariant }[],
  tools: JobTools,
): Promise<void> {
  const needed = work.reduce(
    (sum, { part, variant }) => sum + part.bytes * (variant === 'original' ? 1.02 : recodedFactor),
    reserveBytes,
  )
  const free = await tools.freeBytes()
  if (free < needed)
    throw new ExportFailed(
      'disk-full',
      `${Math.ceil(needed / 1024 ** 2)} MB > ${Math.floor(free / 1024 ** 2)} MB`,
    )
}

function cameraFacts(
  camera: ExportJob['cameras'][number],
  parts: readonly Part[],
  span: Span,
  tools: JobTools,
  facts: PackageFacts,
): ManifestCamera {
  return {
    ...camera,
    clock: facts.clockOf(camera.id, span),
    requested: span,
    delivered: parts.map(({ fromMs, toMs }) => ({ fromMs: Math.round(fromMs), toMs: Math.round(toMs) })),
    missing: missingFrom(span, parts, tools.coverage(camera.id, span).gaps),
    stretches: parts.map((part, index) => {
      const { codec, width, height } = part.init.track
      return {
        number: index + 1,
        fromMs: Math.round(part.fromMs),
        toMs: Math.round(part.toMs),
        frames: part.frames,
        durationMs: part.durationMs,
        codec,
        width,
        height,
        picturesSha256: part.picturesSha256,
        ...recorderFacts(part),
        sources: part.pieces.map(({ name, byteFrom, byteTo, sha256, frames, ...piece }) => ({
          name,
          byteFrom,
          byteTo,
          sha256,
          frames,
          fromMs: Math.round(piece.fromMs),
          toMs: Math.round(piece.toMs),
        })),
      }
    }),
  }
}

function recorderFacts({ recorder }: Part): Pick<ManifestCamera['stretches'][number], 'recorder'> {
  if (recorder === null) return {}
  const { kind, clockOffsetMs, timesBy } = recorder
  return { recorder: { kind, clockOffsetMs, timesBy } }
}

const suffixOf: Readonly<Record<ExportVariant, string>> = {
  original: '',
  compatible: '_H264',
  marked: '_叠加',
}
const stamps = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})
/** `20261122-143000`, Beijing time. */
const stamp = (atMs: number) => stamps.format(atMs).replaceAll(/[-:]/g, '').replace(' ', '-')

/** `正门_20261122-143000_143500.mp4`; a number at the end where two would be called the same. */
function videoName(
  camera: ExportJob['cameras'][number],
  part: Part,
  variant: ExportVariant,
  taken: readonly { name: string }[],
): string {
  const safe = camera.name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-').trim()
  const base = `${safe}_${stamp(part.fromMs)}_${stamp(part.toMs).slice(9)}${suffixOf[variant]}`
  for (let again = 1; ; again++) {
    const name = again === 1 ? `${base}.mp4` : `${base}(${again}).mp4`
    if (taken.every(other => other.name !== name)) return name
  }
}
