import type { LiveFragment } from './fragment-sink.ts'

const windowMs = 5_000

/** Frames and bits a second, as they really arrived over the last seconds. */
export class Meter {
  #arrivals: { atMs: number; frames: number; bytes: number }[] = []

  add(fragment: LiveFragment): void {
    const { receivedMonotonicMs: atMs, sampleCount: frames, bytes } = fragment
    this.#arrivals.push({ atMs, frames, bytes: bytes.length })
    this.#forget(atMs)
  }

  clear(): void {
    this.#arrivals = []
  }

  /** @param monotonicMs now; the first arrival opens the interval and is not counted in it */
  rates(monotonicMs: number): { fps: number; bitsPerSecond: number } {
    this.#forget(monotonicMs)
    const [first, ...later] = this.#arrivals
    const last = later.at(-1)
    if (first === undefined || last === undefined) return { fps: 0, bitsPerSecond: 0 }
    // A stream that has just stopped slows down here within a second instead of keeping its last good rate.
    const seconds = Math.max(last.atMs - first.atMs, monotonicMs - 1_000 - first.atMs, 1) / 1_000
    const frames = later.reduce((sum, arrival) => sum + arrival.frames, 0)
    const bytes = later.reduce((sum, arrival) => sum + arrival.bytes, 0)
    return { fps: Math.round((frames / seconds) * 10) / 10, bitsPerSecond: Math.round((bytes * 8) / seconds) }
  }

  #forget(nowMs: number): void {
    const stale = this.#arrivals.findIndex(arrival => arrival.atMs >= nowMs - windowMs)
    if (stale === -1) this.#arrivals = []
    else if (stale > 0) this.#arrivals.splice(0, stale)
  }
}
