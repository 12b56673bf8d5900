import { createHash, createPublicKey, verify as verifySignature, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readMovie } from '../../media/movie.ts'
import {
  durationToleranceMs,
  keyName,
  manifestName,
  packageFormat,
  packageVersion,
  signatureName,
  type Manifest,
  type ManifestCamera,
  type ManifestFile,
} from './format.ts'

/** One thing that is wrong: with which file, what was expected, what was found. */
export interface Finding {
  readonly file: string
  readonly problem: string
  readonly expected: string
  readonly found: string
}

export interface PackageVerdict {
  readonly findings: readonly Finding[]
  /** Null when it could not be read. */
  readonly manifest: Manifest | null
  /** SHA-256 of `manifest.json`; null when there is none. */
  readonly packageHash: string | null
  /** Of the key that lies in the package; null when there is none. */
  readonly keyFingerprint: string | null
}

export interface VerifyOptions {
  /** The fingerprint on the paper sheet, if it was given: hexadecimal, spaces and case do not matter. */
  readonly expectedKey: string | null
  /** Decodes a video completely and counts its pictures; null where there is no ffmpeg. */
  readonly decode: ((file: string) => Promise<number>) | null
}

/**
 * Checks a package with nothing but Node: signature, completeness, every size and hash, frames, duration and pictures of
 * every video; with ffmpeg also that it decodes. Everything that is wrong is named, not the first thing only.
 */
export async function verifyPackage(folder: string, options: VerifyOptions): Promise<PackageVerdict> {
  const findings: Finding[] = []
  const note = (file: string, problem: string, expected: string, found: string) =>
    void findings.push({ file, problem, expected, found })
  const names = await readdir(folder)
  const bytes = names.includes(manifestName) ? await readFile(join(folder, manifestName)) : null
  if (bytes === null) note(manifestName, problems.missing, '', '')
  const keyFingerprint = await checkSignature(folder, names, bytes, note)
  const manifest = bytes === null ? null : parseManifest(bytes, note)
  const packageHash = bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
  const wanted = options.expectedKey?.replaceAll(/[\s:]/g, '').toLowerCase()
  if (wanted !== undefined && wanted !== keyFingerprint)
    note(keyName, problems.otherKey, wanted, keyFingerprint ?? '')
  if (manifest === null) return { findings, manifest, packageHash, keyFingerprint }
  try {
    await checkContents(folder, names, manifest, keyFingerprint, options, note)
    return { findings, manifest, packageHash, keyFingerprint }
  } catch (error) {
    // What was changed may be a name of a field: then it is a manifest of nothing that we know.
    if (!(error instanceof TypeError)) throw error
    note(manifestName, problems.incomplete, '', error.message)
    return { findings, manifest: null, packageHash, keyFingerprint }
  }
}

async function checkContents(
  folder: string,
  names: readonly string[],
  manifest: Manifest,
  keyFingerprint: string | null,
  options: VerifyOptions,
  note: Note,
): Promise<void> {
  if (keyFingerprint !== null && keyFingerprint !== manifest.station.keyFingerprint)
    note(keyName, problems.otherKey, manifest.station.keyFingerprint, keyFingerprint)
  const listed = new Set([manifestName, signatureName, ...manifest.files.map(({ name }) => name)])
  for (const name of names) if (!listed.has(name)) note(name, problems.added, '', '')
  for (const file of manifest.files) await checkFile(folder, names, file, options, note)
  for (const camera of manifest.cameras) checkCamera(camera, manifest, note)
  checkComplete(manifest, note)
}

type Note = (file: string, problem: string, expected: string, found: string) => void

/** In Chinese first: who verifies is mostly an office in Shanghai. */
const problems = {
  missing: '缺少文件 (file is missing)',
  added: '多出文件，不属于本包 (file does not belong to the package)',
  size: '文件大小不符 (size differs)',
  hash: '文件内容被改动 (content was changed)',
  signature: '签名不符：manifest.json 或签名被改动 (signature does not fit manifest.json)',
  badKey: '公钥无法读取，或不是 Ed25519 (public key cannot be read, or is not Ed25519)',
  otherKey: '公钥不符：不是该值守台签发 (key is another one: not made by that station)',
  manifest: '清单无法读取 (manifest cannot be read)',
  name: '清单里的文件名不合法 (file name in the manifest is not allowed)',
  video: '视频无法读取 (video cannot be read)',
  frames: '帧数不符 (number of frames differs)',
  duration: '时长不符 (duration differs)',
  pictures: '画面不符 (pictures differ)',
  decode: '解码帧数不符 (number of decoded frames differs)',
  incomplete: '清单不完整 (manifest is incomplete)',
  outside: '超出批准的时段 (outside the approved span)',
} as const

