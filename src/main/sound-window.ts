import { BrowserWindow, session } from 'electron'
import { appOrigin, serveRendererTo } from './app-protocol.ts'

/** A page that ends again and again is started again after this, ms. */
const againMs = 1_000

export interface SoundWindowOptions {
  readonly preload: string
  readonly rendererDir: string
  /** `assumed`: no output is looked for; for tests and seats whose system names none. */
  readonly output: 'checked' | 'assumed'
}

/**
 * What sounds the alarms: a window that is never shown, with a session and so a process of its own. It asks core what
 * must sound; the console's page has no part in it. When it dies it is made anew and rings on.
 */
export class SoundWindow {
  readonly #options: SoundWindowOptions
  #window: BrowserWindow | null = null
  #isClosed = false

  constructor(options: SoundWindowOptions) {
    this.#options = options
    serveRendererTo(session.fromPartition('sound'), options.rendererDir)
    this.#open()
  }

  /** Ends with the console: a program without a window must not ring. */
  close(): void {
    this.#isClosed = true
    this.#window?.destroy()
  }

  #open(): void {
    if (this.#isClosed) return
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: this.#options.preload,
        partition: 'sound',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        // It is never seen, and must never be slowed down for that.
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    })
    this.#window = window
    window.webContents.on('render-process-gone', (_event, details) => {
      process.stderr.write(`sound gone (${details.reason}), starting it again\n`)
      if (!window.isDestroyed()) window.destroy()
      setTimeout(() => this.#open(), againMs)
    })
    window.loadURL(`${appOrigin}/sound.html?output=${this.#options.output}`).catch((error: unknown) => {
      if (!window.isDestroyed()) process.stderr.write(`sound page: ${String(error)}\n`)
    })
  }
}
