import type { InitSegment } from '../media/init-segment.ts'
import type { Piece } from '../media/splitter.ts'
import { startTranscoder, type Transcoder } from '../media/transcode.ts'
import { Backoff } from '../platform/backoff.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { idle, type Condition } from './condition.ts'
import { attachWanting, Demand } from './demand.ts'
import type { FragmentSink, LiveFragment } from './fragment-sink.ts'
import { LiveHub } from './live-hub.ts'
import type { TranscoderSlots } from './transcoder-slots.ts'
import { ViewerSink } from './viewer-sink.ts'

export interface TranscodedOptions {
  readonly cameraId: string
  /** The stream as the camera sends it. */
  readonly source: { attach(sink: FragmentSink): Disposable }
  readonly slots: TranscoderSlots
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
}

/** So many ends before a single picture came: it is the codec, not bad luck. */
const hopelessAfter = 3

/**
 * The same stream in H.264, for screens that cannot decode it: one transcoder for all who watch, only while somebody
 * watches. It is a viewer of the stream like any other, so what it does, the recorder does not notice; when it lags,
 * whole groups of pictures are left out.
 */
export class TranscodedStream implements AsyncDisposable {
  readonly #options: TranscodedOptions
  readonly #hub: LiveHub
  readonly #backoff: Backoff
  readonly #demand = new Demand({ first: () => this.#run(), last: () => this.#stop() })
  #running: { readonly source: Disposable; readonly over: AbortController } | null = null
  #transcoder: Transcoder | null = null
  #slot: Disposable | null = null
  #waiting: Disposable | null = null
  #feed: ViewerSink
  #failures = 0
  readonly #ending = new Set<Promise<void>>()

  constructor(options: TranscodedOptions) {
    this.#options = options
    this.#hub = new LiveHub(idle(options.clock.now()))
    this.#backoff = new Backoff(options.random)
    this.#feed = this.#newFeed()
  }

  /** Wants the stream for as long as the returned handle lives. */
  attach(sink: FragmentSink): Disposable {
    return attachWanting(this.#demand, () => this.#hub.attach(sink))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop()
    await Promise.all(this.#ending)
  }

  #run(): void {
    const over = new AbortController()
    const sink: FragmentSink = {
      init: init => this.#begin(init, over.signal),
      group: fragments => this.#feed.group(fragments),
      fragment: fragment => this.#feed.fragment(fragment),
      condition: condition => this.#condition(condition),
    }
    this.#running = { source: this.#options.source.attach(sink), over }
  }

  #stop(): void {
    this.#running?.over.abort()
    this.#running?.source[Symbol.dispose]()
    this.#running = null
    this.#endTranscoder()
    this.#leaveSlot()
    this.#hub.condition(idle(this.#options.clock.now()))
  }

  #endTranscoder(): void {
    const transcoder = this.#transcoder
    this.#transcoder = null
    if (transcoder === null) return
    const ending = Promise.resolve(transcoder[Symbol.asyncDispose]())
    this.#ending.add(ending)
    void ending.then(() => this.#ending.delete(ending))
  }

  #leaveSlot(): void {
    this.#waiting?.[Symbol.dispose]()
    this.#waiting = null
    this.#slot?.[Symbol.dispose]()
    this.#slot = null
  }

  /** The PC has no room for another encoder: it says so, and begins when one has ended. */
  #waitForSlot(): void {
    const { slots, clock } = this.#options
    this.#waiting = slots.whenFree(() => this.#again())
    this.#hub.condition({ ...idle(clock.now()), state: 'unsupported', code: 'transcoders-busy' })
  }

  /** A new connection or picture format: a decoder of its own. */
  #begin(init: InitSegment, signal: AbortSignal): void {
    this.#endTranscoder()
    this.#leaveSlot()
    this.#slot = this.#options.slots.take(init.track.width * init.track.height)
    if (this.#slot === null) {
      this.#waitForSlot()
      return
    }
    const { ffmpeg, registry, clock } = this.#options
    const transcoder: Transcoder = startTranscoder({
      ffmpeg,
      registry,
      clock,
      onPiece: piece => {
        if (this.#transcoder === transcoder) this.#deliver(piece)
      },
    })
    this.#transcoder = transcoder
    this.#feed = this.#newFeed()
    this.#feed.init(init)
    const watch = async () => {
      const reason = await transcoder.ended
      if (this.#transcoder === transcoder) await this.#failed(reason, signal)
    }
    void watch()
  }

  /** The viewer's rules hold for the transcoder too: a bounded backlog, skipping to a key frame, an end to patience. */
  #newFeed(): ViewerSink {
    return new ViewerSink({
      message: () => {},
      bytes: bytes => this.#transcoder?.push(bytes),
      bufferedBytes: () => this.#transcoder?.waitingBytes ?? 0,
      // Its end is told by `ended` and is a failure like any other.
      close: () => void this.#transcoder?.[Symbol.asyncDispose](),
    })
  }

  #deliver(piece: Piece): void {
    if (piece.type === 'init') {
      this.#hub.init(piece.init)
      return
    }
    const { clock } = this.#options
    this.#failures = 0
    this.#backoff.healthy()
    const fragment: LiveFragment = {
      ...piece.fragment,
      receivedAtMs: clock.now(),
      receivedMonotonicMs: clock.monotonic(),
    }
    this.#hub.fragment(fragment)
  }

  #condition(condition: Condition): void {
    // The camera is fine, the picture is not there all the same: what was said of the encoder stands.
    if (this.#waiting !== null && condition.state === 'live') return
    this.#hub.condition(condition)
    // The decoder waits for an init segment that will come with the next connection.
    if (condition.state === 'live' || condition.state === 'stalled') return
    this.#endTranscoder()
    this.#leaveSlot()
  }

  async #failed(reason: string, signal: AbortSignal): Promise<void> {
    const { cameraId, clock, log } = this.#options
    this.#transcoder = null
    log.warn({ cameraId, reason }, 'a transcoder ended')
    if (++this.#failures >= hopelessAfter)
      this.#hub.condition({ ...idle(clock.now()), state: 'unsupported', code: 'codec', reason })
    await clock.sleep(this.#backoff.next(), signal)
    if (signal.aborted || this.#transcoder !== null) return
    this.#again()
  }

  /** Attached anew it gets the init segment and the newest group of pictures again. */
  #again(): void {
    if (this.#running === null) return
    this.#waiting = null
    this.#running.source[Symbol.dispose]()
    this.#run()
  }
}
