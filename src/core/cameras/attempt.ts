import type { ChildRegistry } from '../platform/child-registry.ts'
import { startChild } from '../platform/child-process.ts'
import type { Clock } from '../platform/clock.ts'
import { MediaError } from '../media/boxes.ts'
import { FormatFollower } from '../media/format-follower.ts'
import type { InitSegment } from '../media/init-segment.ts'
import { FragmentSplitter, type Piece } from '../media/splitter.ts'
import type { AttemptEnd } from './condition.ts'
import { liveArguments, liveInput, type RtspSource } from './ffmpeg-arguments.ts'
import type { LiveFragment } from './fragment-sink.ts'
import { endOf, packetsMissedIn } from './stream-end.ts'

/** No new media time for so long: stalled (a tile must say so within 5 s, pushes included), then given up. */
const stalledAfterMs = 3_500
const endedAfterMs = 8_000
/** A camera may take its time to answer, and its first key frame is up to a group of pictures away. */
const firstFrameWithinMs = 15_000
/** A "smart" codec may leave out key frames for so long; a new dial makes many cameras send one. */
const firstKeyFrameWithinMs = 60_000
const watchEveryMs = 250

export interface AttemptOptions {
  readonly source: RtspSource
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
}

export interface AttemptEvents {
  init(init: InitSegment): void
  fragment(fragment: LiveFragment): void
  /** Packets that the network lost. */
  packetsLost(count: number): void
  /** Media time has not advanced for `stalledAfterMs`. */
  silence(reason: string): void
}

/**
 * One run of ffmpeg on one stream, from dial to end. Resolves with the reason, whatever it was: hang-up, refusal,
 * damaged bytes, silence. When `signal` aborts, ffmpeg is ended and the result means nothing.
 *
 * Life is judged by media time that advances, never by the process or the socket being there.
 */
export async function runAttempt(
  options: AttemptOptions,
  events: AttemptEvents,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const { clock, ffmpeg, registry, source } = options
  await using child = startChild({
    command: ffmpeg,
    args: liveArguments(),
    input: liveInput(source),
    registry,
    clock,
    onStderrLine: line => {
      const missed = packetsMissedIn(line)
      if (missed > 0) events.packetsLost(missed)
    },
  })
  const over = new AbortController()
  const ended = new Promise<AttemptEnd>(resolve => {
    const end = (result: AttemptEnd) => {
      if (over.signal.aborted) return
      over.abort()
      resolve(result)
    }
    const watch = new Watch(clock)
    const splitter = new FragmentSplitter()
    const format = new FormatFollower()
    child.stdout.on('data', (chunk: Buffer) => {
      if (over.signal.aborted) return
      try {
        for (const piece of splitter.push(chunk)) deliver(piece, format, watch, events, clock)
      } catch (error) {
        if (!(error instanceof MediaError)) throw error
        end(meaningOfDamage(error))
      }
    })
    void child.exited.then(exit => end(meaningOfExit(exit, child.stderrTail(), watch)))
    child.stdout.on('error', error => end({ cause: 'lost', code: 'program', reason: error.message }))
    void watch
      .untilSilent(events, over.signal)
      .then(silence => (silence === null ? undefined : end({ cause: 'lost', ...silence })))
    // Removed with the attempt: the outer signal lives for as long as the stream is wanted, which may be months.
    const aborted = () => end({ cause: 'lost', code: 'none', reason: '' })
    signal.addEventListener('abort', aborted, { once: true, signal: over.signal })
    if (signal.aborted) aborted()
  })
  // Awaited here, or the child would be disposed of before it has begun.
  return await ended
}

function deliver(
  piece: Piece,
  format: FormatFollower,
  watch: Watch,
  events: AttemptEvents,
  clock: Clock,
): void {
  if (piece.type === 'init') {
    format.init(piece.init)
    events.init(piece.init)
    return
  }
  const { fragment } = piece
  const changed = format.check(fragment)
  if (changed !== null) events.init(changed)
  const fragmentEndTicks = fragment.decodeTicks + fragment.durationTicks
  if (fragment.sampleCount > 0) watch.sawMediaTime(fragmentEndTicks)
  if (fragment.beginsWithKeyFrame) watch.sawKeyFrame()
  events.fragment({ ...fragment, receivedAtMs: clock.now(), receivedMonotonicMs: clock.monotonic() })
}

function meaningOfDamage({ message: reason }: MediaError): AttemptEnd {
  if (/codec/.test(reason)) return { cause: 'unsupported', code: 'codec', reason }
  if (/no video track/.test(reason)) return { cause: 'unsupported', code: 'no-video', reason }
  return { cause: 'lost', code: 'damaged', reason }
}

function meaningOfExit(
  exit: { code: number | null; signal: string | null; error: string | null },
  stderr: readonly string[],
  { hadMedia, lastedMs }: Watch,
): AttemptEnd {
  if (exit.error !== null) return { cause: 'lost', code: 'program', reason: exit.error }
  const how = exit.signal === null ? `the stream ended (exit code ${exit.code})` : `ffmpeg: ${exit.signal}`
  return endOf({ stderr, how, hadMedia, lastedMs })
}

/** Watches that media time advances. */
class Watch {
  readonly #clock: Clock
  readonly #startedMs: number
  #latestTicks = -1
  #advancedMs: number | null = null
  #hasKeyFrame = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedMs = clock.monotonic()
  }

  sawMediaTime(endTicks: number): void {
    // Time that jumps back counts too: cameras do that when their clock is set. Only standing still is no life.
    if (endTicks === this.#latestTicks) return
    this.#latestTicks = endTicks
    this.#advancedMs = this.#clock.monotonic()
  }

  sawKeyFrame(): void {
    this.#hasKeyFrame = true
  }

  get hadMedia(): boolean {
    return this.#advancedMs !== null
  }

  get lastedMs(): number {
    return this.#clock.monotonic() - this.#startedMs
  }

  /** Resolves with the reason to give up, or null when `signal` aborts first. */
  async untilSilent(
    events: Pick<AttemptEvents, 'silence'>,
    signal: AbortSignal,
  ): Promise<Pick<AttemptEnd, 'code' | 'reason'> | null> {
    let told = false
    while (!signal.aborted) {
      await this.#clock.sleep(watchEveryMs, signal)
      const nowMs = this.#clock.monotonic()
      if (this.#advancedMs === null) {
        if (this.lastedMs >= firstFrameWithinMs)
          return { code: 'no-frame', reason: 'no frame since the dial' }
        continue
      }
      if (!this.#hasKeyFrame && this.lastedMs >= firstKeyFrameWithinMs)
        return { code: 'no-key-frame', reason: 'no key frame since the dial' }
      const silentMs = nowMs - this.#advancedMs
      if (silentMs >= endedAfterMs) return { code: 'silent', reason: 'connected, but no new frame' }
      if (silentMs >= stalledAfterMs && !told && !signal.aborted) events.silence('no new frame')
      told = silentMs >= stalledAfterMs
    }
    return null
  }
}
