import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron'
import { appOrigin } from './app-protocol.ts'

/** What is the same for every window of the console. */
const commonOptions = {
  minWidth: 1280,
  minHeight: 720,
  show: false,
  backgroundColor: '#0b111b',
  autoHideMenuBar: true,
} as const satisfies BrowserWindowConstructorOptions

/** Opens the console. The window appears when its first picture is painted, never white. */
export function openConsoleWindow(preload: string): BrowserWindow {
  const window = makeWindow(preload, { width: 1920, height: 1080, title: '值守 · 校园安防值班控制台' })
  window.once('ready-to-show', () => window.show())
  void load(window, 'index.html')
  return window
}

/** A window of the console that loads nothing yet: without menu, sandboxed, told when it is hidden, healed by itself. */
export function makeWindow(preload: string, options: BrowserWindowConstructorOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...commonOptions,
    ...options,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A guard's console runs behind other windows too; its pictures and sounds must not slow down there.
      backgroundThrottling: false,
    },
  })
  window.removeMenu()
  tellWhetherShown(window)
  window.webContents.on('render-process-gone', (_event, details) => {
    process.stderr.write(`screen gone (${details.reason}), loading it again\n`)
    window.webContents.reload()
  })
  return window
}

/** Loads a page of ours. Closed while it loads: the person wants nothing more of it. */
export async function load(window: BrowserWindow, page: string): Promise<void> {
  await window.loadURL(`${appOrigin}/${page}`).catch((error: unknown) => {
    if (!window.isDestroyed()) throw error
  })
}

/**
 * Unthrottled pages count as visible for ever, so the page is told by us when nobody can see it: then its pictures cost
 * nothing.
 */
function tellWhetherShown(window: BrowserWindow): void {
  const tell = () => {
    if (!window.webContents.isDestroyed())
      window.webContents.send('window-shown', window.isVisible() && !window.isMinimized())
  }
  // One after the other: a signature for each name, and none for a choice of names.
  window.on('show', tell)
  window.on('hide', tell)
  window.on('minimize', tell)
  window.on('restore', tell)
  // Until it was shown for the first time it is about to be.
  window.webContents.on('did-finish-load', () => {
    if (window.isMinimized()) tell()
  })
}
