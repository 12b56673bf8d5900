import type { StreamName } from '../../shared/domain/camera.ts'
import type { LiveMessage } from '../../shared/streams.ts'
import type { InitSegment } from '../media/init-segment.ts'
import type { Condition } from './condition.ts'
import type { FragmentSink, LiveFragment } from './fragment-sink.ts'

/** The far end of a viewer's line. */
export interface ViewerLine {
  message(message: LiveMessage): void
  bytes(bytes: Buffer): void
  /** What was given to it and has not left the machine yet. */
  bufferedBytes(): number
  /** Gives the viewer up; it may dial again. */
  close(): void
}

/** Seconds of video that may wait for a viewer before it is set to the live edge. */
const mostWaitingSeconds = 2
const leastLimitBytes = 256 * 1024
/** A viewer that takes nothing for so long is gone, whatever its socket says. */
const givenUpAfterMs = 30_000

/** What the viewer is told of its stream. */
export interface ServedStream {
  readonly stream: StreamName
  readonly isTranscoded: boolean
}

/**
 * A sink for one viewer. When the viewer lags, whole groups of pictures are left out: it sees the present with a jump,
 * never the past, and nobody else notices (complaint: live drifts behind real time).
 */
export class ViewerSink implements FragmentSink {
  readonly #line: ViewerLine
  readonly #served: ServedStream
  #isBeforeKeyFrame = true
  #skippingSinceMs: number | null = null
  #bytesASecond = 0
  #ticksASecond = 1
  #skipped = 0

  constructor(line: ViewerLine, served: ServedStream = { stream: 'main', isTranscoded: false }) {
    this.#line = line
    this.#served = served
  }

  /** Fragments left out so far because the viewer lagged. */
  get skipped(): number {
    return this.#skipped
  }

  init(init: InitSegment): void {
    this.#ticksASecond = init.track.timescale
    this.#skippingSinceMs = null
    this.#isBeforeKeyFrame = true
    const { stream, isTranscoded: transcoded } = this.#served
    this.#line.message({ type: 'media', mimeType: init.track.mimeType, stream, transcoded })
    this.#line.bytes(init.bytes)
  }

  group(fragments: readonly LiveFragment[]): void {
    this.#isBeforeKeyFrame = false
    for (const fragment of fragments) {
      this.#measure(fragment)
      this.#line.bytes(fragment.bytes)
    }
  }

  fragment(fragment: LiveFragment): void {
    this.#measure(fragment)
    if (fragment.beginsWithKeyFrame) this.#isBeforeKeyFrame = false
    if (this.#isBeforeKeyFrame || this.#isSkipped(fragment)) this.#skipped++
    else this.#line.bytes(fragment.bytes)
  }

  condition({ state, sinceMs, code, reason }: Condition): void {
    this.#line.message({ type: 'state', state, sinceMs, code, reason })
  }

  /** Skipping begins anywhere but ends at a key frame only, since nothing else can be shown after a hole. */
  #isSkipped(fragment: LiveFragment): boolean {
    const limit = Math.max(leastLimitBytes, mostWaitingSeconds * this.#bytesASecond)
    const waiting = this.#line.bufferedBytes()
    if (this.#skippingSinceMs === null) {
      if (waiting <= limit) return false
      this.#skippingSinceMs = fragment.receivedMonotonicMs
      return true
    }
    if (fragment.beginsWithKeyFrame && waiting <= limit / 2) {
      this.#skippingSinceMs = null
      return false
    }
    if (fragment.receivedMonotonicMs - this.#skippingSinceMs > givenUpAfterMs) this.#line.close()
    return true
  }

  #measure(fragment: LiveFragment): void {
    const seconds = fragment.durationTicks / this.#ticksASecond
    if (seconds <= 0) return
    const weight = Math.min(1, seconds / 2)
    this.#bytesASecond += (fragment.bytes.length / seconds - this.#bytesASecond) * weight
  }
}
