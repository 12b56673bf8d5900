import type { StreamName } from '../../shared/domain/camera.ts'
import { idle } from './condition.ts'
import type { FragmentSink } from './fragment-sink.ts'
import type { CameraStream } from './stream.ts'

interface Wish {
  readonly cameraId: string
  readonly name: StreamName
  readonly sink: FragmentSink
  readonly isViewer: boolean
  /** Wants it in H.264, whatever the camera sends. */
  readonly isTranscoded: boolean
  stream: CameraStream | null
  attached: Disposable | null
}

/**
 * Who wants which stream, apart from the stream that serves the wish now: when the site file changes, a viewer or the
 * recorder is moved over to the new stream and notices a reconnection, nothing more.
 */
export class Wishes {
  readonly #all = new Set<Wish>()

  /** Wants the stream for as long as the handle lives. */
  add(
    wish: Pick<Wish, 'cameraId' | 'name' | 'sink' | 'isViewer' | 'isTranscoded'>,
    stream: CameraStream,
  ): Disposable {
    const added: Wish = { ...wish, stream, attached: serve(wish, stream) }
    this.#all.add(added)
    return {
      [Symbol.dispose]: () => {
        this.#all.delete(added)
        added.attached?.[Symbol.dispose]()
        added.attached = null
      },
    }
  }

  /** Moves every wish to the stream that serves it from now on; null = the camera gives none any more. */
  move(streamOf: (cameraId: string, name: StreamName) => CameraStream | null, nowMs: number): void {
    for (const wish of this.#all) {
      const stream = streamOf(wish.cameraId, wish.name)
      if (stream === wish.stream) continue
      wish.attached?.[Symbol.dispose]()
      wish.stream = stream
      wish.attached = stream === null ? null : serve(wish, stream)
      if (stream === null && wish.isViewer) wish.sink.condition({ ...idle(nowMs), state: 'off' })
    }
  }
}

function serve(
  { sink, isTranscoded }: Pick<Wish, 'sink' | 'isTranscoded'>,
  stream: CameraStream,
): Disposable {
  return (isTranscoded ? stream.transcoded : stream).attach(sink)
}
