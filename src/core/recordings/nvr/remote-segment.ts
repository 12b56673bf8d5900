import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MediaError } from '../../media/boxes.ts'
import type { InitSegment } from '../../media/init-segment.ts'
import { FragmentSplitter, type Piece } from '../../media/splitter.ts'
import { startChild } from '../../platform/child-process.ts'
import type { ChildRegistry } from '../../platform/child-registry.ts'
import type { Clock } from '../../platform/clock.ts'
import type { PlayableSegment, RecorderOrigin } from '../library.ts'
import type { SegmentIndex } from '../segment-index.ts'
import { openReplayRelay, type ReplayRelay } from './replay-relay.ts'
import type { ReplayRequest } from './replay-request.ts'

export interface FetchOptions {
  readonly cameraId: string
  readonly request: ReplayRequest
  /** What is wanted, ms UTC by our clock. */
  readonly span: { readonly fromMs: number; readonly toMs: number }
  /** How far the recorder's clock is ahead of ours, ms. */
  readonly offsetMs: number
  /** Absolute; must not exist. */
  readonly file: string
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
}

/** How a fetch ended that brought nothing. `empty`: the recorder has nothing there; `disk`: see `fault`. */
export type FetchFailure = 'unauthorised' | 'unreachable' | 'refused' | 'empty' | 'disk'

/** A recorder spins its disk up and looks for the place first. */
const firstFrameWithinMs = 15_000
/** A replay that ends does not always say so. */
const silentAfterMs = 6_000
/** Far before the moment asked for: the recorder did not understand which one. */
const mostEarlyMs = 120_000

/**
 * A stretch that is being fetched from the school's recorder into a file of our own kind, or has been. It can be played
 * from its first group of pictures on, while the rest still comes.
 */
export class RemoteSegment implements PlayableSegment {
  readonly cameraId: string
  readonly file: string
  /** Monotonic time of the last use. */
  lastUsedMs: number
  readonly #options: FetchOptions
  readonly #stopping = new AbortController()
  readonly #keyFrames: { ticks: number; offset: number }[] = []
  /** Resolves with null when there is something to play, else with the reason why there will never be. */
  readonly ready: Promise<FetchFailure | null>
  readonly finished: Promise<void>
  #init: InitSegment | null = null
  #mediaEnd = 0
  #firstTicks = 0
  #endTicks = 0
  #zeroAtMs = 0
  #isGrowing = true
  #isStale = false
  #isToldTime = false
  #fault: unknown = null
  #wake: () => void = () => {}
  #woken = new Promise<void>(resolve => (this.#wake = resolve))

  constructor(options: FetchOptions) {
    this.cameraId = options.cameraId
    this.file = options.file
    this.#options = options
    this.lastUsedMs = options.clock.monotonic()
    let tell: (failure: FetchFailure | null) => void = () => {}
    this.ready = new Promise(resolve => (tell = resolve))
    this.finished = this.#run(tell)
  }

  /** What went wrong on our side; null when nothing did. */
  get fault(): unknown {
    return this.#fault
  }

  /** Whether it holds a picture already. */
  get isPlayable(): boolean {
    return this.#keyFrames.length > 0
  }

  /** The moment for which it was asked. */
  get wantedMs(): number {
    return this.#options.span.fromMs
  }

  get firstFrameMs(): number {
    return this.#timeOf(this.#firstTicks)
  }

  /** How its times were found, for whoever has to prove them. */
  get recorder(): RecorderOrigin {
    const { request, offsetMs } = this.#options
    const isIndexed = request.range.kind === 'clock'
    return {
      kind: isIndexed ? 'onvif' : 'rtsp-template',
      clockOffsetMs: isIndexed ? Math.round(offsetMs) : null,
      timesBy: this.#isToldTime ? 'recorder' : 'request',
      wantedMs: this.wantedMs,
    }
  }

  get lastFrameMs(): number {
    return this.#timeOf(this.#endTicks)
  }

  get zeroAtMs(): number {
    return this.#zeroAtMs
  }

  get timescale(): number {
    return this.#init?.track.timescale ?? 1
  }

  get mimeType(): string {
    return this.#init?.track.mimeType ?? ''
  }

  get bytes(): number {
    return this.#mediaEnd
  }

  isGrowing(): boolean {
    return this.#isGrowing
  }

  previous(): null {
    return null
  }

  next(): null {
    return null
  }

