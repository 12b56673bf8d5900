import type { StreamCode, StreamName, StreamReport } from '../../../shared/domain/camera.ts'
import { openStream, useKnown } from '../../link/stores.ts'
import { onTick } from '../../media/ticker.ts'
import { LivePlayer } from './live-player.ts'
import { tileState, type TileState } from './tile-state.ts'

/** What the tile draws anew for; ages and rates are written into the element without drawing. */
export interface TileShows extends TileState {
  /** Index of the video element with the picture: 0 or 1. */
  readonly slot: number
  /** Some picture was painted since the tile came into sight; old ones are shown greyed. */
  readonly hasPicture: boolean
  /** How the wanted stream is while the other one is shown; null when the wanted one is shown. */
  readonly waitingState: TileState['state'] | null
  readonly waitingCode: StreamCode
  readonly waitingReason: string
  readonly transcoded: boolean
  /** The stream that core really sends: other than wanted where this screen cannot decode that. */
  readonly served: StreamName
}

export interface TileFigures {
  readonly shows: TileShows
  readonly fps: number
  readonly sourceFps: number
  readonly frameAgeMs: number | null
  /** Seeks to the live edge so far. */
  readonly jumps: number
  readonly report: StreamReport | null
  /** The element with the picture, for figures that are asked for now and then. */
  readonly video: HTMLVideoElement
}

interface TileViewOptions {
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement]
  readonly cameraId: string
  readonly stream: StreamName
  /** Twice a second, and at once when the state changes. */
  readonly onFigures: (figures: TileFigures) => void
}

interface Slot {
  readonly player: LivePlayer
  readonly stream: StreamName
  readonly index: 0 | 1
}

/**
 * The moving part of a tile, without React: one player in sight, and while the stream is changed a second one that takes
 * over with its first frame, so enlarging never shows a black tile.
 */
export class TileView implements Disposable {
  readonly #options: TileViewOptions
  readonly #ticking: Disposable
  #shown: Slot
  #next: Slot | null = null

  constructor(options: TileViewOptions) {
    this.#options = options
    this.#shown = this.#start(this.#atOnce(options.stream), 0)
    this.want(options.stream)
    this.#ticking = onTick(nowMs => this.#update(nowMs))
    this.#update(Date.now())
  }

  /** Changes to the other stream of the same camera. */
  want(stream: StreamName): void {
    if ((this.#next ?? this.#shown).stream === stream) return
    this.#next?.player[Symbol.dispose]()
    this.#next = this.#shown.stream === stream ? null : this.#start(stream, this.#shown.index === 0 ? 1 : 0)
    this.#update(Date.now())
  }

  [Symbol.dispose](): void {
    this.#ticking[Symbol.dispose]()
    this.#shown.player[Symbol.dispose]()
    this.#next?.player[Symbol.dispose]()
  }

  /** Where the main stream would first have to be dialled, a sub-stream that runs already gives a picture at once. */
  #atOnce(stream: StreamName): StreamName {
    const isRunning = (name: StreamName) => this.#report(name)?.state === 'live'
    return stream === 'main' && !isRunning('main') && isRunning('sub') ? 'sub' : stream
  }

  #start(stream: StreamName, index: 0 | 1): Slot {
    const player = new LivePlayer({
      video: this.#options.videos[index],
      cameraId: this.#options.cameraId,
      stream,
      open: openStream,
      onChange: () => this.#update(Date.now()),
    })
    return { player, stream, index }
  }

  #update(nowMs: number): void {
    if (this.#next !== null && this.#stateOf(this.#next, nowMs).state === 'live') {
      this.#shown.player[Symbol.dispose]()
      this.#shown = this.#next
      this.#next = null
    }
    const slot = this.#shown
    // Called by the player's own constructor before there is a slot.
    if (slot === undefined) return
    const waiting = this.#next === null ? null : this.#stateOf(this.#next, nowMs)
    const { fps, frameAgeMs, transcoded, served, jumps } = slot.player.figures(nowMs)
    const report = this.#report(served)
    this.#options.onFigures({
      shows: {
        ...this.#stateOf(slot, nowMs),
        slot: slot.index,
        hasPicture: slot.player.view().advancedAtMs !== null,
        waitingState: waiting?.state ?? null,
        waitingCode: waiting?.code ?? 'none',
        waitingReason: waiting?.reason ?? '',
        transcoded,
        served,
      },
      fps,
      sourceFps: report?.fps ?? 0,
      frameAgeMs,
      jumps,
      report,
      video: this.#options.videos[slot.index],
    })
  }

  #stateOf(slot: Slot, nowMs: number): TileState {
    return tileState(slot.player.view(), this.#report(slot.player.figures(nowMs).served), nowMs)
  }

  #report(stream: StreamName) {
    const camera = useKnown.getState().cameras?.find(({ id }) => id === this.#options.cameraId)
    return camera?.[stream] ?? null
  }
}
