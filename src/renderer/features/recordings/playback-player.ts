import type { Span } from '../../../shared/domain/recording.ts'
import { keyFramesOnlyAbove } from '../../../shared/streams.ts'
import { CameraTrack } from './camera-track.ts'
import type { PlaybackState, SkippedGap, Speed, TrackState } from './playback-state.ts'

/** Where a camera is shown. */
export interface TileElements {
  readonly video: HTMLVideoElement
  readonly still: HTMLCanvasElement
}

export interface PlayerOptions {
  readonly grantId: string
  readonly span: Span
  /** Where to begin, ms UTC. */
  readonly atMs: number
  readonly open: (path: string) => Promise<WebSocket>
  readonly onState: (state: PlaybackState) => void
  /** No camera had anything there: playing goes on behind it. */
  readonly onGap: (gap: SkippedGap) => void
  /** A stretch of recorded time that was really shown, about every two seconds. */
  readonly onWatched: (cameraId: string, stretch: Span) => void
}

/** A picture that should play and stands so long before a hole goes over it, ms. */
const standsForMs = 1_500
const stepEveryMs = 100
const reportEveryMs = 2_000
const tellEveryMs = 250
const askAgainEveryMs = 1_000
/** A recording that ended this recently may still be growing, ms. */
const edgeMs = 60_000
/** Followers this far off are moved, others only hurried or held back, ms. */
const mostDriftMs = 400

/**
 * Plays up to four cameras in step. There is one position: that of the first camera with a picture there; the others
 * follow it. While one that has a picture still loads, all wait; one that has none says so and waits for the others.
 */
export class PlaybackPlayer implements Disposable {
  readonly #options: PlayerOptions
  readonly #tracks = new Map<string, CameraTrack>()
  readonly #timer: ReturnType<typeof setInterval>
  #positionMs: number
  #wantsToPlay = true
  #rate: Speed = 1
  #phase: PlaybackState['phase'] = 'loading'
  #steppedAtMs = performance.now()
  #reportedAtMs = performance.now()
  #askedAtMs = 0
  #pendingFrame: { readonly fromMs: number; readonly direction: 1 | -1 } | null = null
  #isStepping = false
  #moved = { positionMs: 0, atMs: 0 }
  #told = { words: '', positionMs: 0, atMs: 0 }

  constructor(options: PlayerOptions) {
    this.#options = options
    this.#positionMs = options.atMs
    this.#timer = setInterval(() => this.#step(), stepEveryMs)
  }

  get positionMs(): number {
    return this.#positionMs
  }

