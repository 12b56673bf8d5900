import type { LiveFragment } from './fragment-sink.ts'

/**
 * Ordinary cameras send a key frame every 1 to 4 s. Beyond this a "smart" codec (H.264+, H.265+) is at work: nobody
 * can join the stream, seek or cut a recording in between.
 */
const smartBeyondMs = 8_000

/** Measures how far apart the key frames of a stream are, in media time. */
export class KeyFrames {
  #latestTicks: number | null = null
  #lastIntervalMs: number | null = null
  #sinceMs = 0

  /** A new connection or picture format: what follows has a rhythm of its own. */
  reset(): void {
    this.#latestTicks = null
    this.#lastIntervalMs = null
    this.#sinceMs = 0
  }

  add(
    fragment: Pick<LiveFragment, 'decodeTicks' | 'durationTicks' | 'beginsWithKeyFrame'>,
    timescale: number,
  ): void {
    const { decodeTicks, durationTicks, beginsWithKeyFrame } = fragment
    if (beginsWithKeyFrame) {
      if (this.#latestTicks !== null && decodeTicks > this.#latestTicks)
        this.#lastIntervalMs = Math.round(((decodeTicks - this.#latestTicks) / timescale) * 1_000)
      this.#latestTicks = decodeTicks
    }
    // A stream joined between two key frames counts from its first frame: it may never send one.
    this.#latestTicks ??= decodeTicks
    this.#sinceMs = ((decodeTicks + durationTicks - this.#latestTicks) / timescale) * 1_000
  }

  /** The last interval, or the time since the last key frame when that is longer already; null before there is any. */
  get intervalMs(): number | null {
    if (this.#lastIntervalMs === null) return this.isSparse ? Math.round(this.#sinceMs) : null
    return Math.round(Math.max(this.#lastIntervalMs, this.#sinceMs))
  }

  /** Too few key frames: a "smart" codec. */
  get isSparse(): boolean {
    return Math.max(this.#lastIntervalMs ?? 0, this.#sinceMs) > smartBeyondMs
  }
}
