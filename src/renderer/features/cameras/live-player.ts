import type { StreamName } from '../../../shared/domain/camera.ts'
import { LiveMessage } from '../../../shared/streams.ts'
import { FrameCounter } from '../../media/frame-counter.ts'
import { MseSink, type SinkError } from '../../media/mse-sink.ts'
import { familyOf, playableFamilies } from '../../media/plays.ts'
import { onTick, tickSeconds } from '../../media/ticker.ts'
import { Arrivals } from './arrivals.ts'
import { Beat } from './beat.ts'
import { freshPace, keepPace, type Pace } from './pace.ts'
import type { OwnView } from './tile-state.ts'

export interface LivePlayerOptions {
  readonly video: HTMLVideoElement
  readonly cameraId: string
  readonly stream: StreamName
  /** Opens a media socket of core, e.g. `openStream` of the link. */
  readonly open: (path: string) => Promise<WebSocket>
  /** The first frame was painted, or the state changed: draw the tile now rather than at the next tick. */
  readonly onChange: () => void
}

/** What a tile shows beside the picture. */
export interface LiveFigures {
  /** Frames a second painted. */
  readonly fps: number
  /** Time since the frame on the screen arrived on this machine, ms; null before the first. */
  readonly frameAgeMs: number | null
  readonly transcoded: boolean
  /** What core really sends; other than asked where this screen cannot decode that. */
  readonly served: StreamName
  /** Seeks to the live edge so far; 0 in normal running. */
  readonly jumps: number
}

/** One for all tiles of the window. */
const beat = new Beat()

/** Waits between dials of a stream socket, ms; the last one repeats. A painted frame starts again from the first. */
const redialDelaysMs = [200, 500, 1_000, 2_000] as const
/** After a failure that dialling again will not mend (no decoder), the next try. */
const hopelessDelayMs = 30_000
/** A picture that arrives but cannot be painted for so long is started anew. */
const stuckAfterMs = 8_000

/**
 * Plays one camera stream into one video element until it is disposed: dials, redials, keeps near the live edge and
 * knows how old the picture on the screen is. Costs nothing when it does not exist; make none for a tile out of sight.
 */
export class LivePlayer implements Disposable {
  readonly #options: LivePlayerOptions
  readonly #openedAtMs = Date.now()
  readonly #arrivals = new Arrivals()
  readonly #frames: FrameCounter
  readonly #ticking: Disposable
  #sink: MseSink | null = null
  #socket: WebSocket | null = null
  #redial: ReturnType<typeof setTimeout> | null = null
  #failures = 0
  #pace: Pace = freshPace
  #hasStarted = false
  #sinkSinceMs = 0
  #told: OwnView['told'] = null
  #failure: OwnView['failure'] = null
  #transcoded = false
  #served: StreamName
  #mimeType = ''
  /** Families that this screen turned out not to decode, whatever it says of itself. */
  readonly #cannotPlay = new Set<string>()
  #jumps = 0
  #isDisposed = false

