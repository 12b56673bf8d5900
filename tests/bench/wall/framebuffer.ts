import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** A place on the screen, pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * The screen of an Xvfb that was started with `-fbdir`: its memory is a file in X Window Dump format (XWDFile.h,
 * version 7), so that looking costs neither the server nor what draws anything.
 */
export class Framebuffer implements Disposable {
  readonly #file: number
  readonly #pixelsAt: number
  readonly #bytesPerLine: number
  readonly #bytesPerPixel: number

  /** @throws Error when the file is not there or not of that form */
  constructor(folder: string) {
    this.#file = openSync(join(folder, 'Xvfb_screen0'), 'r')
    const header = Buffer.alloc(25 * 4)
    readSync(this.#file, header, 0, header.length, 0)
    const field = (index: number): number => header.readUInt32BE(index * 4)
    if (field(1) !== 7) throw new Error(`not a screen dump of version 7 but ${field(1)}`)
    this.#bytesPerPixel = field(11) / 8
    this.#bytesPerLine = field(12)
    const [headerBytes, colours, bytesPerColour] = [field(0), field(19), 12]
    this.#pixelsAt = headerBytes + colours * bytesPerColour
  }

  /** Brightness (the green channel) at these columns of one line, 0 to 255. */
  brightness(y: number, columns: readonly number[]): number[] {
    const [from, to] = [Math.min(...columns), Math.max(...columns)]
    const line = Buffer.alloc((to - from + 1) * this.#bytesPerPixel)
    const at = this.#pixelsAt + y * this.#bytesPerLine + from * this.#bytesPerPixel
    readSync(this.#file, line, 0, line.length, at)
    return columns.map(column => line[(column - from) * this.#bytesPerPixel + 1] ?? 0)
  }

  [Symbol.dispose](): void {
    closeSync(this.#file)
  }
}
