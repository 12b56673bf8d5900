import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { app, screen, type BrowserWindow } from 'electron'
import { z } from 'zod'
import { isReachable, placeSecond, type Placement } from './placement.ts'
import { load, makeWindow } from './window.ts'

const Remembered = z.object({
  isOpen: z.boolean(),
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  isMaximised: z.boolean(),
})
type Remembered = z.infer<typeof Remembered>

export interface SecondWindowOptions {
  readonly preload: string
  /** Where it was, and whether it was open, for the next start. */
  readonly memoryFile: string
  readonly first: BrowserWindow
}

/**
 * The window for a second monitor: the same program under the same token, without pop-up and sound. Closing it leaves the
 * first one alone; when the program ends with it open, the next start opens it again.
 */
export class SecondWindow {
  readonly #options: SecondWindowOptions
  #window: BrowserWindow | null = null
  #isQuitting = false

  constructor(options: SecondWindowOptions) {
    this.#options = options
    app.on('before-quit', () => {
      this.#isQuitting = true
    })
    screen.on('display-removed', () => this.#bringBack())
    if (this.#remembered()?.isOpen === true) void this.open()
  }

  /** Opens it, or brings it to the front. */
  async open(): Promise<void> {
    if (this.#window !== null) {
      this.#window.show()
      this.#window.focus()
      return
    }
    const placement = this.#placement()
    const window = makeWindow(this.#options.preload, { ...placement.bounds, title: '值守 · 第二屏' })
    this.#window = window
    window.once('ready-to-show', () => {
      if (placement.isMaximised) window.maximize()
      // The hands stay at the first window.
      window.showInactive()
      this.#remember(true)
    })
    window.on('close', () => this.#remember(this.#isQuitting))
    window.on('closed', () => {
      this.#window = null
      // A page can end its window without asking it first.
      if (!this.#isQuitting) this.#write({ ...placement, ...this.#remembered(), isOpen: false })
    })
    await load(window, 'index.html?window=second')
  }

  /** Ends with the first window. */
  close(): void {
    this.#isQuitting = true
    this.#window?.close()
  }

  #placement(): Placement {
    const { first } = this.#options
    return placeSecond(screen.getAllDisplays(), first.getBounds(), this.#remembered())
  }

  /** Its monitor was unplugged: it comes to where it can be reached. */
  #bringBack(): void {
    const window = this.#window
    if (window === null || isReachable(screen.getAllDisplays(), window.getBounds())) return
    const { bounds } = placeSecond(screen.getAllDisplays(), this.#options.first.getBounds(), null)
    window.unmaximize()
    window.setBounds(bounds)
  }

  #remembered(): Remembered | null {
    const { memoryFile } = this.#options
    if (!existsSync(memoryFile)) return null
    try {
      return Remembered.parse(JSON.parse(readFileSync(memoryFile, 'utf8')))
    } catch {
      // Damaged: as if it had never been open.
      return null
    }
  }

  #remember(isOpen: boolean): void {
    if (this.#window === null) return
    this.#write({
      isOpen,
      bounds: this.#window.getNormalBounds(),
      isMaximised: this.#window.isMaximized(),
    })
  }

  #write(what: Remembered): void {
    const { memoryFile } = this.#options
    mkdirSync(dirname(memoryFile), { recursive: true, mode: 0o700 })
    writeFileSync(memoryFile, JSON.stringify(what), { mode: 0o600 })
  }
}
