import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isArchiveFolder, verifyArchive } from './verify-archive.ts'
import { archiveReport } from './verify-report.ts'

/**
 * `node verify.mjs [ARCHIVE] [--key FINGERPRINT]`: lies in every archive and needs nothing but Node 20.12 or newer.
 * Without a folder it checks the one it lies in.
 * Exit 0 when all is whole; 1 when something is wrong, and everything that is wrong is named; 2 when it cannot be read.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: { key: { type: 'string' } },
    allowPositionals: true,
  })
  const [given = dirname(fileURLToPath(import.meta.url))] = positionals
  const folder = resolve(given)
  if (positionals.length > 1 || !existsSync(folder))
    throw new Error('用法 (usage): node verify.mjs [归档目录 ARCHIVE] [--key 公钥指纹 FINGERPRINT]')
  if (!isArchiveFolder(folder)) throw new Error(`${folder}: 不是学期归档 (no archive of a term)`)
  const expectedKey = values.key ?? null
  const verdict = await verifyArchive(folder, { expectedKey })
  process.stdout.write(archiveReport(verdict, expectedKey))
  return verdict.findings.length === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
