import type { PlaybackMessage } from '../../shared/streams.ts'
import { startTranscoder, type Transcoder } from '../media/transcode.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import type { PlaybackLine } from './service.ts'

export interface TranscodingOptions {
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
}

type Media = Extract<PlaybackMessage, { type: 'media' }>

/**
 * Stands between a playback and a viewer that cannot decode all of it: what it can goes through untouched, the rest is
 * made H.264, a transcoder a stretch. Order is kept: what follows a stretch is sent when its last picture has been.
 *
 * Times: the first picture that comes out is the one announced as `firstFrameAtMs`, and media time begins with it.
 */
export class TranscodingLine implements PlaybackLine {
  readonly #line: PlaybackLine
  readonly #options: TranscodingOptions
  readonly #plays: ReadonlySet<string>
  /** Told when a stretch cannot be transcoded; the viewer is to be cut off rather than left with black. */
  readonly #onFailure: (reason: string) => void
  #queue: Promise<void> = Promise.resolve()
  #generation = 0
  #transcoder: Transcoder | null = null

  constructor(
    line: PlaybackLine,
    plays: ReadonlySet<string>,
    options: TranscodingOptions,
    onFailure: (reason: string) => void,
  ) {
    this.#line = line
    this.#plays = plays
    this.#options = options
    this.#onFailure = onFailure
  }

  message(message: PlaybackMessage): void {
    this.#enqueue(async () => {
      // A pause is only a window's end: the pictures still inside come out with the next one's.
      if (message.type !== 'pause') await this.#endStretch()
      if (message.type === 'media' && !this.#canPlay(message)) this.#transcoder = this.#start(message)
      else this.#line.message(message)
    })
  }

  bytes(bytes: Buffer): void {
    this.#enqueue(async () => {
      if (this.#transcoder === null) this.#line.bytes(bytes)
      else this.#transcoder.push(bytes)
    })
  }

  /** The viewer has gone to another moment: what was on its way is of no more use. */
  reset(): void {
    this.#generation++
    const transcoder = this.#transcoder
    this.#transcoder = null
    this.#queue = Promise.resolve(transcoder?.[Symbol.asyncDispose]())
  }

  #canPlay({ mimeType }: Media): boolean {
    return this.#plays.has(/codecs="(\w{4})/.exec(mimeType)?.[1] ?? '')
  }

  /** What was asked for before a `reset` is not done any more. */
  #enqueue(work: () => Promise<void>): void {
    const generation = this.#generation
    this.#queue = this.#queue
      .then(() => (generation === this.#generation ? work() : undefined))
      .catch((error: unknown) => this.#onFailure(error instanceof Error ? error.message : String(error)))
  }

  #start({ zeroAtMs: _zero, ...media }: Media): Transcoder {
    const generation = this.#generation
    let hasPictures = false
    const transcoder = startTranscoder({
      ...this.#options,
      onPiece: piece => {
        if (generation !== this.#generation) return
        if (piece.type === 'init') {
          const { mimeType } = piece.init.track
          this.#line.message({ ...media, mimeType, zeroAtMs: media.firstFrameAtMs, transcoded: true })
          this.#line.bytes(piece.init.bytes)
          return
        }
        hasPictures = true
        this.#line.bytes(piece.fragment.bytes)
      },
    })
    const tellFailure = async () => {
      const reason = await transcoder.ended
      if (generation === this.#generation && !hasPictures) this.#onFailure(reason)
    }
    void tellFailure()
    return transcoder
  }

  async #endStretch(): Promise<void> {
    const transcoder = this.#transcoder
    this.#transcoder = null
    await transcoder?.end()
  }
}
