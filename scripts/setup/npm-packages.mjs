import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError, npm, projectFolder, projectNode, withProgress } from './tools.mjs'

/** @typedef {{packages: Record<string, {version?: string, optional?: boolean}>}} Lock */

/**
 * @param {string} lockText content of package-lock.json
 * @returns {string} what the stamp file holds after an installation from it
 */
export function lockStamp(lockText) {
  // Git on Windows may check the file out with other line ends; that is no other lock.
  return createHash('sha256').update(lockText.replaceAll('\r\n', '\n')).digest('hex')
}

/**
 * Whether what npm says it installed (node_modules/.package-lock.json) is what the lock asks for.
 * @param {Lock} lock
 * @param {Lock} installed
 */
export function isInstalled(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.optional)
  return wanted.every(([path, entry]) => installed.packages[path]?.version === entry.version)
}

/**
 * Installs node_modules when they are missing or not those of package-lock.json, and Node 24 in them.
 * @param {{log: import('./tools.mjs').Log}} options
 * @throws {SetupError} when npm fails
 */
export async function installNodeModules({ log }) {
  const lockText = readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')
  const stampFile = join(projectFolder, 'node_modules', '.zhishou-lock')
  const stamp = lockStamp(lockText)
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    if (!isAlreadyInstalled(lockText)) await cleanInstall(log)
    writeFileSync(stampFile, stamp)
  }
  if (!existsSync(projectNode())) await installNode(log)
}

/** @param {string} lockText */
function isAlreadyInstalled(lockText) {
  const hiddenLock = join(projectFolder, 'node_modules', '.package-lock.json')
  return (
    existsSync(hiddenLock) && isInstalled(JSON.parse(lockText), JSON.parse(readFileSync(hiddenLock, 'utf8')))
  )
}

/** @param {import('./tools.mjs').Log} log */
async function cleanInstall(log) {
  log('Installing node modules (npm ci)')
  // Every native module that is used ships its binaries, so no compiler is needed; the one script that matters is run
  // below. "error": npm's warnings speak of the engines of the packages, which run on Node 24, not on npm's own Node.
  const npmArguments = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const finished = await withProgress(log, 'npm ci', npm(npmArguments))
  if (finished.code !== 0) throw new SetupError(`npm ci failed:\n${finished.output}`)
}

/** @param {import('./tools.mjs').Log} log */
async function installNode(log) {
  log('Installing Node 24 into node_modules')
  const finished = await withProgress(log, 'Node 24', npm(['rebuild', 'node', '--loglevel=error']))
  if (finished.code !== 0 || !existsSync(projectNode())) {
    throw new SetupError(`Node 24 could not be installed (npm rebuild node):\n${finished.output}`)
  }
}