  index(): Promise<SegmentIndex> {
    this.lastUsedMs = this.#options.clock.monotonic()
    if (this.#init === null) return Promise.reject(new MediaError('nothing was fetched'))
    const mediaEnd = this.#mediaEnd
    const keyFrames = this.#keyFrames.filter(({ offset }) => offset < mediaEnd)
    return Promise.resolve({ init: this.#init, mediaEnd, keyFrames })
  }

  /** Waits until there is more than `offset`, or nothing more will come; gives whether there is. */
  async moreThan(offset: number, signal: AbortSignal): Promise<boolean> {
    const over = new AbortController()
    const aborted = new Promise<void>(resolve =>
      signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal }),
    )
    while (this.#isGrowing && this.#mediaEnd <= offset && !signal.aborted) {
      this.lastUsedMs = this.#options.clock.monotonic()
      await Promise.race([this.#woken, aborted])
    }
    over.abort()
    return this.#mediaEnd > offset
  }

  /** Ends the fetch; what came is kept. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.finished
  }

  async #run(tell: (failure: FetchFailure | null) => void): Promise<void> {
    let failure: FetchFailure = 'unreachable'
    try {
      await using relay = await openReplayRelay(this.#options.request)
      await this.#fetch(relay, () => tell(null))
      const end = relay.end()
      failure = end === 'unauthorised' || end === 'unreachable' || end === 'refused' ? end : 'empty'
      if (this.#isStale) failure = 'refused'
    } catch (error) {
      // A full disk, or a fault of ours: told to whoever asks, since nobody may wait for the end of a fetch.
      if (!(error instanceof MediaError)) this.#fault = error
      failure = error instanceof MediaError ? 'refused' : 'disk'
    } finally {
      this.#isGrowing = false
      this.#wake()
      tell(failure)
    }
  }

  async #fetch(relay: ReplayRelay, ready: () => void): Promise<void> {
    const { file, ffmpeg, registry, clock } = this.#options
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await using handle = await open(file, 'wx', 0o600)
    if (this.#stopping.signal.aborted) return
    await using child = startChild({
      command: ffmpeg,
      args: fetchArguments(),
      input: fetchInput(relay.url),
      registry,
      clock,
    })
    const quiet = new AbortController()
    const stop = () => void child.stop()
    this.#stopping.signal.addEventListener('abort', stop, { once: true })
    const watching = this.#endSilence(quiet.signal, stop)
    const splitter = new FragmentSplitter()
    try {
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        for (const piece of splitter.push(chunk)) await this.#take(piece, handle, relay)
        if (this.#isStale) break
        if (this.#keyFrames.length > 0) ready()
        if (this.#isComplete()) break
      }
    } finally {
      quiet.abort()
      await watching
    }
    if (this.#isStale) await rm(file, { force: true })
  }

  async #take(piece: Piece, handle: FileHandle, relay: ReplayRelay): Promise<void> {
    const isFirst = this.#mediaEnd === 0
    if (piece.type === 'init') {
      // A second one would belong to another stream; the file ends before it.
      if (!isFirst) throw new MediaError('the recorder changed the stream')
      this.#init = piece.init
      await writeAll(handle, piece.init.bytes)
      this.#mediaEnd = piece.init.bytes.length
      return
    }
    const { fragment } = piece
    if (this.#keyFrames.length === 0) {
      if (!fragment.beginsWithKeyFrame) return
      this.#firstTicks = fragment.decodeTicks
      const { span, offsetMs } = this.#options
      this.#isToldTime = relay.firstFrameMs() !== null
      const firstMs = (relay.firstFrameMs() ?? span.fromMs + offsetMs) - offsetMs
      this.#zeroAtMs = firstMs - (fragment.decodeTicks / this.timescale) * 1_000
      if (firstMs < span.fromMs - mostEarlyMs) this.#isStale = true
    }
    await writeAll(handle, fragment.bytes)
    if (fragment.beginsWithKeyFrame)
      this.#keyFrames.push({ ticks: fragment.decodeTicks, offset: this.#mediaEnd })
    this.#mediaEnd += fragment.bytes.length
    this.#endTicks = fragment.decodeTicks + fragment.durationTicks
    const wake = this.#wake
    this.#woken = new Promise(resolve => (this.#wake = resolve))
    wake()
  }

  #isComplete(): boolean {
    return this.#keyFrames.length > 0 && this.lastFrameMs >= this.#options.span.toMs
  }

  async #endSilence(signal: AbortSignal, stop: () => void): Promise<void> {
    const { clock } = this.#options
    let seen = 0
    let sinceMs = clock.monotonic()
    while (!signal.aborted) {
      await clock.sleep(250, signal)
      if (this.#mediaEnd !== seen) {
        seen = this.#mediaEnd
        sinceMs = clock.monotonic()
      }
      const limitMs = this.#keyFrames.length === 0 ? firstFrameWithinMs : silentAfterMs
      if (!signal.aborted && clock.monotonic() - sinceMs > limitMs) stop()
    }
  }

  #timeOf(ticks: number): number {
    return this.#zeroAtMs + (ticks / this.timescale) * 1_000
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten
}

/**
 * Video copied untouched to fragmented MP4; half a second a fragment is soon enough for a look back. `copypriorss`: the
 * first frame may bear a time just before the start, and without it its whole group of pictures would go.
 */
function fetchArguments(): string[] {
  return [
    '-nostdin -hide_banner -nostats -loglevel warning',
    '-f concat -safe 0 -protocol_whitelist pipe,rtsp,rtp,udp,tcp -i pipe:0',
    '-map 0:v:0 -c copy -copypriorss 1 -an',
    '-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof+skip_trailer',
    '-frag_duration 500000 -flush_packets 1 pipe:1',
  ].flatMap(words => words.split(' '))
}

/** The address goes by stdin: whoever lists processes does not learn the path that opens the relay. */
function fetchInput(url: string): string {
  return [
    'ffconcat version 1.0',
    `file '${url}'`,
    'option rtsp_transport tcp',
    'option timeout 10000000',
    'option allowed_media_types video',
    'option fpsprobesize 0',
    '',
  ].join('\n')
}
