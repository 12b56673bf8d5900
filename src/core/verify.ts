import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { isArchiveFolder, verifyArchive } from './archives/verify-archive.ts'
import { archiveReport } from './archives/verify-report.ts'
import { grouped, manifestName } from './recordings/export/format.ts'
import { packageRoot, unzip, ZipError } from './recordings/export/unzip.ts'
import { checkArguments } from './recordings/export/variant.ts'
import { verifyPackage, type PackageVerdict } from './recordings/export/verify-package.ts'

/**
 * `npm run verify -- DATA_DIR [--heads FILE]`: reads the whole journal of a data folder; with heads that were kept
 * elsewhere it must contain each of them. `npm run verify -- PACKAGE [--key FINGERPRINT]`:
 * checks an export package, a folder or a zip of it, against its manifest and signature, and against the fingerprint on
 * the paper sheet when it is given. `npm run verify -- ARCHIVE [--key FINGERPRINT]`: the same for the archive of a term. No network, nothing is written; a package needs nothing but Node (`node
 * src/core/verify.ts PACKAGE`), with ffmpeg its pictures are decoded as well.
 *
 * Exit 0 when all is whole; 1 when something is wrong, and everything that is wrong is named; 2 when it cannot be read.
 */
const usage = 'usage: npm run verify -- DATA_DIR [--heads FILE] | PACKAGE | ARCHIVE [--key FINGERPRINT]'

async function verify(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: { key: { type: 'string' }, heads: { type: 'string' } },
    allowPositionals: true,
  })
  const [given] = positionals
  if (given === undefined || positionals.length > 1) return complain(usage)
  const path = resolve(given)
  if (!existsSync(path)) return complain(`there is no ${given}`)
  if (statSync(path).isFile()) return verifyZip(path, values.key ?? null)
  const database = join(path, 'station.db')
  if (!existsSync(database)) return verifyFolder(path, values.key ?? null)
  // Here, because the library is not there on a machine that only verifies packages.
  const { verifyDatabase } = await import('./journal/verify-database.ts')
  const heads = values.heads === undefined ? [] : headsFrom(readFileSync(values.heads, 'utf8'))
  const { isWhole, line } = verifyDatabase(database, heads)
  process.stdout.write(`${line}\n`)
  return isWhole ? 0 : 1
}

/** Lines as `journal-heads.jsonl` has them. @throws Error for a line that is none */
function headsFrom(text: string): { seq: number; hash: string }[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const { seq, hash } = JSON.parse(line) as { seq?: unknown; hash?: unknown }
      if (typeof seq !== 'number' || typeof hash !== 'string') throw new Error(`no head: ${line}`)
      return { seq, hash }
    })
}

async function verifyZip(file: string, expectedKey: string | null): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-verify-'))
  try {
    await unzip(file, folder)
    return await verifyFolder(packageRoot(folder, readdirSync(folder), manifestName), expectedKey)
  } catch (error) {
    if (error instanceof ZipError) return complain(`${file}: ${error.message}`)
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function verifyFolder(folder: string, expectedKey: string | null): Promise<number> {
  if (!statSync(folder).isDirectory()) return complain(usage)
  if (isArchiveFolder(folder)) {
    const verdict = await verifyArchive(folder, { expectedKey })
    process.stdout.write(archiveReport(verdict, expectedKey))
    return verdict.findings.length === 0 ? 0 : 1
  }
  const names = readdirSync(folder)
  const isPackage = names.some(
    name => name === manifestName || name.startsWith('manifest.') || name.endsWith('.mp4'),
  )
  if (!isPackage)
    return complain(`neither a station database, nor an export package, nor an archive is in ${folder}`)
  const ffmpeg = ffmpegHere()
  const verdict = await verifyPackage(folder, {
    expectedKey,
    decode: ffmpeg === null ? null : file => decode(ffmpeg, file),
  })
  process.stdout.write(report(verdict, expectedKey, ffmpeg !== null))
  return verdict.findings.length === 0 ? 0 : 1
}

function report(
  { findings, manifest, packageHash, keyFingerprint }: PackageVerdict,
  key: string | null,
  decoded: boolean,
): string {
  const lines: string[] = []
  if (manifest !== null)
    lines.push(
      `${manifest.station.school}　申请 ${manifest.request.number} 第 ${manifest.copyNumber} 份　${manifest.exportedAt}　${manifest.files.length} 个文件`,
    )
  if (packageHash !== null) lines.push(`包指纹 (package): ${grouped(packageHash)}`)
  if (keyFingerprint !== null) lines.push(`公钥指纹 (key): ${grouped(keyFingerprint)}`)
  for (const { file, problem, expected, found } of findings) {
    lines.push(`不符 FAIL  ${file}: ${problem}`)
    if (expected !== '') lines.push(`      应为 expected: ${expected}`)
    if (found !== '') lines.push(`      实为 found:    ${found}`)
  }
  if (findings.length > 0) lines.push(`核验未通过：${findings.length} 处不符 (NOT whole)`)
  else {
    if (!decoded) lines.push('本机没有 ffmpeg，未解码 (no ffmpeg here: pictures were not decoded)')
    if (key === null)
      lines.push(
        '请核对：公钥指纹、包指纹须与纸质登记表一致 (compare both fingerprints with the paper sheet)',
      )
    lines.push('核验通过 (package whole)')
  }
  return `${lines.join('\n')}\n`
}

function ffmpegHere(): string | null {
  const command = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
  try {
    execFileSync(command, ['-hide_banner', '-version'], { stdio: 'ignore', windowsHide: true })
    return command
  } catch {
    return null
  }
}

/** How many pictures of a file decode; a damaged one does not end the count. */
async function decode(ffmpeg: string, file: string): Promise<number> {
  const run = promisify(execFile)
  const outcome = await run(ffmpeg, checkArguments(file), {
    maxBuffer: 64 * 1024 * 1024,
    windowsHide: true,
  }).catch((error: unknown) => error as { stdout?: string })
  const counts = [...(outcome.stdout ?? '').matchAll(/^frame=\s*(\d+)$/gm)]
  return Number(counts.at(-1)?.[1] ?? 0)
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}

try {
  process.exitCode = await verify()
} catch (error) {
  process.exitCode = complain(error instanceof Error ? error.message : String(error))
}
