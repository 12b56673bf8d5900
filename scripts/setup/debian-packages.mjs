import { SetupError, run, withProgress } from './tools.mjs'

/** What Electron and the station need to run. */
const runtimePackages = words(`
  xvfb xauth libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6 libatspi2.0-0 libdrm2 libnotify4
  fonts-noto-cjk ffmpeg`)

/** What the tests need besides: independent peers (RTSP, Modbus, ONVIF), readers of what we print, a C compiler for a disk that fails. */
const testPackages = words(`
  gir1.2-gst-rtsp-server-1.0 python3-gi gir1.2-gst-plugins-base-1.0
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly
  gstreamer1.0-x iproute2 util-linux mpv
  fonts-dejavu-core python3-pymodbus python3-serial python3-serial-asyncio mbpoll lighttpd onvif-tools poppler-utils chrony
  gcc libc6-dev`)

/** Without these the console runs, with poorer looks or without desktop notices. */
const niceToHave = ['fonts-noto-cjk', 'libnotify4']

const oldestFfmpeg = { major: 5, minor: 1 }

/** @param {string} text */
function words(text) {
  return text.trim().split(/\s+/)
}

/**
 * Installs the Debian packages that are missing when we are root, else says the one command that does.
 * On other systems than Debian and Ubuntu only ffmpeg is checked.
 * @param {{log: import('./tools.mjs').Log, tests: boolean}} options
 * @throws {SetupError} when something is missing without which nothing works
 */
export async function installDebianPackages({ log, tests }) {
  const missing = await missingPackages([...runtimePackages, ...(tests ? testPackages : [])])
  if (missing.length > 0) {
    if (process.getuid?.() === 0) await installAsRoot(log, missing)
    else askForInstallation(log, missing)
  }
  await checkFfmpeg()
}

/**
 * @param {string[]} packages
 * @returns {Promise<string[]>} none on a system without dpkg
 */
async function missingPackages(packages) {
  if (process.platform !== 'linux') return []
  // Debian 13 and Ubuntu 24.04 renamed libraries to …t64 (64-bit time).
  const names = packages.flatMap(name => [name, `${name}t64`])
  const query = await run('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package}\\n', ...names]).catch(
    () => null,
  )
  if (!query) return []
  const installed = new Set(query.output.split('\n'))
  return packages.filter(
    name => !installed.has(`installed ${name}`) && !installed.has(`installed ${name}t64`),
  )
}

/**
 * @param {import('./tools.mjs').Log} log
 * @param {string[]} missing
 */
async function installAsRoot(log, missing) {
  log(`Installing Debian packages: ${missing.join(' ')}`)
  await aptGet(log, ['update'])
  const names = []
  for (const name of missing) {
    const shown = await run('apt-cache', ['show', '--no-all-versions', name])
    names.push(shown.code === 0 && shown.output.includes('Package:') ? name : `${name}t64`)
  }
  await aptGet(log, ['install', '--yes', '--no-install-recommends', ...names])
}

/**
 * @param {import('./tools.mjs').Log} log
 * @param {string[]} aptArguments
 */
async function aptGet(log, aptArguments) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120']
  const task = run('apt-get', [...options, ...aptArguments], { env })
  const finished = await withProgress(log, `apt-get ${aptArguments[0]}`, task)
  if (finished.code === 0) return
  const tail = finished.output.split('\n').slice(-15).join('\n')
  throw new SetupError(`apt-get ${aptArguments[0]} failed:\n${tail}`)
}

/**
 * @param {import('./tools.mjs').Log} log
 * @param {string[]} missing
 */
function askForInstallation(log, missing) {
  const needless = process.env['DISPLAY'] ? [...niceToHave, 'xvfb', 'xauth'] : niceToHave
  const essential = missing.filter(name => !needless.includes(name))
  log(`Debian packages are missing. Install them with:`)
  log(`  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`)
  if (essential.length > 0) throw new SetupError(`Nothing runs without: ${essential.join(' ')}`)
}

/** @throws {SetupError} when ffmpeg is missing or too old */
async function checkFfmpeg() {
  const finished = await run('ffmpeg', ['-hide_banner', '-version']).catch(() => null)
  if (finished?.code !== 0) throw new SetupError('ffmpeg was not found. Install ffmpeg 5.1 or newer.')
  if (!isFfmpegNewEnough(finished.output)) {
    throw new SetupError(`ffmpeg 5.1 or newer is needed, this is: ${finished.output.split('\n')[0]}`)
  }
}

/**
 * @param {string} versionText what `ffmpeg -version` prints
 * @returns {boolean} true also for a build from source whose version is no number
 */
export function isFfmpegNewEnough(versionText) {
  const match = /^ffmpeg version n?(\d+)\.(\d+)/.exec(versionText)
  if (!match) return versionText.startsWith('ffmpeg version ')
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major > oldestFfmpeg.major || (major === oldestFfmpeg.major && minor >= oldestFfmpeg.minor)
}
