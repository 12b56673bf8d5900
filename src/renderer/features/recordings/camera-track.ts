import type { GapCause, Span } from '../../../shared/domain/recording.ts'
import { keyFramesOnlyAbove, type PlaybackMessage } from '../../../shared/streams.ts'
import { readDefaults, readFrameTimes, type TrackDefaults } from '../../media/frame-times.ts'
import { MseSink } from '../../media/mse-sink.ts'
import { playableFamilies } from '../../media/plays.ts'
import { BufferedStretches } from './buffered-stretches.ts'
import { FrameIndex } from './frame-index.ts'
import { PlaybackLink } from './playback-link.ts'
import type { PlaybackFailure, TrackState } from './playback-state.ts'
import { Watched } from './watched.ts'

export interface CameraTrackOptions {
  readonly video: HTMLVideoElement
  /** Keeps the last picture while the next one is fetched. */
  readonly still: HTMLCanvasElement
  readonly grantId: string
  readonly cameraId: string
  readonly open: (path: string) => Promise<WebSocket>
  /** Something came in or moved: look again. */
  readonly onChange: () => void
  /** A stretch of recorded time that was really shown. */
  readonly onWatched: (stretch: Span) => void
}

/** When less than this is left, more is asked for, s of media at speed 1. */
const askAheadSeconds = 6
/** Holes up to this cannot be told in whole seconds (borders between files): skipped without a word, s. */
const silentHoleSeconds = 1
/** Media time zero lies this far before the start, so that the key frame before it has a time above zero, ms. */
const marginMs = 120_000
/** Into a frame, so that rounding never shows the one before it, s. */
const intoFrameSeconds = 0.004

/**
 * One camera of a look: fetches windows of its recordings into a video element and shows the moment it is told to. When
 * to play and where to go is the player's to say (playback-player.ts).
 */
export class CameraTrack implements Disposable {
  readonly cameraId: string
  readonly #options: CameraTrackOptions
  readonly #watched = new Watched()
  readonly #frames = new FrameIndex()
  readonly #link: PlaybackLink
  readonly #stretches: BufferedStretches
  #originMs = 0
  #sink: MseSink | null = null
  #defaults: TrackDefaults | null = null
  #offsetSeconds = 0
  #gaps: { fromMs: number; toMs: number; cause: GapCause }[] = []
  #speed = 1
  #canAskMore = false
  #hasAllSent = false
  #isTranscoded = false
  #failure: PlaybackFailure | null = null
  #shownMs: number | null = null

  constructor(options: CameraTrackOptions) {
    this.#options = options
    this.cameraId = options.cameraId
    this.#stretches = new BufferedStretches(options.video)
    this.#link = new PlaybackLink(options.open, {
      message: message => this.#receive(message),
      bytes: bytes => this.#receiveBytes(bytes),
      closed: detail => {
        if (!this.#hasAllSent) this.#fail({ kind: 'closed', detail })
      },
    })
    options.video.muted = true
    options.video.disablePictureInPicture = true
    for (const type of ['seeked', 'waiting', 'playing'] as const)
      options.video.addEventListener(type, this.#changed)
  }

  get positionMs(): number {
    return this.#originMs + this.#options.video.currentTime * 1_000
  }

  /** Core had to make another format of it: the runtime cannot play what the camera sent. */
  get isTranscoded(): boolean {
    return this.#isTranscoded
  }

  /** Whether everything up to the end of the grant or of the recordings is here. */
  get hasAllSent(): boolean {
    return this.#hasAllSent
  }

  /** Goes to a moment; what is buffered is shown at once. */
  go(atMs: number, speed: number): void {
    this.#stopWatching()
    const isOther = speed > keyFramesOnlyAbove !== this.#speed > keyFramesOnlyAbove
    if (!isOther && this.#failure === null && this.#has(atMs)) {
      this.#speed = speed
      this.#show(atMs)
    } else this.#dial(atMs, speed)
  }