async function checkSignature(
  folder: string,
  names: readonly string[],
  manifest: Buffer | null,
  note: Note,
): Promise<string | null> {
  for (const name of [signatureName, keyName]) if (!names.includes(name)) note(name, problems.missing, '', '')
  if (!names.includes(keyName)) return null
  let key: KeyObject
  try {
    key = createPublicKey(await readFile(join(folder, keyName)))
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(String(key.asymmetricKeyType))
  } catch (error) {
    note(keyName, problems.badKey, 'ed25519', error instanceof Error ? error.message : String(error))
    return null
  }
  if (manifest !== null && names.includes(signatureName)) {
    const signature = await readFile(join(folder, signatureName))
    if (!verifySignature(null, manifest, key, signature)) note(signatureName, problems.signature, '', '')
  }
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function parseManifest(bytes: Buffer, note: Note): Manifest | null {
  let value: Partial<Manifest>
  try {
    value = JSON.parse(bytes.toString('utf8')) as Partial<Manifest>
  } catch (error) {
    note(manifestName, problems.manifest, 'JSON', error instanceof Error ? error.message : String(error))
    return null
  }
  if (value.format !== packageFormat || value.version !== packageVersion) {
    note(
      manifestName,
      problems.manifest,
      `${packageFormat} ${packageVersion}`,
      `${value.format} ${value.version}`,
    )
    return null
  }
  const isWhole =
    Array.isArray(value.files) &&
    Array.isArray(value.cameras) &&
    Array.isArray(value.requested?.cameraIds) &&
    typeof value.station?.keyFingerprint === 'string' &&
    typeof value.request?.number === 'number'
  if (isWhole) return value as Manifest
  note(
    manifestName,
    problems.incomplete,
    'station, request, requested, cameras, files',
    Object.keys(value).join(', '),
  )
  return null
}

async function checkFile(
  folder: string,
  names: readonly string[],
  file: ManifestFile,
  options: VerifyOptions,
  note: Note,
): Promise<void> {
  const { name } = file
  if (/[\\/]|^\.|^$/.test(name)) return note(name, problems.name, '', '')
  if (!names.includes(name)) return note(name, problems.missing, `${file.bytes} B`, '')
  const path = join(folder, name)
  const { size } = await stat(path)
  if (size !== file.bytes) note(name, problems.size, `${file.bytes} B`, `${size} B`)
  const sha256 = await sha256Of(path)
  if (sha256 !== file.sha256) note(name, problems.hash, file.sha256, sha256)
  if (file.video !== null) await checkVideo(path, file, options, note)
}

async function checkVideo(
  path: string,
  file: ManifestFile,
  options: VerifyOptions,
  note: Note,
): Promise<void> {
  const { name, video } = file
  if (video === null) return
  try {
    const movie = await readMovie(path)
    if (movie.frames !== video.frames) note(name, problems.frames, String(video.frames), String(movie.frames))
    if (Math.abs(movie.durationMs - video.durationMs) > durationToleranceMs)
      note(
        name,
        problems.duration,
        `${Math.round(video.durationMs)} ms`,
        `${Math.round(movie.durationMs)} ms`,
      )
    if (movie.picturesSha256 !== video.picturesSha256)
      note(name, problems.pictures, video.picturesSha256, movie.picturesSha256)
  } catch (error) {
    note(name, problems.video, 'MP4', error instanceof Error ? error.message : String(error))
  }
  if (options.decode === null) return
  const decoded = await options.decode(path)
  if (decoded !== video.decodedFrames)
    note(name, problems.decode, String(video.decodedFrames), String(decoded))
}

/** Every stretch has a file; what is called original is the recording; delivered and missing make up the whole span. */
function checkCamera(camera: ManifestCamera, manifest: Manifest, note: Note): void {
  for (const stretch of camera.stretches) {
    const files = manifest.files.filter(
      ({ video }) => video?.cameraId === camera.id && video.stretch === stretch.number,
    )
    if (files.length === 0) note(manifestName, problems.incomplete, `${camera.id} ${stretch.number}`, '')
    for (const { name, video } of files)
      if (video?.variant === 'original' && video.picturesSha256 !== stretch.picturesSha256)
        note(name, problems.pictures, stretch.picturesSha256, video.picturesSha256)
    const fromSources = stretch.sources.reduce((sum, source) => sum + source.frames, 0)
    if (fromSources !== stretch.frames)
      note(manifestName, problems.frames, `${camera.id} ${stretch.frames}`, String(fromSources))
    if (stretch.fromMs < camera.requested.fromMs - 1 || stretch.toMs > camera.requested.toMs + 1)
      note(manifestName, problems.outside, timesOf(camera.requested), timesOf(stretch))
  }
}

function checkComplete(manifest: Manifest, note: Note): void {
  const cameras = new Map(manifest.cameras.map(camera => [camera.id, camera]))
  for (const id of manifest.requested.cameraIds)
    if (!cameras.has(id)) note(manifestName, problems.incomplete, id, '')
  for (const { name, video } of manifest.files)
    if (
      video !== null &&
      !cameras.get(video.cameraId)?.stretches.some(({ number }) => number === video.stretch)
    )
      note(name, problems.incomplete, `${video.cameraId} ${video.stretch}`, '')
}

const timesOf = (span: { fromMs: number; toMs: number }): string =>
  `${new Date(span.fromMs).toISOString()} – ${new Date(span.toMs).toISOString()}`

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}
