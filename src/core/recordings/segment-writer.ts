import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A disk this far behind is a fault: better a gap with a cause than a station out of memory. */
const mostWaitingBytes = 32 * 1024 * 1024

export interface WriterEvents {
  /** Told once; from then on everything is dropped. */
  onError(error: Error): void
  /** Bytes that went out, and how long the disk took, ms. */
  onWrote(bytes: number, tookMs: number): void
}

/**
 * Appends to one file in order, without ever making the caller wait: what cannot be written at once waits in memory and
 * goes out in one write. After a `kill -9` all that was written is in the file; after a power cut, what was synced.
 */
export class SegmentWriter {
  readonly path: string
  readonly #events: WriterEvents
  #handle: FileHandle | null = null
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #acceptedBytes = 0
  #writtenBytes = 0
  #syncedBytes = 0
  #working: Promise<void> | null = null
  #failed = false

  constructor(path: string, events: WriterEvents) {
    this.path = path
    this.#events = events
  }

  /** Takes bytes; gives the offset they will have in the file. */
  append(bytes: Buffer): number {
    const offset = this.#acceptedBytes
    if (this.#failed) return offset
    this.#acceptedBytes += bytes.length
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes > mostWaitingBytes) this.#fail(new Error('the disk does not keep up'))
    else this.#working ??= this.#work()
    return offset
  }

  /** What waits in memory for the disk. */
  get backlogBytes(): number {
    return this.#waitingBytes
  }

  /** Whether something that was appended is not in the file. */
  get hasFailed(): boolean {
    return this.#failed
  }

  /** How much of the file a reader may use: always whole appended pieces. */
  get writtenBytes(): number {
    return this.#writtenBytes
  }

  /** Makes what is written survive a power cut. Does nothing when nothing is new. */
  async sync(): Promise<void> {
    const upTo = this.#writtenBytes
    if (this.#handle === null || upTo === this.#syncedBytes || this.#failed) return
    try {
      await this.#handle.datasync()
      this.#syncedBytes = upTo
    } catch (error) {
      // A sync that loses the race against `close` finds the handle gone; `close` itself syncs.
      if (this.#handle !== null) this.#fail(error as Error)
    }
  }

  /** Writes what waits, syncs and closes. Resolves when the file is complete on disk. */
  async close(): Promise<void> {
    await this.#working
    await this.sync()
    const handle = this.#handle
    this.#handle = null
    await handle?.close().catch((error: unknown) => this.#fail(error as Error))
  }

  async #work(): Promise<void> {
    try {
      this.#handle ??= await this.#create()
      while (this.#waiting.length > 0) {
        const bytes = this.#waiting.length === 1 ? this.#waiting[0] : Buffer.concat(this.#waiting)
        this.#waiting = []
        this.#waitingBytes = 0
        if (bytes === undefined) break
        const startedMs = performance.now()
        await writeAll(this.#handle, bytes)
        this.#events.onWrote(bytes.length, performance.now() - startedMs)
        this.#writtenBytes += bytes.length
      }
    } catch (error) {
      this.#fail(error as Error)
    } finally {
      this.#working = null
    }
  }

  async #create(): Promise<FileHandle> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
    return open(this.path, 'wx', 0o600)
  }

  #fail(error: Error): void {
    this.#waiting = []
    this.#waitingBytes = 0
    if (this.#failed) return
    this.#failed = true
    this.#events.onError(error)
  }
}

/** A full disk writes less than asked before it says so. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten
}
