import { open } from 'node:fs/promises'
import type { Coverage, Span } from '../../shared/domain/recording.ts'
import { keyFramesOnlyAbove, playbackWindowSeconds, type PlaybackMessage } from '../../shared/streams.ts'
import type { Fragment } from '../media/fragment.ts'
import { keyFrameOnly } from '../media/key-frame.ts'
import { FragmentSplitter } from '../media/splitter.ts'
import { joinedWithinMs } from './coverage.ts'
import {
  continued,
  heldUntilMs,
  readFragment,
  startFor,
  timeIn,
  type SegmentPlace as Cursor,
} from './key-frames.ts'
import type { PlaybackSource } from './library.ts'
import { read, type SegmentIndex } from './segment-index.ts'

export interface PlaybackOptions {
  readonly cameraId: string
  /** Nothing outside is served, not even the group of pictures that reaches into it. */
  readonly span: Span
  readonly library: PlaybackSource
  readonly gapsIn: (span: Span) => Coverage['gaps']
  readonly now: () => number
  readonly send: (message: PlaybackMessage) => void
  readonly sendBytes: (bytes: Buffer) => void
  /** What left the station, ms UTC. */
  readonly served: (stretch: Span) => void
}

/** Serves the recordings of one camera, window by window, over gaps and from file to file. */
export class Playback {
  readonly #options: PlaybackOptions
  #positionMs: number
  #cursor: Cursor | null = null
  #speed = 1

  constructor(options: PlaybackOptions) {
    this.#options = options
    this.#positionMs = options.span.fromMs
  }

  /**
   * Goes to a moment (kept inside the span) and sends the first window from the key frame at or before it.
   * @param speed above `keyFramesOnlyAbove` key frames only, each held up to the next
   */
  async play(atMs: number, signal: AbortSignal, speed = 1): Promise<void> {
    const { fromMs, toMs } = this.#options.span
    this.#speed = speed
    this.#positionMs = Math.min(Math.max(atMs, fromMs), toMs)
    this.#cursor = null
    await this.more(signal)
  }

