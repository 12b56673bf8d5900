import { MediaError } from './boxes.ts'
import type { Fragment } from './fragment.ts'
import type { InitSegment } from './init-segment.ts'
import { parameterSetsIn, sequenceSetOf, withParameterSets } from './parameter-sets.ts'

/**
 * Notices when a camera changes size or coding in the middle of a stream. ffmpeg, which copies, goes on under the init
 * segment of its start; what decodes by that shows a torn picture. The new parameter sets stand before the key frame,
 * and a new init segment is made of them, without a new dial and without a lost frame.
 */
export class FormatFollower {
  #init: InitSegment | null = null
  #sequenceSet: Buffer | null = null

  /** ffmpeg's own init segment. */
  init(init: InitSegment): void {
    this.#init = init
    this.#sequenceSet = sequenceSetOf(init)
  }

  /** The init segment for this fragment and those that follow; null while the one before still holds. */
  check(fragment: Fragment): InitSegment | null {
    if (!fragment.beginsWithKeyFrame || this.#init === null) return null
    const sets = parameterSetsIn(fragment.bytes, /^h(ev|vc)1/.test(this.#init.track.codec))
    const sequenceSet = sets?.sps[0]
    if (sets === null || sequenceSet === undefined || this.#sequenceSet?.equals(sequenceSet) === true)
      return null
    // A copy: the view would keep the whole fragment in memory.
    this.#sequenceSet = Buffer.from(sequenceSet)
    try {
      this.#init = withParameterSets(this.#init, sets)
    } catch (error) {
      // A set that we cannot read may still be one that the decoder can: the stream goes on as it is.
      if (error instanceof MediaError) return null
      throw error
    }
    return this.#init
  }
}
