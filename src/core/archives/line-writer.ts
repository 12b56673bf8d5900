import { open, type FileHandle } from 'node:fs/promises'

const chunkLength = 256 * 1024

/** Writes a text file line by line without keeping more than some hundred kilobytes of it. */
export class LineWriter implements AsyncDisposable {
  readonly #handle: FileHandle
  #waiting = ''

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async create(path: string): Promise<LineWriter> {
    return new LineWriter(await open(path, 'w', 0o600))
  }

  async line(text: string): Promise<void> {
    this.#waiting += `${text}\n`
    if (this.#waiting.length >= chunkLength) await this.#flush()
  }

  /** On disk when it resolves. */
  async finish(): Promise<void> {
    await this.#flush()
    await this.#handle.sync()
  }

  async #flush(): Promise<void> {
    const text = this.#waiting
    this.#waiting = ''
    await this.#handle.writeFile(text)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close()
  }
}
