import { open } from 'node:fs/promises'
import type { Coverage, Span } from '../../shared/domain/recording.ts'
import { keyFramesOnlyAbove, playbackWindowSeconds, type PlaybackMessage } from '../../shared/streams.ts'
import type { Fragment } from '../media/fragment.ts'
import { keyFrameOnly } from '../media/key-frame.ts'
import { FragmentSplitter } from '../media/splitter.ts'
import { joined, joinedWithinMs, without } from './coverage.ts'
import {
  continued,
  heldUntilMs,
  readFragment,
  startFor,
  timeIn,
  type SegmentPlace as Cursor,
  type Start,
} from './key-frames.ts'
import type { PlayableSegment, PlaybackSource } from './library.ts'
import { read, type SegmentIndex } from './segment-index.ts'
import { isUnreadable } from './unreadable.ts'

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
  /** A file of the station cannot be read: playing goes on behind it. */
  readonly onUnreadable: (file: string, error: unknown) => void
}

/** Serves the recordings of one camera, window by window, over gaps and from file to file. */
export class Playback {
  readonly #options: PlaybackOptions
  #positionMs: number
  #cursor: Cursor | null = null
  /** What lies in files that cannot be read, since the position: gaps not told yet, in order of time. */
  #lost: Span[] = []
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
    this.#lost = []
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
      const stretch = await this.#send(this.#cursor, signal)
      if (stretch === 'over') return this.#end()
      if (stretch === 'lost') {
        this.#cursor = null
        continue
      }
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

  async #send(cursor: Cursor, signal: AbortSignal): Promise<Span | 'over' | 'lost' | null> {
    try {
      return await (this.#speed > keyFramesOnlyAbove
        ? this.#sendKeyFrame(cursor, signal)
        : this.#sendGroup(cursor, signal))
    } catch (error) {
      this.#lose(cursor.segment, error)
      return 'lost'
    }
  }

  /** The rest of a file is a gap when it is the disk's fault; what comes from the school's recorder fails as it does. */
  #lose(segment: PlayableSegment, error: unknown): void {
    if (segment.recorder !== undefined || !isUnreadable(error)) throw error
    this.#options.onUnreadable(segment.file, error)
    const fromMs = Math.max(this.#positionMs, segment.firstFrameMs)
    this.#lost = joined([...this.#lost, { fromMs, toMs: Math.max(fromMs, segment.lastFrameMs) }])
  }

  async #startIn(found: PlayableSegment): Promise<Start | 'lost' | null> {
    const { span } = this.#options
    try {
      return await startFor(found, Math.max(this.#positionMs, span.fromMs), span.fromMs)
    } catch (error) {
      this.#lose(found, error)
      return 'lost'
    }
  }

  /** Finds where to go on, announces what is missing before it, and sends what a decoder needs. */
  async #enter(signal: AbortSignal): Promise<Cursor | null> {
    const { cameraId, library, span, send, sendBytes } = this.#options
    let afterMs = Math.max(this.#positionMs, this.#behindLostMs())
    for (;;) {
      const found = await library.atOrAfter(cameraId, afterMs, span.toMs, signal)
      if (signal.aborted || found === null || found.firstFrameMs >= span.toMs) return null
      const start = await this.#startIn(found)
      if (start === 'lost') {
        afterMs = this.#behindLostMs()
        continue
      }
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

  /** The millisecond keeps rounding from finding the lost file again. */
  #behindLostMs(): number {
    return (this.#lost.at(-1)?.toMs ?? -Infinity) + 1
  }

  #announceGaps(untilMs: number): void {
    if (untilMs - this.#positionMs > joinedWithinMs) {
      this.#tellGaps({ fromMs: this.#positionMs, toMs: untilMs })
      this.#positionMs = untilMs
    }
    this.#lost = []
  }

  /** What was not recorded, and what was but cannot be read. */
  #tellGaps(span: Span): void {
    const known = this.#options
      .gapsIn(span)
      .flatMap(gap => without(gap, this.#lost).map(part => ({ ...part, cause: gap.cause })))
    const lost = this.#lost
      .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, span.toMs), cause: 'disk' as const }))
      .filter(({ fromMs, toMs }) => toMs > fromMs)
    for (const gap of [...known, ...lost].toSorted((a, b) => a.fromMs - b.fromMs))
      this.#options.send({ type: 'gap', ...gap })
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
    const { now, send, span } = this.#options
    const toMs = Math.min(span.toMs, now())
    if (toMs - this.#positionMs > joinedWithinMs) this.#tellGaps({ fromMs: this.#positionMs, toMs })
    send({ type: 'end', atMs: this.#positionMs })
  }
}

function fragmentsOf(bytes: Buffer, index: SegmentIndex): Fragment[] {
  const splitter = new FragmentSplitter()
  splitter.push(index.init.bytes)
  return splitter.push(bytes).flatMap(piece => (piece.type === 'fragment' ? [piece.fragment] : []))
}
