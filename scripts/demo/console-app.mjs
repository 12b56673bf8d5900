// The console itself, either for a person at the screen or under Playwright.
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { electronArguments } from '../electron-runtime.mjs'
import { projectFolder, projectNode } from '../setup/tools.mjs'
import { startChild } from './child.mjs'

/**
 * @typedef {object} ConsoleOptions
 * @property {string} executablePath of Electron
 * @property {NodeJS.ProcessEnv} env with the DISPLAY to use
 * @property {string} siteFile
 * @property {string} folder where everything of this run goes: the station's data and the shell's
 */

/** @param {ConsoleOptions} options */
const dataFolder = ({ folder }) => join(folder, 'station')

/**
 * A profile of its own keeps a demo apart from an installed console, and lets several run at once.
 * @param {ConsoleOptions} options
 */
function commandLine({ folder }) {
  return [...electronArguments(), `--user-data-dir=${join(folder, 'shell')}`, projectFolder]
}

/** @param {ConsoleOptions} options */
function environment(options) {
  return {
    ...options.env,
    ZHISHOU_DATA: dataFolder(options),
    ZHISHOU_SITE: options.siteFile,
    ZHISHOU_NODE: projectNode(),
  }
}

/**
 * Opens the window for a person.
 * @param {ConsoleOptions & {log: (line: string) => void}} options
 */
export function openConsole(options) {
  return startChild(options.executablePath, commandLine(options), {
    cwd: projectFolder,
    env: environment(options),
    onLine: options.log,
    onError: line => isChromiumChatter(line) || options.log(line),
  })
}

/**
 * Chromium complains about the bus, graphics or sound card that a container has not; nobody can do anything about it.
 * @param {string} line
 */
const isChromiumChatter = line =>
  /^\[\d+:\d+\/\d+\.\d+:(ERROR|WARNING):|^ALSA lib /.test(line) || line.trim() === ''

/**
 * @typedef {object} DrivenConsole
 * @property {import('@playwright/test').ElectronApplication} app
 * @property {import('@playwright/test').Page} page
 * @property {string} electron version
 * @property {number} pid of the shell
 * @property {string} dataDir the station's
 * @property {string[]} errors of the page, as they came
 * @property {() => Promise<void>} close asks it to end and waits for it; may be called often
 */

/**
 * Opens the window under Playwright and waits for the wall.
 * @param {ConsoleOptions & {saveDir?: string}} options
 * @returns {Promise<DrivenConsole>}
 */
export async function driveConsole(options) {
  const env = {
    ...environment(options),
    ZHISHOU_SAVE_DIR: options.saveDir ?? options.folder,
    // A machine that is driven by a program need not have a loudspeaker.
    ZHISHOU_AUDIO_OUTPUT: 'assumed',
  }
  const app = await _electron.launch({
    executablePath: options.executablePath,
    args: commandLine(options),
    cwd: projectFolder,
    env: Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  })
  /** @type {Promise<void> | null} */
  let closing = null
  const close = () => (closing ??= app.close())
  /** @type {string[]} */
  const errors = []
  try {
    const page = await consoleWindow(app)
    page.on('pageerror', error => errors.push(error.message))
    await page.getByTestId('wall').waitFor({ timeout: 60_000 })
    const electron = await app.evaluate(() => process.versions['electron'] ?? '')
    return {
      app,
      page,
      electron,
      pid: app.process().pid ?? 0,
      dataDir: dataFolder(options),
      errors,
      close,
    }
  } catch (error) {
    await close()
    throw new Error(['The console did not open', ...errors].join('; '), { cause: error })
  }
}

/**
 * What the tiles of the wall say of themselves.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{camera: string, state: string, fps: number, sourceFps: number, frameAgeMs: number | null}[]>}
 */
export function readTiles(page) {
  return page.getByTestId('tile').evaluateAll(tiles =>
    tiles.map(tile => {
      const {
        camera = '',
        state = '',
        fps,
        sourceFps,
        frameAgeMs,
      } = /** @type {{dataset: Record<string, string | undefined>}} */ (tile).dataset
      return {
        camera,
        state,
        fps: Number(fps),
        sourceFps: Number(sourceFps),
        frameAgeMs: frameAgeMs ? Number(frameAgeMs) : null,
      }
    }),
  )
}

/**
 * The window that shows the console: the one that sounds alarms is a page too, and may be there first.
 * @param {import('@playwright/test').ElectronApplication} app
 */
async function consoleWindow(app) {
  const isConsole = (/** @type {import('@playwright/test').Page} */ page) => page.url().includes('index.html')
  for (;;) {
    const page = app.windows().find(isConsole)
    if (page !== undefined) return page
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
