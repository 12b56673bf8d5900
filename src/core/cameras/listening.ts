import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal, type RefusalCode } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import { startChild } from '../platform/child-process.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { liveInput, soundArguments, type RtspSource } from './ffmpeg-arguments.ts'
import type { Cameras } from './service.ts'

export interface ListeningOptions {
  readonly cameras: Pick<Cameras, 'reports' | 'sourceOf'>
  readonly nameOf: (cameraId: string) => string
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
  readonly journal: Journal
}

/** The way to the one who listens. */
export interface SoundLine {
  bytes(bytes: Buffer): void
  bufferedBytes(): number
  /** Over: not asked for any more, no sound in the stream, or somebody else listens now. */
  end(code: RefusalCode): void
}

/** What core sends, whatever the camera's own coding: AAC-LC. */
export const soundType = 'audio/mp4; codecs="mp4a.40.2"'

/** Sound that waits longer is of the past: the listener is cut off and may ask again. */
const mostWaitingBytes = 64 * 1024

/**
 * Sound of one camera for one person, on request. It is fetched by a connection of its own that carries nothing but
 * sound and lives only while somebody listens: pictures and recordings go on untouched, and a wall that nobody listens
 * to costs nothing. Whoever listens is written down, with the beginning and the end.
 */
export class Listening implements AsyncDisposable {
  readonly #options: ListeningOptions
  #now: { readonly end: (code: RefusalCode) => void; readonly actor: UserActor } | null = null
  readonly #running = new Set<Promise<void>>()

  constructor(options: ListeningOptions) {
    this.#options = options
  }

  /**
   * Begins to listen, and ends whatever was listened to before.
   * @throws Refusal `cameras.unknown`, or `cameras.no-stream` while no picture of the camera runs
   */
  start(cameraId: string, actor: UserActor, line: SoundLine): Disposable {
    const { cameras } = this.#options
    const source = cameras.sourceOf(cameraId, 'main')
    const report = cameras.reports().find(({ id }) => id === cameraId)
    // A login that the device refuses must not be tried by this door either.
    if (report?.main.state !== 'live' && report?.sub.state !== 'live')
      throw new Refusal('cameras.no-stream', { camera: cameraId })
    this.#now?.end('cameras.listen-ended')
    const stopping = new AbortController()
    const mine = {
      actor,
      end: (code: RefusalCode) => {
        stopping.abort()
        line.end(code)
      },
    }
    this.#now = mine
    const run = async () => {
      await this.#listen(cameraId, source, actor, line, stopping.signal)
      if (this.#now === mine) this.#now = null
      if (!stopping.signal.aborted) line.end('cameras.no-sound')
    }
    const running: Promise<void> = run().finally(() => this.#running.delete(running))
    this.#running.add(running)
    return { [Symbol.dispose]: () => stopping.abort() }
  }

  /** Who sits at the desk now; whoever left does not listen any more. */
  seatedNow(personId: string | null): void {
    if (this.#now !== null && this.#now.actor.id !== personId) this.#now.end('cameras.listen-ended')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#now?.end('cameras.listen-ended')
    await Promise.all(this.#running)
  }

  async #listen(
    cameraId: string,
    source: RtspSource,
    actor: UserActor,
    line: SoundLine,
    signal: AbortSignal,
  ): Promise<void> {
    const { ffmpeg, registry, clock, journal, nameOf } = this.#options
    const note = (kind: string, body: Record<string, number>) =>
      journal.append({ actor, kind, subject: cameraId, body: { name: nameOf(cameraId), ...body } })
    let fromMs: number | null = null
    await using child = startChild({
      command: ffmpeg,
      args: soundArguments(),
      input: liveInput(source, 'audio'),
      registry,
      clock,
    })
    const stop = () => void child.stop()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    child.stdout.on('data', (bytes: Buffer) => {
      if (signal.aborted) return
      if (fromMs === null) {
        fromMs = clock.now()
        note('camera.listening', {})
      }
      if (line.bufferedBytes() > mostWaitingBytes) stop()
      else line.bytes(bytes)
    })
    await child.exited
    if (fromMs !== null) note('camera.listened', { fromMs, toMs: clock.now() })
  }
}