  /** Sends the next window. Stops early when `signal` aborts: the viewer has gone somewhere else. */
  async more(signal: AbortSignal): Promise<void> {
    let sentMs = 0
    const windowMs = playbackWindowSeconds * 1_000 * Math.max(1, this.#speed)
    while (!signal.aborted && sentMs < windowMs) {
      this.#cursor ??= await this.#enter(signal)
      if (signal.aborted) return
      if (this.#cursor === null) return this.#end()
      const stretch = await (this.#speed > keyFramesOnlyAbove
        ? this.#sendKeyFrame(this.#cursor, signal)
        : this.#sendGroup(this.#cursor, signal))
      if (stretch === 'over') return this.#end()
      if (stretch !== null) {
        sentMs += stretch.toMs - stretch.fromMs
        continue
      }
      const { offset, segment } = this.#cursor
      // What is fetched from the school's recorder comes about as fast as it is shown: more is waited for.
      if (await segment.moreThan?.(offset, signal)) continue
      if (segment.isGrowing()) return sentMs > 0 ? this.#pause() : this.#end()
      this.#positionMs = Math.max(this.#positionMs, this.#cursor.segment.lastFrameMs)
      this.#cursor = await continued(this.#cursor.segment)
    }
    if (!signal.aborted) this.#pause()
  }

  /** Finds where to go on, announces what is missing before it, and sends what a decoder needs. */
  async #enter(signal: AbortSignal): Promise<Cursor | null> {
    const { cameraId, library, span, send, sendBytes } = this.#options
    let afterMs = this.#positionMs
    for (;;) {
      const found = await library.atOrAfter(cameraId, afterMs, span.toMs, signal)
      if (signal.aborted || found === null || found.firstFrameMs >= span.toMs) return null
      const start = await startFor(found, Math.max(this.#positionMs, span.fromMs), span.fromMs)
      if (start !== null && start.key.atMs < span.toMs) {
        const { segment, index, key } = start
        this.#announceGaps(segment.firstFrameMs)
        const { mimeType, zeroAtMs } = segment
        send({ type: 'media', mimeType, zeroAtMs, firstFrameAtMs: key.atMs })
        sendBytes(index.init.bytes)
        return { segment, offset: key.offset }
      }
      if (await found.moreThan?.((await found.index()).mediaEnd, signal)) continue
      // Nothing in it that can be shown inside the span; the millisecond keeps rounding from finding it again.
      afterMs = Math.max(afterMs, found.lastFrameMs) + 1
    }
  }

  #announceGaps(untilMs: number): void {
    const { gapsIn, send } = this.#options
    if (untilMs - this.#positionMs <= joinedWithinMs) return
    for (const gap of gapsIn({ fromMs: this.#positionMs, toMs: untilMs })) send({ type: 'gap', ...gap })
    this.#positionMs = untilMs
  }

  /** Sends the pictures up to the next key frame; null at the end of the segment, `over` at the end of the span. */
  async #sendGroup(cursor: Cursor, signal: AbortSignal): Promise<Span | 'over' | null> {
    const { segment } = cursor
    const { span, served, sendBytes } = this.#options
    const index = await segment.index()
    const end = index.keyFrames.find(({ offset }) => offset > cursor.offset)?.offset ?? index.mediaEnd
    if (end <= cursor.offset) return null
    await using handle = await open(segment.file, 'r')
    const bytes = await read(handle, cursor.offset, end - cursor.offset)
    if (signal.aborted) return null
    const fragments = fragmentsOf(bytes, index)
    const allowed = fragments.filter(fragment => timeIn(segment, fragment.decodeTicks) < span.toMs)
    const [first, last] = [allowed[0], allowed.at(-1)]
    if (first === undefined || last === undefined) return fragments.length > 0 ? 'over' : null
    sendBytes(Buffer.concat(allowed.map(fragment => fragment.bytes)))
    cursor.offset = end
    const endMs = timeIn(segment, last.decodeTicks + last.durationTicks)
    const stretch = {
      fromMs: Math.round(timeIn(segment, first.decodeTicks)),
      toMs: Math.round(Math.min(endMs, span.toMs)),
    }
    this.#positionMs = stretch.toMs
    served(stretch)
    return stretch
  }

  /** Sends the next key frame alone, held up to the one after it. As `#sendGroup`. */
  async #sendKeyFrame(cursor: Cursor, signal: AbortSignal): Promise<Span | 'over' | null> {
    const { segment } = cursor
    const { span, served, sendBytes } = this.#options
    const index = await segment.index()
    const at = index.keyFrames.findIndex(({ offset }) => offset >= cursor.offset)
    const key = index.keyFrames[at]
    if (key === undefined) return null
    if (timeIn(segment, key.ticks) >= span.toMs) return 'over'
    await using handle = await open(segment.file, 'r')
    const fragment = await readFragment(handle, key.offset, index.mediaEnd)
    if (signal.aborted || fragment === null) return null
    const fromMs = timeIn(segment, key.ticks)
    const untilMs = await heldUntilMs(segment, index, key.ticks)
    const heldTicks = Math.round(((untilMs - fromMs) / 1_000) * segment.timescale)
    sendBytes(keyFrameOnly(fragment, index.init.track, Math.max(1, heldTicks)))
    cursor.offset = index.keyFrames[at + 1]?.offset ?? index.mediaEnd
    const stretch = {
      fromMs: Math.round(fromMs),
      toMs: Math.round(Math.min(untilMs, span.toMs)),
    }
    this.#positionMs = stretch.toMs
    served(stretch)
    return stretch
  }

  #pause(): void {
    this.#options.send({ type: 'pause', untilMs: this.#positionMs })
  }

  #end(): void {
    const { gapsIn, now, send, span } = this.#options
    const toMs = Math.min(span.toMs, now())
    if (toMs - this.#positionMs > joinedWithinMs)
      for (const gap of gapsIn({ fromMs: this.#positionMs, toMs })) send({ type: 'gap', ...gap })
    send({ type: 'end', atMs: this.#positionMs })
  }
}

function fragmentsOf(bytes: Buffer, index: SegmentIndex): Fragment[] {
  const splitter = new FragmentSplitter()
  splitter.push(index.init.bytes)
  return splitter.push(bytes).flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : []))
}
