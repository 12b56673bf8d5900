import { availableParallelism } from 'node:os'

/** What one processor core can transcode beside everything else, in pixels of a picture at a camera's usual rate. */
const pixelsACore = 1_920 * 1_080

/**
 * How much is transcoded at once: each is an encoder of its own, and a wall of streams that this PC cannot decode must
 * not take the time that recording and alarms need. Small pictures cost little, so it is counted in pixels.
 */
export class TranscoderSlots {
  readonly #most: number
  readonly #waiting = new Set<() => void>()
  #taken = 0

  /** @param most pixels of all pictures together */
  constructor(most: number = availableParallelism() * pixelsACore) {
    this.#most = most
  }

  /** A place for a picture of so many pixels, until the handle is disposed; null while there is none. One always fits. */
  take(pixels: number): Disposable | null {
    if (this.#taken > 0 && this.#taken + pixels > this.#most) return null
    this.#taken += pixels
    let isOpen = true
    return {
      [Symbol.dispose]: () => {
        if (!isOpen) return
        isOpen = false
        this.#taken -= pixels
        // Who finds no place again waits anew: not in this round.
        const waiting = [...this.#waiting]
        this.#waiting.clear()
        for (const tell of waiting) tell()
      },
    }
  }

  /** Told once, when a place becomes free. */
  whenFree(tell: () => void): Disposable {
    this.#waiting.add(tell)
    return { [Symbol.dispose]: () => void this.#waiting.delete(tell) }
  }
}
