import type { Span } from '../../shared/domain/recording.ts'
import type { FragmentSink, LiveFragment } from '../cameras/fragment-sink.ts'
import { longestMarkMs } from '../platform/span-marks.ts'

/** What is weighed at a time, ms of media. */
const sampleMs = 1_000
const samplesKept = 600
/** Before this many nothing is known of the scene. */
const fewestSamples = 30
const medianEvery = 10
/** Busy: more than this many times the usual, and not less above it than noise makes of an empty picture. */
const busyFactor = 2
const noiseBytesPerMs = 2
/** Quiet for so long ends a mark. */
const quietAfterMs = 4_000
/** A mark that goes on is told as often. */
const tellEveryMs = 20_000

/**
 * Tells when a picture is busy, without decoding it: where something moves, the frames between key frames need more
 * bytes. Compared with the running median of the same camera over ten minutes. A camera with a constant bit rate says
 * nothing this way; it gets no marks, never false ones.
 */
export class ActivityMeter implements FragmentSink {
  readonly #onActivity: (span: Span) => void
  readonly #rates: number[] = []
  #next = 0
  #seen = 0
  #median = Infinity
  #bytes = 0
  #durationMs = 0
  #timescale = 0
  #mark: { fromMs: number; toMs: number; toldMs: number } | null = null

  /** @param onActivity told while it goes on and at its end, with the same `fromMs`; times are ms UTC */
  constructor(onActivity: (span: Span) => void) {
    this.#onActivity = onActivity
  }

  init({ track }: { readonly track: { readonly timescale: number } }): void {
    this.#timescale = track.timescale
    this.#bytes = 0
    this.#durationMs = 0
    this.#end()
  }

  /** Frames from before: their arrival says nothing of their time. */
  group(): void {}

  fragment(fragment: LiveFragment): void {
    if (this.#timescale === 0 || fragment.beginsWithKeyFrame) return
    this.#bytes += fragment.bytes.length
    this.#durationMs += (fragment.durationTicks / this.#timescale) * 1_000
    if (this.#durationMs < sampleMs) return
    const span = { fromMs: fragment.receivedAtMs - this.#durationMs, toMs: fragment.receivedAtMs }
    this.#judge(this.#bytes / this.#durationMs, span)
    this.#bytes = 0
    this.#durationMs = 0
  }

  condition({ state }: { readonly state: string }): void {
    if (state !== 'live') this.#end()
  }

  #judge(rate: number, span: Span): void {
    const isBusy = this.#seen >= fewestSamples && rate > this.#median * busyFactor + noiseBytesPerMs
    this.#remember(rate)
    if (isBusy) {
      this.#mark ??= { fromMs: span.fromMs, toMs: span.toMs, toldMs: span.toMs }
      this.#mark.toMs = Math.max(this.#mark.toMs, span.toMs)
    }
    const mark = this.#mark
    if (mark === null) return
    // A step of the clock ends it as well.
    const silenceMs = span.toMs - mark.toMs
    if (silenceMs < 0 || silenceMs > quietAfterMs || mark.toMs - mark.fromMs > longestMarkMs - tellEveryMs)
      this.#end()
    else if (mark.toMs - mark.toldMs > tellEveryMs) {
      mark.toldMs = mark.toMs
      this.#onActivity({ fromMs: mark.fromMs, toMs: mark.toMs })
    }
  }

  #remember(rate: number): void {
    this.#rates[this.#next] = rate
    this.#next = (this.#next + 1) % samplesKept
    this.#seen++
    if (this.#seen % medianEvery !== 0) return
    const sorted = this.#rates.toSorted((a, b) => a - b)
    this.#median = sorted[sorted.length >> 1] ?? Infinity
  }

  #end(): void {
    if (this.#mark === null) return
    const { fromMs, toMs } = this.#mark
    this.#mark = null
    this.#onActivity({ fromMs, toMs })
  }
}
