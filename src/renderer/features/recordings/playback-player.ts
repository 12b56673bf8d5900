import type { GapCause, Span } from '../../../shared/domain/recording.ts'
import { PlaybackMessage, type PlaybackRequest } from '../../../shared/streams.ts'
import { MseSink, type SinkError } from '../../media/mse-sink.ts'
import { onTick } from '../../media/ticker.ts'
import { Watched } from './watched.ts'

export type PlaybackFailure = SinkError | { readonly kind: 'closed'; readonly detail: string }

export interface PlaybackState {
  readonly phase: 'loading' | 'playing' | 'paused' | 'ended' | 'failed'
  /** Recorded time on the screen, ms UTC. */
  readonly positionMs: number
  readonly rate: number
  readonly failure: PlaybackFailure | null
}

export interface SkippedGap extends Span {
  /** Null when nothing told why. */
  readonly cause: GapCause | null
}

export interface PlaybackOptions {
  readonly video: HTMLVideoElement
  readonly grantId: string
  readonly cameraId: string
  /** Where to begin, ms UTC. */
  readonly atMs: number
  readonly open: (path: string) => Promise<WebSocket>
  readonly onState: (state: PlaybackState) => void
  readonly onGap: (gap: SkippedGap) => void
  /** A stretch of recorded time that was really shown, about every two seconds. */
  readonly onWatched: (stretch: Span) => void
}

/** When less than this is left, more is asked for, s of media at speed 1. */
const askAheadSeconds = 6
/** Holes up to this cannot be told in whole seconds (borders between files): skipped without a word, s. */
const silentHoleSeconds = 1
const reportEveryMs = 2_000
/** Media time zero lies this far before the start, so that the key frame before it has a time above zero, ms. */
const marginMs = 120_000

/**
 * Plays one camera of a grant: asks core for windows of media, goes over gaps, reports what was really seen. A seek
 * outside of what is buffered opens a new line, so that pieces of the old window cannot be taken for the new one.
 */
export class PlaybackPlayer implements Disposable {
  readonly #options: PlaybackOptions
  readonly #watched = new Watched()
  readonly #ticking: Disposable
  #originMs: number
  #sink: MseSink | null = null
  #socket: WebSocket | null = null
  #generation = 0
  #gaps: SkippedGap[] = []
  /** Where the picture shall begin once it is buffered, ms UTC; null while it plays. */
  #targetMs: number | null
  #wantsToPlay = true
  #rate = 1
  #canAskMore = false
  #hasAllSent = false
  #failure: PlaybackFailure | null = null
  #reportedAtMs = Date.now()