  /** Shows a camera beside the others, at the same moment. */
  add(cameraId: string, elements: TileElements): void {
    this.remove(cameraId)
    const { grantId, open, onWatched } = this.#options
    const track = new CameraTrack({
      ...elements,
      grantId,
      cameraId,
      open,
      onChange: () => this.#step(),
      onWatched: stretch => onWatched(cameraId, stretch),
    })
    this.#tracks.set(cameraId, track)
    track.go(this.#positionMs, this.#rate)
  }

  remove(cameraId: string): void {
    this.#tracks.get(cameraId)?.[Symbol.dispose]()
    this.#tracks.delete(cameraId)
  }

  /** Says what was shown since it was last said. */
  report(): void {
    for (const track of this.#tracks.values()) {
      track.look(this.#rate)
      track.report()
    }
  }

  play(): void {
    this.#wantsToPlay = true
    this.#pendingFrame = null
    this.#step()
  }

  /** Keeps the picture. */
  pause(): void {
    this.#wantsToPlay = false
    for (const track of this.#tracks.values()) track.hold()
    this.#step()
  }

  setRate(rate: Speed): void {
    const isOther = rate > keyFramesOnlyAbove !== this.#rate > keyFramesOnlyAbove
    this.#rate = rate
    if (isOther) for (const track of this.#tracks.values()) track.go(this.#positionMs, rate)
    this.#step()
  }

  /** Goes to a recorded time, ms UTC; inside the buffer at once. */
  seek(atMs: number): void {
    const { fromMs, toMs } = this.#options.span
    this.#pendingFrame = null
    this.#positionMs = Math.min(Math.max(atMs, fromMs), toMs)
    for (const track of this.#tracks.values()) {
      track.hold()
      track.go(this.#positionMs, this.#rate)
    }
    this.#step()
  }

  /** One frame further or back, of the camera that leads; the picture stands. */
  stepFrame(direction: 1 | -1): void {
    this.pause()
    if (this.#rate > keyFramesOnlyAbove) this.setRate(1)
    this.#pendingFrame = { fromMs: this.#positionMs, direction }
    this.#step()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    for (const cameraId of this.#tracks.keys()) this.remove(cameraId)
  }

  /** Looks at all cameras and decides what each does next. Told of changes while it works, it looks again later. */
  #step(): void {
    if (this.#isStepping) return
    this.#isStepping = true
    try {
      this.#advance()
      this.#keepUp()
    } finally {
      this.#isStepping = false
    }
    this.#tell()
  }

  #advance(): void {
    const nowMs = performance.now()
    const elapsedMs = nowMs - this.#steppedAtMs
    this.#steppedAtMs = nowMs
    const isStanding = this.#isStanding(nowMs)
    const tracks = [...this.#tracks.values()].map(track => ({
      track,
      state: (isStanding ? track.gapAhead(this.#positionMs) : null) ?? track.stateAt(this.#positionMs),
    }))
    const present = tracks.filter(({ state }) => state.kind !== 'failed')
    const ready = present.filter(({ state }) => state.kind === 'ready').map(({ track }) => track)
    if (present.length === 0) {
      this.#phase = tracks.length === 0 ? 'loading' : 'failed'
      return
    }
    if (present.some(({ state }) => state.kind === 'loading')) {
      this.#phase = 'loading'
      for (const { track } of present) {
        track.hold()
        track.aim(this.#positionMs)
      }
    } else if (ready.length === 0) this.#overGap(present)
    else if (this.#pendingFrame !== null) this.#toFrame(ready)
    else if (this.#wantsToPlay) this.#run(ready, elapsedMs)
    else {
      this.#phase = 'paused'
      for (const { track, state } of present) {
        if (state.kind === 'ready') track.stand(this.#positionMs)
        // Its first picture is some frames later: that one stands for the moment.
        else if (state.kind === 'gap' && state.isSilent) track.stand(state.untilMs)
      }
    }
    for (const { track, state } of present) if (state.kind !== 'ready') track.hold()
  }

  /** It should play, and has not come on for a while. */
  #isStanding(nowMs: number): boolean {
    if (!this.#wantsToPlay || this.#moved.positionMs !== this.#positionMs)
      this.#moved = { positionMs: this.#positionMs, atMs: nowMs }
    return nowMs - this.#moved.atMs > standsForMs
  }

  #run(ready: readonly CameraTrack[], elapsedMs: number): void {
    this.#phase = 'playing'
    const [leader, ...followers] = ready
    if (leader === undefined) return
    const aheadMs = leader.positionMs - this.#positionMs
    const isInStep = aheadMs > -60 && aheadMs < elapsedMs * this.#rate * 1.5 + 400
    if (isInStep) this.#positionMs = Math.max(this.#positionMs, leader.positionMs)
    else leader.stand(this.#positionMs)
    leader.run(this.#rate)
    for (const track of followers) {
      const behindMs = this.#positionMs - track.positionMs
      if (Math.abs(behindMs) > mostDriftMs * Math.max(1, this.#rate / 2)) track.stand(this.#positionMs)
      const hurry = Math.min(0.15, Math.max(-0.15, behindMs / 1_000 / Math.max(1, this.#rate)))
      track.run(Math.min(16, this.#rate * (Math.abs(behindMs) < 30 ? 1 : 1 + hurry)))
    }
  }

  /** No camera has a picture here: on to the next one, wherever it is. */
  #overGap(present: readonly { track: CameraTrack; state: TrackState }[]): void {
    const gaps = present.flatMap(({ state }) => (state.kind === 'gap' ? [state] : []))
    const next = gaps.toSorted((a, b) => a.untilMs - b.untilMs)[0]
    if (next === undefined || next.untilMs >= this.#options.span.toMs) {
      this.#atEnd(present.map(({ track }) => track))
      return
    }
    if (!gaps.every(({ isSilent }) => isSilent))
      this.#options.onGap({ fromMs: this.#positionMs, toMs: next.untilMs, cause: next.cause })
    this.#phase = 'loading'
    this.#positionMs = next.untilMs
    for (const { track } of present) {
      track.hold()
      if (track.stateAt(this.#positionMs).kind === 'ready') track.stand(this.#positionMs)
    }
  }

  /** The end of the span, or of what is recorded by now: then the newest picture stays until there is more. */
  #atEnd(tracks: readonly CameraTrack[]): void {
    const isGrowing =
      Date.now() - this.#positionMs < edgeMs && this.#positionMs < this.#options.span.toMs - 1_000
    this.#phase = isGrowing && this.#wantsToPlay ? 'edge' : 'ended'
    for (const track of tracks) track.hold()
    const nowMs = performance.now()
    if (this.#phase !== 'edge' || nowMs - this.#askedAtMs < askAgainEveryMs) return
    this.#askedAtMs = nowMs
    // Nothing can be shown faster than it is recorded.
    if (this.#rate > 1) this.setRate(1)
    for (const track of tracks) track.askAgain()
  }

  #toFrame(ready: readonly CameraTrack[]): void {
    const [leader] = ready
    const pending = this.#pendingFrame
    if (leader === undefined || pending === null) return
    const target = leader.frameBeside(pending.fromMs, pending.direction)
    if (target === null) {
      // Not here yet: before the buffer, the group of pictures before it is fetched; behind it, what follows.
      if (pending.direction === 1 && leader.hasAllSent) this.#pendingFrame = null
      else if (pending.direction === -1 && this.#positionMs === pending.fromMs) {
        this.#positionMs = Math.max(this.#options.span.fromMs, pending.fromMs - 500)
        if (this.#positionMs === pending.fromMs) this.#pendingFrame = null
        else for (const track of this.#tracks.values()) track.go(this.#positionMs, this.#rate)
      } else if (pending.direction === -1) this.#backTo(pending.fromMs)
      return
    }
    this.#pendingFrame = null
    this.#positionMs = target
    this.#phase = 'paused'
    for (const track of ready) track.stand(target)
  }

  /** The frame before is of an earlier stretch: that is the step. */
  #backTo(fromMs: number): void {
    this.#pendingFrame = null
    this.#positionMs = Math.min(fromMs, this.#positionMs)
  }

  #keepUp(): void {
    const nowMs = performance.now()
    const isToReport = nowMs - this.#reportedAtMs >= reportEveryMs
    if (isToReport) this.#reportedAtMs = nowMs
    for (const track of this.#tracks.values()) {
      track.look(this.#rate)
      track.fetch(this.#positionMs, this.#rate)
      if (isToReport) track.report()
    }
  }

  #tell(): void {
    const tiles = [...this.#tracks].map(([id, track]) => {
      const { isTranscoded } = track
      const state = track.stateAt(this.#positionMs)
      if (state.kind === 'gap' && state.isSilent)
        return [id, { kind: 'ready' as const, isTranscoded }] as const
      if (state.kind !== 'ended') return [id, { ...state, isTranscoded }] as const
      const cause = track.causeAt(this.#positionMs)
      const isOver = this.#phase === 'ended' || this.#phase === 'edge'
      return [
        id,
        isOver ? { kind: 'ended' as const, isTranscoded } : { kind: 'gap' as const, cause, isTranscoded },
      ] as const
    })
    // While it simply plays, four times a second are enough for the eye.
    const words = `${this.#phase} ${this.#wantsToPlay} ${this.#rate} ${tiles.map(([id, { kind }]) => `${id} ${kind}`).join()}`
    const isNews =
      words !== this.#told.words || (this.#phase !== 'playing' && this.#positionMs !== this.#told.positionMs)
    const nowMs = performance.now()
    if (!isNews && (this.#phase !== 'playing' || nowMs - this.#told.atMs < tellEveryMs)) return
    this.#told = { words, positionMs: this.#positionMs, atMs: nowMs }
    this.#options.onState({
      phase: this.#phase,
      wantsToPlay: this.#wantsToPlay,
      positionMs: this.#positionMs,
      rate: this.#rate,
      tiles: Object.fromEntries(tiles),
    })
  }
}
