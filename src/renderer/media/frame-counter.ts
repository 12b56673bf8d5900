/** What a sample of the picture on the screen says. */
interface Sample {
  readonly atMs: number
  /** Frames given to the screen since the element exists. */
  readonly presented: number
  readonly mediaSeconds: number
}

const windowMs = 3_000

/**
 * Counts what is really painted. `requestVideoFrameCallback` is asked once per `sample()`, not once a frame: a
 * callback for every frame of sixteen tiles would make the page draw all the time, and `presentedFrames` counts the
 * frames between as well.
 */
export class FrameCounter {
  readonly #video: HTMLVideoElement
  readonly #onFirstFrame: () => void
  #samples: Sample[] = []
  #isAsked = false
  #mediaSeconds = -1
  #advancedAtMs: number | null = null
  #displayedAtSeconds: number | null = null
  #isFirst = true

  constructor(video: HTMLVideoElement, onFirstFrame: () => void) {
    this.#video = video
    this.#onFirstFrame = onFirstFrame
    this.sample()
  }

  /** Asks for the next frame that is painted, unless an earlier question still waits. */
  sample(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    this.#video.requestVideoFrameCallback(
      (_highResolutionMs, { presentedFrames, mediaTime, expectedDisplayTime }) => {
        this.#isAsked = false
        const nowMs = Date.now()
        // Media time that stands still is a stall, even when a frame was painted again.
        if (mediaTime !== this.#mediaSeconds) {
          this.#mediaSeconds = mediaTime
          this.#advancedAtMs = nowMs
          this.#displayedAtSeconds = expectedDisplayTime / 1_000
        }
        // An element that was given another source counts anew.
        const before = presentedFrames < (this.#samples.at(-1)?.presented ?? 0) ? [] : this.#samples
        const recent = before.filter(sample => nowMs - sample.atMs < windowMs)
        this.#samples = [...recent, { atMs: nowMs, presented: presentedFrames, mediaSeconds: mediaTime }]
        if (!this.#isFirst) return
        this.#isFirst = false
        this.#onFirstFrame()
      },
    )
  }

  /** Media time of the frame last seen, s; negative before the first. */
  get mediaSeconds(): number {
    return this.#mediaSeconds
  }

  /** When the frame last seen came to the screen, s, by the clock of `performance.now()`; null before the first. */
  get displayedAtSeconds(): number | null {
    return this.#displayedAtSeconds
  }

  /** When the picture last moved on, ms UTC; null before the first frame. */
  get advancedAtMs(): number | null {
    return this.#advancedAtMs
  }

  /** Media time between two frames, s, over the last seconds; null when too few were seen. */
  periodSeconds(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)]
    if (first === undefined || last === undefined) return null
    const frames = last.presented - first.presented
    const period = (last.mediaSeconds - first.mediaSeconds) / frames
    return frames >= 5 && period > 0 ? period : null
  }

  /** Frames a second painted over the last seconds; 0 when the picture stands. */
  fps(nowMs: number): number {
    const recent = this.#samples.filter(sample => nowMs - sample.atMs < windowMs)
    const [first, last] = [recent[0], recent.at(-1)]
    if (first === undefined || last === undefined || last.atMs - first.atMs < 400) return 0
    if (nowMs - last.atMs > 1_500) return 0
    return ((last.presented - first.presented) * 1_000) / (last.atMs - first.atMs)
  }
}
