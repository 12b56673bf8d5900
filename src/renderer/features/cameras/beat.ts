/** Slower and faster by this much nobody sees. */
const mostTrim = 0.03
/** A little more than half the time between two pictures of a screen of 60 Hz: two frames this near come together. */
const nearSeconds = 0.009
/** Longer ones gain nothing: their tiles seldom change. */
const longestPeriodSeconds = 0.2
/** A tile that has not been heard of for so long does not give the beat any more. */
const silentAfterSeconds = 2

interface Leader {
  readonly tile: object
  readonly displayedAtSeconds: number
}

/**
 * Makes the frames of all tiles change together. Sixteen tiles that change whenever they like make the whole wall be
 * drawn at every refresh of the screen, because what is drawn anew is the rectangle around all changes; on a common beat
 * it is drawn once a frame. The first tile gives the beat, the others come to it by playing a little slower or faster.
 */
export class Beat {
  #leader: Leader | null = null

  /**
   * What to add to the playback rate of a tile for the time until its next look.
   * @param tile who asks; the same object each time
   * @param displayedAtSeconds when a frame of it came to the screen, by the clock that all tiles share
   * @param periodSeconds time between two of its frames
   * @param lookEverySeconds time until its next look
   */
  trim(tile: object, displayedAtSeconds: number, periodSeconds: number, lookEverySeconds: number): number {
    if (!(periodSeconds > 0) || periodSeconds > longestPeriodSeconds) return 0
    const leader = this.#leader
    const isSilent = leader !== null && displayedAtSeconds - leader.displayedAtSeconds > silentAfterSeconds
    if (leader === null || leader.tile === tile || isSilent) {
      this.#leader = { tile, displayedAtSeconds }
      return 0
    }
    const apart = displayedAtSeconds - leader.displayedAtSeconds
    const late = apart - Math.round(apart / periodSeconds) * periodSeconds
    if (Math.abs(late) < nearSeconds) return 0
    return Math.min(mostTrim, Math.max(-mostTrim, late / lookEverySeconds))
  }
}
