import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, safeStorage, type BrowserWindow } from 'electron'
import { declareAppScheme, serveRenderer } from './app-protocol.ts'
import { serveBridge } from './bridge.ts'
import { paperForCore } from './core-paper.ts'
import { hostKindFor } from './core-host-kind.ts'
import { CoreSupervisor } from './core-supervisor.ts'
import { harden } from './harden.ts'
import { vaultKeyOf } from './vault-key.ts'
import { SoundWindow } from './sound-window.ts'
import { SecondWindow } from './second-window.ts'
import { openConsoleWindow } from './window.ts'

const outDir = join(import.meta.dirname, '..')

/** Where the station keeps its data; a folder of its own for a demo or a test. */
const dataDir = process.env['ZHISHOU_DATA'] ?? join(app.getPath('userData'), 'station')
const siteFile = process.env['ZHISHOU_SITE'] ?? join(dataDir, 'site.json')

/**
 * A test may move the station's clock. Only Electron started with the project's folder says it is the default app; the
 * packaged program never does, whatever its environment says.
 */
const mayMoveClock = process.defaultApp && process.env['ZHISHOU_TEST_CLOCK'] === '1'

/** The pinned Node beside the program: packaged under resources, or in the project's modules. */
function pinnedNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const packaged = join(process.resourcesPath, 'node', name)
  return (
    process.env['ZHISHOU_NODE'] ??
    (existsSync(packaged) ? packaged : join(outDir, '..', 'node_modules', 'node', 'bin', name))
  )
}

const log = (line: string): void => void process.stderr.write(`${line}\n`)

const supervisor = new CoreSupervisor({
  kind: hostKindFor(process.versions['napi']),
  entry: join(outDir, 'main', 'core.js'),
  args: [
    '--data',
    dataDir,
    '--site',
    siteFile,
    '--paper',
    'shell',
    ...(mayMoveClock ? ['--test-clock'] : []),
  ],
  nodePath: pinnedNode(),
  log,
  onMessage: paperForCore(join(dataDir, 'exports')),
})

/** One console a desk: a second start shows the first one's window. */
function startOnce(): void {
  if (!app.requestSingleInstanceLock({ dataDir })) {
    app.quit()
    return
  }
  let first: BrowserWindow | null = null
  app.on('second-instance', () => {
    first?.show()
    first?.focus()
  })
  declareAppScheme()
  // The alarm must sound without a click before it.
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required')
  void app.whenReady().then(() => {
    harden()
    serveRenderer(join(outDir, 'renderer'))
    const preload = join(outDir, 'preload', 'index.cjs')
    const consoleWindow = openConsoleWindow(preload)
    first = consoleWindow
    const second = new SecondWindow({
      preload,
      memoryFile: join(dataDir, 'windows.json'),
      first: consoleWindow,
    })
    const sound = new SoundWindow({
      preload,
      rendererDir: join(outDir, 'renderer'),
      output: process.env['ZHISHOU_AUDIO_OUTPUT'] === 'assumed' ? 'assumed' : 'checked',
    })
    // What is answered is in the first window: the second, and the sound, are nothing without it.
    consoleWindow.on('closed', () => {
      second.close()
      sound.close()
    })
    serveBridge({
      supervisor,
      exportDir: join(dataDir, 'exports'),
      saveWithoutAsking: process.env['ZHISHOU_SAVE_DIR'] ?? null,
      openSecondWindow: () => second.open(),
    })
    supervisor.start(vaultKeyOf(dataDir, safeStorage, log))
    return null
  })
  stopInOrder()
}

/** Core is asked to end before the shell goes, so that the journal has its `station.stopped`. */
function stopInOrder(): void {
  let stopped = false
  app.on('before-quit', event => {
    if (stopped) return
    event.preventDefault()
    void supervisor.stop().then(() => {
      stopped = true
      app.quit()
      return null
    })
  })
  app.on('window-all-closed', () => app.quit())
}

startOnce()