  constructor(options: LivePlayerOptions) {
    this.#options = options
    this.#served = options.stream
    const { video } = options
    video.muted = true
    video.disablePictureInPicture = true
    this.#frames = new FrameCounter(video, () => {
      this.#failures = 0
      options.onChange()
    })
    this.#ticking = onTick(nowMs => this.#tick(nowMs))
    void this.#dial()
  }

  /** What this player knows; `tileState` compares it with core's report. */
  view(): OwnView {
    return {
      openedAtMs: this.#openedAtMs,
      advancedAtMs: this.#frames.advancedAtMs,
      told: this.#told,
      failure: this.#failure,
    }
  }

  figures(nowMs: number): LiveFigures {
    return {
      fps: this.#frames.fps(nowMs),
      frameAgeMs: this.#frameAgeMs(nowMs),
      transcoded: this.#transcoded,
      served: this.#served,
      jumps: this.#jumps,
    }
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    this.#ticking[Symbol.dispose]()
    if (this.#redial !== null) clearTimeout(this.#redial)
    this.#socket?.close()
    this.#dropSink()
  }

  /** How far the frame on the screen is behind the newest one, and how long ago that one came. */
  #frameAgeMs(nowMs: number): number | null {
    const end = this.#sink?.bufferedEnd() ?? null
    const { advancedAtMs, mediaSeconds } = this.#frames
    if (advancedAtMs === null) return null
    if (end === null || this.#arrivals.lastAtMs === null) return nowMs - advancedAtMs
    // Between two looks the picture moves on with the element's clock, but never further than a second without proof.
    const shown = Math.min(this.#options.video.currentTime, mediaSeconds + 1, end)
    return Math.max(0, nowMs - this.#arrivals.lastAtMs + (end - shown) * 1_000)
  }

  async #dial(): Promise<void> {
    const { open, cameraId, stream } = this.#options
    this.#redial = null
    let socket: WebSocket
    try {
      const plays = [...playableFamilies()].filter(family => !this.#cannotPlay.has(family)).join(',')
      const query = { camera: cameraId, stream, ...(plays === '' ? {} : { plays }) }
      socket = await open(`/live?${new URLSearchParams(query).toString()}`)
    } catch {
      this.#dialLater()
      return
    }
    if (this.#isDisposed) {
      socket.close()
      return
    }
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket === socket) this.#receive(data)
    })
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      // Nobody tells us any more; the own frame clock says the rest.
      this.#told = null
      this.#dialLater()
    })
  }

  #dialLater(): void {
    if (this.#isDisposed || this.#redial !== null) return
    const hopeful = redialDelaysMs[Math.min(this.#failures++, redialDelaysMs.length - 1)] ?? 2_000
    const delayMs = this.#failure?.state === 'unsupported' ? hopelessDelayMs : hopeful
    this.#redial = setTimeout(() => void this.#dial(), delayMs)
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.#arrivals.came(Date.now())
      this.#sink?.append(new Uint8Array(data))
      return
    }
    const message = LiveMessage.parse(JSON.parse(String(data)))
    if (message.type === 'state') {
      const { state, sinceMs, code, reason } = message
      this.#told = { state, sinceMs, code, reason }
      this.#options.onChange()
    } else this.#media(message)
  }

  #media({ mimeType, stream, transcoded }: Extract<LiveMessage, { type: 'media' }>): void {
    this.#failure = null
    this.#transcoded = transcoded
    this.#served = stream
    this.#mimeType = mimeType
    this.#arrivals.reset()
    this.#pace = freshPace
    if (this.#sink === null) this.#makeSink()
    this.#sink?.media(mimeType)
  }

  #makeSink(): void {
    const { video } = this.#options
    this.#hasStarted = false
    this.#sinkSinceMs = Date.now()
    this.#sink = new MseSink({
      video,
      timeline: 'joined',
      keepBehindSeconds: 5,
      onAppended: () => this.#appended(),
      onError: error => this.#failed(error),
    })
  }

  /** Begins at the start of the group of pictures, so that the first frame is painted without decoding the rest. */
  #appended(): void {
    if (this.#hasStarted) return
    const start = this.#sink?.bufferedStart() ?? null
    if (start === null) return
    this.#hasStarted = true
    const { video } = this.#options
    if (start > 0.01) video.currentTime = start
    // Rejected only when the element is emptied meanwhile; the next source plays then.
    video.play().catch(() => {})
  }

  #failed(error: SinkError): void {
    const family = familyOf(this.#mimeType)
    // Once more without this codec: core sends what this screen can decode. Never twice, or it would ask for ever.
    const mayAskForOther = error.kind !== 'buffer' && !this.#transcoded && !this.#cannotPlay.has(family)
    if (mayAskForOther && (error.kind === 'unsupported' || this.#frames.advancedAtMs === null)) {
      this.#cannotPlay.add(family)
      this.#startAnew()
      return
    }
    const state = error.kind === 'unsupported' ? 'unsupported' : 'lost'
    this.#failure = { state, sinceMs: Date.now(), reason: error.detail }
    this.#startAnew()
    this.#options.onChange()
  }

  /** Closes the line and drops the buffer; the dial that follows brings a new group of pictures. */
  #startAnew(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
    this.#told = null
    this.#dropSink()
    this.#dialLater()
  }

  #dropSink(): void {
    this.#sink?.[Symbol.dispose]()
    this.#sink = null
    this.#arrivals.reset()
  }

  #tick(nowMs: number): void {
    this.#frames.sample()
    const sink = this.#sink
    const end = sink?.bufferedEnd() ?? null
    if (sink === null || end === null || !this.#hasStarted) return
    const { video } = this.#options
    const next = sink.nextStretch(video.currentTime)
    if (next !== null) this.#jump(next + 0.01)
    else this.#keepPace(end, nowMs)
    const movedAtMs = Math.max(this.#frames.advancedAtMs ?? 0, this.#sinkSinceMs)
    const hasArrivals = nowMs - (this.#arrivals.lastAtMs ?? 0) < 1_000
    if (hasArrivals && nowMs - movedAtMs > stuckAfterMs) this.#startAnew()
  }

  #keepPace(end: number, nowMs: number): void {
    const { video } = this.#options
    const { pace, action } = keepPace(this.#pace, {
      behindSeconds: end - video.currentTime,
      largestPauseSeconds: this.#arrivals.largestPauseSeconds(nowMs),
    })
    this.#pace = pace
    // Only a tile that plays at its own speed has time to look at the others.
    const rate = action.rate === 1 ? 1 + this.#beatTrim() : action.rate
    if (video.playbackRate !== rate) video.playbackRate = rate
    if (action.jump) this.#jump(end - pace.targetSeconds)
    if (video.paused) video.play().catch(() => {})
  }

  #beatTrim(): number {
    const [displayedAtSeconds, periodSeconds] = [
      this.#frames.displayedAtSeconds,
      this.#frames.periodSeconds(),
    ]
    if (displayedAtSeconds === null || periodSeconds === null) return 0
    return beat.trim(this, displayedAtSeconds, periodSeconds, tickSeconds)
  }

  #jump(toSeconds: number): void {
    this.#jumps++
    this.#options.video.currentTime = toSeconds
  }
}
