import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readControlAddress, sendCommand } from '../../simulator/control.ts'

const root = join(import.meta.dirname, '..', '..')
/** Screenshots of the story, kept as artefacts. */
export const screenshots = join(root, 'artifacts', 'screenshots')

/** What a story may change of the demo school's site file. */
export interface DemoSite {
  cameras: { id: string; name: string; record?: string; [field: string]: unknown }[]
}

/** The demo school and the console in real Electron. */
export interface World {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataDir: string
  /** Where files go that a guard would be asked to save. */
  readonly saveDir: string
  /** Something happens at the school, e.g. `trip pir-archive`. */
  happen(command: string, device: string): Promise<void>
  /** The station's clock jumps to a time, ms UTC, and goes on from there. */
  moveClockTo(atMs: number): void
  /** The process number of the running core. */
  corePid(): number
  picture(name: string): Promise<void>
  /** The console is closed and started again on the same data; `app` and `page` are the new ones. */
  restart(whileClosed?: () => void): Promise<void>
  close(): Promise<void>
}

/**
 * @param site changes the demo school before the console reads it
 * @param startMs the station's time at the start, ms UTC, for a story that moves the clock; absent: the PC's time
 */
export async function startWorld(
  site: (school: DemoSite) => DemoSite = school => school,
  startMs?: number,
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-e2e-'))
  const saveDir = join(folder, 'saved')
  mkdirSync(saveDir)
  mkdirSync(screenshots, { recursive: true })
  const dataDir = join(folder, 'data')
  const clock = startMs === undefined ? null : movableClock(dataDir, startMs)
  const simulator = await startSimulator(folder, clock === null ? [] : ['--clock', dataDir])
  const siteFile = join(folder, 'site.json')
  writeFileSync(siteFile, JSON.stringify(site(JSON.parse(readFileSync(siteFile, 'utf8')) as DemoSite)))
  const launch = () => launchConsole(dataDir, siteFile, saveDir, clock !== null)
  const app = await launch()
  const page = await consoleWindow(app)
  const control = await readControlAddress(folder)
  const world = {
    app,
    page,
    dataDir,
    saveDir,
    happen: async (command: string, device: string) => void (await sendCommand(control, command, device)),
    moveClockTo: (atMs: number) => {
      if (clock === null) throw new Error('this world goes by the clock of the PC')
      clock(atMs)
    },
    corePid: () => Number(readFileSync(join(dataDir, 'station.lock'), 'utf8')),
    picture: async (name: string) => {
      await settled(world.page)
      await world.page.screenshot({ path: join(screenshots, `${name}.png`) })
    },
    async restart(whileClosed = () => {}) {
      await world.app.close()
      whileClosed()
      world.app = await launch()
      world.page = await consoleWindow(world.app)
    },
    async close() {
      await closeConsole(world.app)
      simulator.kill('SIGTERM')
      await new Promise(resolve => simulator.once('exit', resolve))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return world
}

/** A console that does not end by itself in time, which its story has told by then, must not take the next ones along. */
async function closeConsole(app: ElectronApplication): Promise<void> {
  const kill = setTimeout(() => app.process().kill('SIGKILL'), 60_000)
  await app.close()
  clearTimeout(kill)
}

/** Waits until what moves by itself and comes to an end has ended: dialogs that open, a map that turns to a place. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(animation => animation.effect?.getTiming().iterations !== Infinity)
        .map(animation => animation.finished),
    ),
  )
}

async function startSimulator(folder: string, more: readonly string[]): Promise<ChildProcess> {
  const simulator = spawn('node', [join(root, 'simulator/main.ts'), '--out', folder, ...more], {
    // The simulator ends with the channel to its parent, also when this test is killed.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const { stdout } = simulator
  if (stdout === null) throw new Error('the simulator was started without its output')
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', line => {
      if (line.startsWith('{"ready":true')) resolve()
    })
    simulator.once('exit', code => reject(new Error(`the simulator ended with ${String(code)}`)))
  })
  return simulator
}

/** The data folder of a station whose clock goes by a file; gives what moves it. */
function movableClock(dataDir: string, startMs: number): (atMs: number) => void {
  mkdirSync(dataDir, { recursive: true })
  const move = (atMs: number): void =>
    writeFileSync(join(dataDir, 'test-clock.json'), JSON.stringify({ offsetMs: atMs - Date.now() }))
  move(startMs)
  return move
}

/** `test.mjs` has told the electron package which binary to run. */
async function launchConsole(
  dataDir: string,
  siteFile: string,
  saveDir: string,
  movesClock: boolean,
): Promise<ElectronApplication> {
  const extra = (process.env['ZHISHOU_ELECTRON_ARGUMENTS'] ?? '')
    .split(' ')
    .filter(argument => argument !== '')
  const app = await _electron.launch({
    // A profile of its own: what one story keeps in it, such as the language, is no other's.
    args: [...extra, `--user-data-dir=${join(dataDir, '..', 'shell')}`, root],
    env: {
      ...(process.env as Record<string, string>),
      ZHISHOU_DATA: dataDir,
      ZHISHOU_SITE: siteFile,
      ZHISHOU_SAVE_DIR: saveDir,
      // The machines of the tests have no loudspeaker, which is an incident of its own.
      ZHISHOU_AUDIO_OUTPUT: 'assumed',
      ...(movesClock && { ZHISHOU_TEST_CLOCK: '1' }),
    },
  })
  app.process().stderr?.on('data', data => process.stderr.write(String(data)))
  return app
}

/** The windows that somebody sees; the one that sounds is none of them. */
export function shownWindows(app: ElectronApplication): Page[] {
  return app.windows().filter(page => page.url().includes('index.html'))
}

/** Gives the window of the console another size, and waits until its page has it; a screen may take a pixel off. */
export async function resizeTo(world: World, width: number, height: number): Promise<void> {
  const window = await world.app.browserWindow(world.page)
  await window.evaluate((shown, [wide, high]) => shown.setContentSize(wide ?? 0, high ?? 0), [width, height])
  await expect
    .poll(async () => Math.abs((await world.page.evaluate(() => innerWidth)) - width))
    .toBeLessThan(20)
}

/** The window of the console, once it is there. */
async function consoleWindow(app: ElectronApplication): Promise<Page> {
  const isConsole = (page: Page) => page.url().includes('index.html') && !page.url().includes('window=second')
  await expect.poll(() => app.windows().filter(isConsole).length, { timeout: 30_000 }).toBe(1)
  const page = app.windows().find(isConsole)
  if (page === undefined) throw new Error('the window of the console is gone')
  return page
}

/** What sounds now: the class of priority, with ` loud` where it is escalated; empty for silence. */
export async function soundOf(app: ElectronApplication): Promise<string> {
  const page = app.windows().find(candidate => candidate.url().includes('sound.html'))
  return (await page?.evaluate(() => document.documentElement.dataset['sound'])) ?? 'no sound window'
}

/** The tile of a camera on the wall. */
export const tileOf = (page: Page, cameraId: string) =>
  page.getByTestId('wall').locator(`[data-camera="${cameraId}"]`)

/** Waits until a tile says a state. */
export async function tileIs(page: Page, cameraId: string, state: string, timeoutMs: number): Promise<void> {
  await expect(tileOf(page, cameraId)).toHaveAttribute('data-state', state, { timeout: timeoutMs })
}

/** What core has kept of a window's wall, as JSON: a change arrives there a moment after it was made. */
export function keptOf(world: World, window: 'main' | 'second'): string {
  const db = new DatabaseSync(join(world.dataDir, 'station.db'), { readOnly: true })
  try {
    return String(db.prepare('SELECT state FROM wall_window WHERE name = ?').get(window)?.['state'])
  } finally {
    db.close()
  }
}
