const windowMs = 15_000

/**
 * Where zero of the media time lies on this PC's monotonic clock, for one connection to a camera.
 *
 * Cameras do not tell trustworthy UTC, so a frame's time is the moment it arrived. Single arrivals jitter: the network
 * delays, some cameras send their last seconds in a burst. But nothing arrives before it was taken, so the earliest
 * arrival relative to media time is the best: the minimum of `arrival − media time` over the last 15 to 30 s. The
 * minimum ages out, so a camera whose clock runs at its own pace (50 ppm are 4 s a day) is followed, a little in every
 * window, and never by a jump. Works on the monotonic clock; steps of the PC's wall clock are handled apart from it.
 */
export class MediaClock {
  #current = Infinity
  #previous = Infinity
  #windowEndsMs = -Infinity

  /**
   * @param mediaEndMs media time at the end of a fragment
   * @param arrivedMs monotonic time of its arrival; ffmpeg lets a fragment go when the frame after it arrives, so the
   *   two belong together
   */
  observe(mediaEndMs: number, arrivedMs: number): void {
    if (arrivedMs >= this.#windowEndsMs) {
      this.#previous = this.#current
      this.#current = Infinity
      this.#windowEndsMs = arrivedMs + windowMs
    }
    this.#current = Math.min(this.#current, arrivedMs - mediaEndMs)
  }

  /** Monotonic time of media time zero, ms. Infinity before the first observation. */
  get zeroMs(): number {
    return Math.min(this.#current, this.#previous)
  }
}