  constructor(options: PlaybackOptions) {
    this.#options = options
    this.#originMs = options.atMs - marginMs
    this.#targetMs = options.atMs
    options.video.muted = true
    options.video.disablePictureInPicture = true
    options.video.addEventListener('seeked', this.#tell)
    options.video.addEventListener('waiting', this.#overHole)
    options.video.addEventListener('playing', this.#began)
    this.#ticking = onTick(nowMs => this.#tick(nowMs))
    void this.#dial(options.atMs)
  }

  play(): void {
    this.#wantsToPlay = true
    this.#startPlaying()
    this.#tell()
  }

  pause(): void {
    this.#wantsToPlay = false
    this.#stopWatching()
    this.#options.video.pause()
    this.#tell()
  }

  setRate(rate: number): void {
    this.#rate = rate
    this.#options.video.playbackRate = rate
    this.#tell()
  }

  /** Goes to a recorded time, ms UTC; inside the buffer at once. */
  seek(atMs: number): void {
    this.#stopWatching()
    const atSeconds = (atMs - this.#originMs) / 1_000
    if (this.#failure === null && this.#isBuffered(atSeconds)) {
      this.#options.video.currentTime = atSeconds
      this.#startPlaying()
    } else void this.#dial(atMs)
    this.#tell()
  }

  [Symbol.dispose](): void {
    this.#generation++
    this.#ticking[Symbol.dispose]()
    this.#stopWatching()
    this.#report()
    this.#socket?.close()
    const { video } = this.#options
    video.removeEventListener('seeked', this.#tell)
    video.removeEventListener('waiting', this.#overHole)
    video.removeEventListener('playing', this.#began)
    this.#sink?.[Symbol.dispose]()
  }

  get #positionMs(): number {
    return this.#targetMs ?? this.#originMs + this.#options.video.currentTime * 1_000
  }

  readonly #tell = (): void => {
    this.#options.onState({
      phase: this.#phase(),
      positionMs: this.#positionMs,
      rate: this.#rate,
      failure: this.#failure,
    })
  }

  #phase(): PlaybackState['phase'] {
    if (this.#failure !== null) return 'failed'
    if (this.#targetMs !== null) return this.#hasAllSent ? 'ended' : 'loading'
    if (this.#isAtEnd()) return 'ended'
    return this.#wantsToPlay ? 'playing' : 'paused'
  }

  #isAtEnd(): boolean {
    const end = this.#sink?.bufferedEnd() ?? 0
    return this.#hasAllSent && this.#sink?.waiting === 0 && this.#options.video.currentTime >= end - 0.15
  }

  #isBuffered(atSeconds: number): boolean {
    const { buffered } = this.#options.video
    for (let index = 0; index < buffered.length; index++)
      if (atSeconds >= buffered.start(index) && atSeconds < buffered.end(index) - 0.2) return true
    return false
  }

  async #dial(atMs: number): Promise<void> {
    const generation = ++this.#generation
    const { open, grantId, cameraId, video } = this.#options
    this.#socket?.close()
    this.#sink?.[Symbol.dispose]()
    this.#sink = new MseSink({
      video,
      timeline: 'placed',
      keepBehindSeconds: 60,
      onAppended: () => this.#appended(),
      onError: failure => this.#fail(failure),
    })
    this.#originMs = atMs - marginMs
    this.#targetMs = atMs
    this.#gaps = []
    this.#canAskMore = false
    this.#hasAllSent = false
    this.#failure = null
    try {
      const query = new URLSearchParams({ grant: grantId, camera: cameraId })
      const socket = await open(`/playback?${query.toString()}`)
      if (generation !== this.#generation) {
        socket.close()
        return
      }
      this.#socket = socket
      socket.addEventListener('open', () => this.#send({ type: 'play', atMs }))
      socket.addEventListener('message', ({ data }) => {
        if (generation === this.#generation) this.#receive(data)
      })
      socket.addEventListener('close', ({ reason }) => {
        if (generation === this.#generation && !this.#hasAllSent)
          this.#fail({ kind: 'closed', detail: reason })
      })
    } catch (error) {
      if (generation === this.#generation)
        this.#fail({ kind: 'closed', detail: error instanceof Error ? error.message : '' })
    }
  }

  #send(request: PlaybackRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request))
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.#sink?.append(new Uint8Array(data))
      return
    }
    const message = PlaybackMessage.parse(JSON.parse(String(data)))
    switch (message.type) {
      case 'media':
        this.#sink?.media(message.mimeType, (message.zeroAtMs - this.#originMs) / 1_000)
        return
      case 'gap':
        this.#gaps.push({ fromMs: message.fromMs, toMs: message.toMs, cause: message.cause })
        return
      case 'pause':
        this.#canAskMore = true
        return
      case 'end':
        this.#hasAllSent = true
        this.#tell()
    }
  }

  /** The first picture is that of the time asked for, or the first one after a gap that lies there. */
  #appended(): void {
    if (this.#targetMs === null) return
    const wantedSeconds = (this.#targetMs - this.#originMs) / 1_000
    const { video } = this.#options
    if (this.#isBuffered(wantedSeconds)) video.currentTime = wantedSeconds
    else {
      const next = this.#sink?.nextStretch(wantedSeconds) ?? null
      if (next === null) return
      if (next - wantedSeconds > silentHoleSeconds) this.#tellGap(wantedSeconds, next)
      video.currentTime = next + 0.001
    }
    this.#targetMs = null
    this.#startPlaying()
    this.#tell()
  }

  #startPlaying(): void {
    if (!this.#wantsToPlay || this.#targetMs !== null) return
    const { video } = this.#options
    video.playbackRate = this.#rate
    // Rejected only when a seek empties the element meanwhile; it plays again after that.
    video.play().catch(() => {})
  }

  readonly #overHole = (): void => {
    const { video } = this.#options
    if (this.#targetMs !== null || this.#sink === null) return
    const next = this.#sink.nextStretch(video.currentTime)
    if (next === null) return
    if (next - video.currentTime > silentHoleSeconds) this.#tellGap(video.currentTime, next)
    this.#watched.stopped()
    video.currentTime = next + 0.001
  }

  #tellGap(fromSeconds: number, toSeconds: number): void {
    const fromMs = this.#originMs + fromSeconds * 1_000
    const toMs = this.#originMs + toSeconds * 1_000
    const known = this.#gaps.find(gap => gap.fromMs < toMs && gap.toMs > fromMs)
    this.#options.onGap(known ?? { fromMs, toMs, cause: null })
  }

  #tick(nowMs: number): void {
    this.#overHole()
    this.#look(nowMs)
    if (nowMs - this.#reportedAtMs >= reportEveryMs) this.#report()
    this.#askForMore()
    this.#tell()
  }

  readonly #began = (): void => this.#look(Date.now())

  #look(nowMs: number): void {
    const { video } = this.#options
    const isMoving = !video.paused && !video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA
    if (this.#targetMs === null && isMoving) this.#watched.saw(this.#positionMs, this.#rate, nowMs)
  }

  /** Up to the very moment at which it is stopped, so that a short look counts too. */
  #stopWatching(): void {
    this.#look(Date.now())
    this.#watched.stopped()
  }

  #report(): void {
    this.#reportedAtMs = Date.now()
    for (const stretch of this.#watched.take()) this.#options.onWatched(stretch)
  }

  #askForMore(): void {
    const end = this.#sink?.bufferedEnd() ?? null
    if (!this.#canAskMore || this.#hasAllSent || this.#sink === null || this.#sink.waiting > 0) return
    const aheadSeconds = end === null ? 0 : end - this.#options.video.currentTime
    if (this.#targetMs === null && aheadSeconds > askAheadSeconds * Math.max(1, this.#rate)) return
    this.#canAskMore = false
    this.#send({ type: 'more' })
  }

  #fail(failure: PlaybackFailure): void {
    this.#failure = failure
    this.#watched.stopped()
    this.#tell()
  }
}
