// The real app under Xvfb for a while, with a guard who acknowledges, and a report of what really happened.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { withDisplay } from '../display.mjs'
import { driveConsole, readTiles } from './console-app.mjs'
import { pause } from './ending.mjs'
import { keepWatch, signOn } from './guard.mjs'
import { readRecord, verifyJournal } from './record.mjs'
import { playScenario } from './scenario.mjs'
import { startSchool } from './school.mjs'

/** 王建国 of the demo site. */
const guard = { id: 'wang-jianguo', pin: '246810' }
/** The end of a run: the school is at rest, so that the tiles tell how the wall runs and not what was last broken. */
const restSeconds = 8

/**
 * @param {{seconds: number, seed: number, reportFile: string, executablePath: string, signal: AbortSignal,
 *   log: (line: string) => void}} options
 */
export async function runHeadless(options) {
  const { seconds, seed, signal, log } = options
  const reportFile = resolve(options.reportFile)
  mkdirSync(dirname(reportFile), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-demo-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  // Also when Playwright, which has its own answer to Ctrl+C, ends the process.
  process.once('exit', removeFolder)
  await using running = new AsyncDisposableStack()
  running.defer(removeFolder)
  const display = await withDisplay({ always: true })
  running.defer(() => display.stop())
  const school = await startSchool({ outFolder: join(folder, 'school'), seed, scenario: false, log, signal })
  running.defer(() => school.stop())
  const screen = await driveConsole({
    executablePath: options.executablePath,
    env: display.env,
    siteFile: school.siteFile,
    folder,
  })
  running.defer(() => screen.close())
  log(`The console runs on ${display.env['DISPLAY']} for ${seconds} s`)
  const screenshot = reportFile.replace(/(\.json)?$/, '.png')
  const seen = await standWatch(screen, school, { seconds, seed, screenshot, signal, log })
  const corePids = await utilityPids(screen.app)
  await screen.close()
  signal.throwIfAborted()
  for (const error of screen.errors) log(`page error: ${error}`)
  const { incidents, node, pid } = readRecord(screen.dataDir)
  const report = {
    electron: screen.electron,
    core: { node, host: corePids.has(pid) ? 'utilityProcess' : 'child' },
    tiles: seen,
    incidents,
    journal: await verifyJournal(screen.dataDir),
    screenshot,
  }
  writeFileSync(reportFile, `${JSON.stringify(report, undefined, 2)}\n`)
  return report
}

/**
 * @param {import('./console-app.mjs').DrivenConsole} screen
 * @param {import('./school.mjs').School} school
 * @param {{seconds: number, seed: number, screenshot: string, signal: AbortSignal, log: (line: string) => void}} options
 */
async function standWatch({ page }, school, { seconds, seed, screenshot, signal, log }) {
  const endsAtMs = performance.now() + seconds * 1000
  await signOn(page, guard)
  log('guard: signed on')
  const watchOver = new AbortController()
  const watching = keepWatch(page, {
    signal: AbortSignal.any([signal, watchOver.signal]),
    log,
    onPopUp: () => savePicture(page, screenshot.replace(/\.png$/, '-alarm.png')),
  })
  // A failure of the guard is reported when the run ends, not as a rejection that nobody awaits.
  watching.catch(() => {})
  const { devices, order } = school
  const leftSeconds = Math.max(1, (endsAtMs - performance.now()) / 1000 - restSeconds)
  await playScenario({ seed, seconds: leftSeconds, devices, order, signal, log })
  await pause(endsAtMs - performance.now(), signal)
  watchOver.abort()
  log(`guard: ${await watching} incidents acknowledged`)
  signal.throwIfAborted()
  const tiles = await readTiles(page)
  await savePicture(page, screenshot)
  return tiles
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} path
 */
async function savePicture(page, path) {
  await page.screenshot({ path })
}

/**
 * Processes that Electron hosts itself.
 * @param {import('@playwright/test').ElectronApplication} app
 * @returns {Promise<Set<number>>}
 */
async function utilityPids(app) {
  const pids = await app.evaluate(electron =>
    electron.app
      .getAppMetrics()
      .filter(({ type }) => type === 'Utility')
      .map(({ pid }) => pid),
  )
  return new Set(pids)
}
