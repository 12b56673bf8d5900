import type { StreamName } from '../../shared/domain/camera.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { FragmentSink } from './fragment-sink.ts'
import { ViewerSink, type ViewerLine } from './viewer-sink.ts'

/** Families of codecs that a viewer can decode, e.g. `avc1`; null: it takes what the camera sends. */
export type Plays = ReadonlySet<string> | null

export interface RouteOptions {
  readonly asked: StreamName
  readonly plays: Plays
  readonly hasSub: boolean
  readonly line: ViewerLine
  /** Wants one stream, as the camera sends it or in H.264, for as long as the handle lives. */
  readonly attach: (name: StreamName, isTranscoded: boolean, sink: FragmentSink) => Disposable
  /** What a stream was coded in when it last ran; empty when it never did. */
  readonly codecOf: (name: StreamName) => string
}

/**
 * Brings a viewer to a picture that it can decode: the stream it asked for; else, instead of the main stream, the
 * sub-stream where that can be played; else the asked one transcoded. Never a stream that stays black (complaint 7).
 */
export class ViewerRoute implements Disposable {
  readonly #options: RouteOptions
  #attached: Disposable | null = null
  #isClosed = false

  constructor(options: RouteOptions) {
    this.#options = options
    const { asked, codecOf } = options
    if (codecOf(asked) === '' || this.#canPlay(codecOf(asked))) this.#take(asked, false)
    else this.#detour(asked)
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    this.#attached?.[Symbol.dispose]()
  }

  #canPlay(codec: string): boolean {
    const { plays } = this.#options
    return plays === null || plays.has(codec.slice(0, 4))
  }

  #take(name: StreamName, isTranscoded: boolean): void {
    const { attach, line } = this.#options
    const before = this.#attached
    const viewer = new ViewerSink(line, { stream: name, isTranscoded })
    this.#attached = attach(name, isTranscoded, isTranscoded ? viewer : this.#guarded(name, viewer))
    before?.[Symbol.dispose]()
  }

  /** Lets through what the viewer can decode. */
  #guarded(name: StreamName, viewer: ViewerSink): FragmentSink {
    let isOpen = false
    return {
      init: init => {
        isOpen = this.#canPlay(init.track.codec)
        if (isOpen) viewer.init(init)
        // Not from inside the hub's own loop over its sinks.
        else queueMicrotask(() => this.#detourLate(name))
      },
      group: fragments => {
        if (isOpen) viewer.group(fragments)
      },
      fragment: fragment => {
        if (isOpen) viewer.fragment(fragment)
      },
      condition: condition => viewer.condition(condition),
    }
  }

  #detourLate(from: StreamName): void {
    try {
      this.#detour(from)
    } catch (error) {
      // The camera was taken out of the site in this very moment.
      if (!(error instanceof Refusal)) throw error
      this.#options.line.close()
    }
  }

  #detour(from: StreamName): void {
    if (this.#isClosed) return
    const { asked, hasSub, codecOf } = this.#options
    const mayTrySub = from === 'main' && asked === 'main' && hasSub
    if (mayTrySub && (codecOf('sub') === '' || this.#canPlay(codecOf('sub')))) this.#take('sub', false)
    else this.#take(asked, true)
  }
}