  stateAt(atMs: number): TrackState {
    if (this.#failure !== null) return { kind: 'failed', failure: this.#failure }
    const atSeconds = this.#secondsOf(atMs)
    if (this.#has(atMs)) return { kind: this.#options.video.seeking ? 'loading' : 'ready' }
    const next = this.#stretches.nextStart(atSeconds)
    const known = this.#gaps.find(gap => gap.fromMs <= atMs + 500 && gap.toMs > atMs + 500)
    if (next !== null) return this.#gapBefore(next, atSeconds, known?.cause ?? null)
    if (this.#hasAllSent && this.#sink?.waiting === 0) return { kind: 'ended' }
    return known === undefined
      ? { kind: 'loading' }
      : { kind: 'gap', untilMs: known.toMs, cause: known.cause, isSilent: false }
  }

  /** The hole within a second behind a moment, for a picture that stands there; null where there is none. */
  gapAhead(atMs: number): TrackState | null {
    const atSeconds = this.#secondsOf(atMs)
    const hole = this.#stretches.holeAhead(atSeconds)
    if (hole === null) return null
    return this.#gapBefore(
      hole.toSeconds,
      atSeconds,
      this.causeAt(atMs + (hole.fromSeconds - atSeconds) * 1_000),
    )
  }

  /** The gap that core has told of a moment near the end of the recordings. */
  causeAt(atMs: number): GapCause | null {
    return this.#gaps.find(gap => gap.fromMs <= atMs + 500 && gap.toMs > atMs - 500)?.cause ?? null
  }

  /** Plays on from where it stands. */
  run(rate: number): void {
    const { video } = this.#options
    if (video.playbackRate !== rate) video.playbackRate = rate
    // Rejected only when a seek empties the element meanwhile; it plays again after that.
    if (video.paused) video.play().catch(() => {})
  }

  hold(): void {
    if (this.#options.video.paused) return
    this.look(this.#options.video.playbackRate)
    this.#watched.stopped()
    this.#options.video.pause()
  }

  /** Shows the frame of a moment that is buffered. */
  stand(atMs: number): void {
    if (Math.abs(this.positionMs - atMs) > 2 && !this.#options.video.seeking) this.#show(atMs)
    else this.#glimpse()
  }

  /** Goes to a moment that is buffered by now, when the element still seeks one where nothing was recorded. */
  aim(atMs: number): void {
    const { video } = this.#options
    if (!video.seeking || this.#stretches.has(video.currentTime, this.#speed)) return
    if (this.#has(atMs)) this.#show(atMs)
  }

  /** Notes what is being shown; called some times a second. */
  look(rate: number): void {
    const { video } = this.#options
    const isMoving = !video.paused && !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
    if (isMoving) this.#watched.saw(this.positionMs, rate, Date.now())
  }

  report(): void {
    for (const stretch of this.#watched.take()) this.#options.onWatched(stretch)
  }

  /** Asks for more before it runs out. */
  fetch(atMs: number, rate: number): void {
    if (!this.#canAskMore || this.#hasAllSent || this.#sink === null || this.#sink.waiting > 0) return
    const end = this.#sink.bufferedEnd()
    const aheadSeconds = end === null ? 0 : end - this.#secondsOf(atMs)
    if (aheadSeconds > askAheadSeconds * Math.max(1, rate)) return
    this.#canAskMore = false
    this.#link.send({ type: 'more' })
  }

  /** The camera is still being recorded: asks whether there is more by now. */
  askAgain(): void {
    if (this.#hasAllSent) this.#link.send({ type: 'more' })
  }

  /** The frame after or before the one shown at a moment, ms UTC; null when it is not here. */
  frameBeside(atMs: number, direction: 1 | -1): number | null {
    const beside = this.#frames.beside(this.#secondsOf(atMs), direction)
    return beside === null || !this.#stretches.has(beside.atSeconds + intoFrameSeconds, this.#speed)
      ? null
      : this.#originMs + (beside.atSeconds + intoFrameSeconds) * 1_000
  }

  [Symbol.dispose](): void {
    this.#link[Symbol.dispose]()
    this.#stopWatching()
    const { video } = this.#options
    this.look(video.playbackRate)
    this.report()
    for (const type of ['seeked', 'waiting', 'playing'] as const)
      video.removeEventListener(type, this.#changed)
    this.#sink?.[Symbol.dispose]()
  }

  /** The hole from a place in media time to the next picture, both in seconds. */
  #gapBefore(next: number, atSeconds: number, cause: GapCause | null): TrackState {
    const untilMs = this.#originMs + next * 1_000 + 1
    return { kind: 'gap', untilMs, cause, isSilent: next - atSeconds <= silentHoleSeconds }
  }

  #secondsOf(atMs: number): number {
    return (atMs - this.#originMs) / 1_000
  }

  /** Whether the picture of a moment is here. */
  #has(atMs: number): boolean {
    return this.#stretches.has(this.#secondsOf(atMs), this.#speed)
  }

  #show(atMs: number): void {
    this.#stretches.sought()
    this.#options.video.currentTime = Math.max(0, this.#secondsOf(atMs))
  }

  readonly #changed = (): void => {
    const { video, still } = this.#options
    if (!video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) still.hidden = true
    this.#options.onChange()
  }

  /** A frame that stands is seen too, also when it was stepped to. */
  #glimpse(): void {
    const { video } = this.#options
    if (!video.paused || video.seeking || this.#shownMs === this.positionMs) return
    this.#shownMs = this.positionMs
    const frame = this.#frames.at(video.currentTime)
    if (frame === null) return
    const fromMs = this.#originMs + frame.atSeconds * 1_000
    this.#watched.glimpsed({ fromMs, toMs: fromMs + frame.forSeconds * 1_000 })
  }

  /** Up to the very moment at which it is stopped, so that a short look counts too. */
  #stopWatching(): void {
    this.look(this.#options.video.playbackRate)
    this.#watched.stopped()
    this.#shownMs = null
  }

  #freeze(): void {
    const { video, still } = this.#options
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !still.hidden) return
    still.width = video.videoWidth
    still.height = video.videoHeight
    still.getContext('2d')?.drawImage(video, 0, 0)
    still.hidden = false
  }

  #dial(atMs: number, speed: number): void {
    const { grantId, cameraId, video } = this.#options
    this.#freeze()
    this.#link.leave()
    this.#sink?.[Symbol.dispose]()
    this.#sink = new MseSink({
      video,
      timeline: 'placed',
      keepBehindSeconds: 60,
      onAppended: () => this.#options.onChange(),
      onError: failure => this.#fail(failure),
    })
    this.#originMs = atMs - marginMs
    video.dataset['originMs'] = String(this.#originMs)
    this.#stretches.sought()
    video.currentTime = marginMs / 1_000
    this.#speed = speed
    this.#gaps = []
    this.#frames.clear()
    this.#canAskMore = false
    this.#hasAllSent = false
    this.#failure = null
    const plays = [...playableFamilies()].join(',')
    const query = new URLSearchParams({ grant: grantId, camera: cameraId, plays })
    void this.#link.dial(`/playback?${query.toString()}`, { type: 'play', atMs, speed })
  }

  #receive(message: PlaybackMessage): void {
    switch (message.type) {
      case 'media':
        this.#offsetSeconds = (message.zeroAtMs - this.#originMs) / 1_000
        this.#isTranscoded = message.transcoded === true
        this.#sink?.media(message.mimeType, this.#offsetSeconds)
        return
      case 'gap':
        this.#gaps.push({ fromMs: message.fromMs, toMs: message.toMs, cause: message.cause })
        return
      case 'pause':
        this.#canAskMore = true
        return
      case 'end':
        this.#hasAllSent = true
        this.#options.onChange()
    }
  }

  #receiveBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.#hasAllSent = false
    const defaults = readDefaults(bytes)
    if (defaults !== null) this.#defaults = defaults
    if (this.#defaults !== null) {
      const placed = readFrameTimes(bytes, this.#defaults).map(frame => ({
        ...frame,
        atSeconds: frame.atSeconds + this.#offsetSeconds,
      }))
      this.#frames.add(placed, this.#options.video.currentTime)
    }
    this.#sink?.append(bytes)
  }

  #fail(failure: PlaybackFailure): void {
    this.#failure = failure
    this.#watched.stopped()
    this.#options.onChange()
  }
}
