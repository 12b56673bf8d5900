import { BrowserWindow } from 'electron'
import { appOrigin } from './app-protocol.ts'

/** Opens the console. The window appears when its first picture is painted, never white. */
export async function openConsoleWindow(preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1920,
    height: 1080,
    minWidth: 1280,
    minHeight: 720,
    show: false,
    backgroundColor: '#0b111b',
    autoHideMenuBar: true,
    title: '值守 · 校园安防值班控制台',
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
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, details) => {
    process.stderr.write(`screen gone (${details.reason}), loading it again\n`)
    window.webContents.reload()
  })
  // Closed while it loads: the person wants nothing more of it.
  await window.loadURL(`${appOrigin}/index.html`).catch((error: unknown) => {
    if (!window.isDestroyed()) throw error
  })
  return window
}
