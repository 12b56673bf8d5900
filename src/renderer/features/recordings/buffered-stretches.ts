import { keyFramesOnlyAbove } from '../../../shared/streams.ts'

/** From here to the end of a stretch there is no next frame, s. */
const endSeconds = 0.02
/** An element that waits for its next frame is at the end of a stretch when no more than this is left, s. */
const starvedEndSeconds = 0.5
/** The same among key frames alone, which lie far apart, s. */
const starvedEndOfKeyFramesSeconds = 3
/** A seek that takes longer than this waits for frames that do not come, ms. */
const patientSeekMs = 800
/** So close before a hole a picture that plays may come to a stand, s. */
const holeAheadSeconds = 1
/** `HTMLMediaElement.HAVE_FUTURE_DATA`, which is there in a browser alone. */
const hasFutureData = 3

/** What a video element says of itself. */
type Element = Pick<HTMLVideoElement, 'buffered' | 'paused' | 'seeking' | 'readyState'>

/**
 * What of a camera can be shown: the stretches that the video element has, less what its decoder holds back. It keeps the
 * last frames of a stretch until more follow, and that shows in two ways, each with a mend of its own:
 *
 * - a **seek** among those frames does not end, also while the picture is held and where nothing follows at all. The
 *   element says so (`seeking`), so after a while the end of the stretch counts as not there (`has`);
 * - a picture that **plays** comes to a stand before them, while the element says that it has what it needs. That nothing
 *   moves the player alone can tell; then it asks for the hole ahead and goes over it (`holeAhead`).
 */
export class BufferedStretches {
  readonly #video: Element
  readonly #now: () => number
  #soughtAtMs = 0

  /** @param now the page's clock, ms */
  constructor(video: Element, now = () => performance.now()) {
    this.#video = video
    this.#now = now
  }

  /** A seek begins. */
  sought(): void {
    this.#soughtAtMs = this.#now()
  }

  /** Whether a place in media time can be shown; not where the element would wait at the very end of a stretch. */
  has(atSeconds: number, speed: number): boolean {
    const { buffered } = this.#video
    const leftSeconds = this.#unseenEndSeconds(speed)
    for (let index = 0; index < buffered.length; index++)
      if (atSeconds >= buffered.start(index) - 0.001 && atSeconds < buffered.end(index) - leftSeconds)
        return true
    return false
  }

  /** Where the next stretch begins after a place, s; null when none is here. */
  nextStart(atSeconds: number): number | null {
    const { buffered } = this.#video
    for (let index = 0; index < buffered.length; index++)
      if (buffered.start(index) > atSeconds) return buffered.start(index)
    return null
  }

  /** The hole that begins within a second behind a place, s; null where there is none. */
  holeAhead(atSeconds: number): { fromSeconds: number; toSeconds: number } | null {
    const { buffered } = this.#video
    for (let index = 0; index + 1 < buffered.length; index++) {
      const leftSeconds = buffered.end(index) - atSeconds
      if (atSeconds >= buffered.start(index) && leftSeconds >= 0 && leftSeconds <= holeAheadSeconds)
        return { fromSeconds: buffered.end(index), toSeconds: buffered.start(index + 1) }
    }
    return null
  }

  /** How much at the end of a stretch counts as not there, s. */
  #unseenEndSeconds(speed: number): number {
    const { paused, readyState, seeking } = this.#video
    const isSeekStuck = seeking && this.#now() - this.#soughtAtMs > patientSeekMs
    const isStarved = !paused && readyState < hasFutureData
    if (!isSeekStuck && !isStarved) return endSeconds
    return speed > keyFramesOnlyAbove ? starvedEndOfKeyFramesSeconds : starvedEndSeconds
  }
}
