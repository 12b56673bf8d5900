import { join } from 'node:path'
import type { Span } from '../../../shared/domain/recording.ts'
import type { RecorderState } from '../../../shared/domain/timeline.ts'
import type { Camera, CameraRecorder } from '../../../shared/site.ts'
import { OnvifError } from '../../onvif/errors.ts'
import type { ChildRegistry } from '../../platform/child-registry.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { joinedWithinMs } from '../coverage.ts'
import type { PlayableSegment } from '../library.ts'
import { recorderContents, type RecorderContents } from './recorder-index.ts'
import { RemoteCache } from './remote-cache.ts'
import { RemoteSegment, type FetchFailure, type FetchOptions } from './remote-segment.ts'
import type { ReplayRequest } from './replay-request.ts'
import { playbackUrl } from './template.ts'

export interface SchoolRecorderOptions {
  readonly cameras: readonly Camera[]
  /** By the name in the site file; null when there are none of that name. */
  readonly credentialsOf: (name: string) => { readonly user: string; readonly password: string } | null
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  /** Takes what a recorder says it has of a camera in a span; it replaces what was said of that span before. */
  readonly tell: (cameraId: string, span: Span, stretches: readonly Span[]) => void
}

export interface SchoolRecorder extends AsyncDisposable {
  /** The cameras of the site, or their credentials, have changed. */
  follow(cameras: readonly Camera[]): void
  /** Null for a camera that no recorder keeps. */
  stateOf(cameraId: string): RecorderState | null
  /**
   * What the recorder has of a camera from a moment on, being fetched; nothing outside of `span` is asked for.
   * Null when it has nothing there, or cannot be asked (the reason is in `stateOf`), and at once when `signal` aborts.
   */
  atOrAfter(cameraId: string, span: Span, signal: AbortSignal): Promise<PlayableSegment | null>
  /**
   * As `atOrAfter`, for an export: fetched wholly and into a file of the caller, who ends it. Resolves when it can be
   * played from its beginning; its end comes when the stretch, or the span, is over.
   */
  begin(cameraId: string, span: Span, file: string, signal: AbortSignal): Promise<RemoteSegment | null>
  /** Asks the recorder anew what it has of a camera. Never rejects; see `stateOf`. */
  look(cameraId: string): Promise<void>
}

/** One playback at the recorder; the next follows by itself. */
const pieceMs = 5 * 60_000
/** For an export nobody waits for the first picture, and every piece becomes a file. */
const exportPieceMs = 30 * 60_000
/** About one group of pictures. */
const leftAloneMs = 1_000
const lookEveryMs = 10 * 60_000
/** Older than this, what is known is asked anew before somebody is told that there is nothing. */
const freshMs = 30_000
const sweepEveryMs = 5_000

type OnvifRecorder = Extract<CameraRecorder, { kind: 'onvif' }>

interface Entry {
  readonly recorder: CameraRecorder
  readonly wanted: string
  state: RecorderState
  contents: RecorderContents | null
  lookedMs: number
  /** From here on the last fetch brought nothing new; asking again at once would bring the same. */
  barren: { readonly fromMs: number; readonly sinceMs: number } | null
  looking: Promise<void> | null
}

/** Starts asking the recorders of the school what they have. */
export function startSchoolRecorder(options: SchoolRecorderOptions): SchoolRecorder {
  return new Recorders(options)
}

class Recorders implements SchoolRecorder {
  readonly #options: SchoolRecorderOptions
  readonly #cache: RemoteCache
  readonly #entries = new Map<string, Entry>()
  readonly #stopping = new AbortController()
  readonly #watching: Promise<void>
  #nextLookMs = Number.NEGATIVE_INFINITY

  constructor(options: SchoolRecorderOptions) {
    this.#options = options
    this.#cache = new RemoteCache(join(options.dataDir, 'nvr-cache'), options.clock)
    this.follow(options.cameras)
    this.#watching = this.#watch()
  }

  stateOf(cameraId: string): RecorderState | null {
    return this.#entries.get(cameraId)?.state ?? null
  }

  follow(cameras: readonly Camera[]): void {
    const { tell } = this.#options
    const kept = new Set<string>()
    for (const { id, recorder, retired } of cameras) {
      if (recorder === undefined || retired) continue
      kept.add(id)
      const wanted = JSON.stringify([recorder, this.#credentialsOf(recorder)])
      if (this.#entries.get(id)?.wanted === wanted) continue
      this.#entries.set(id, newEntry(recorder, wanted))
      this.#nextLookMs = Number.NEGATIVE_INFINITY
      if (recorder.kind !== 'onvif') tell(id, always, [])
    }
    for (const id of this.#entries.keys()) {
      if (kept.has(id)) continue
      this.#entries.delete(id)
      tell(id, always, [])
    }
  }

  async look(cameraId: string): Promise<void> {
    const entry = this.#entries.get(cameraId)
    // Only ONVIF can be asked what is there; after a refused password nothing is asked until it is another one.
    if (entry?.recorder.kind !== 'onvif' || entry.state === 'unauthorised') return
    entry.looking ??= this.#lookNow(cameraId, entry, entry.recorder)
    await entry.looking
  }

  async atOrAfter(cameraId: string, span: Span, signal: AbortSignal): Promise<PlayableSegment | null> {
    const found = await this.#pieceOf(cameraId, span, pieceMs, signal)
    if (found === null || this.#isBarren(found.entry, found.wanted)) return null
    return await unlessAborted(this.#fetch(cameraId, found.entry, found.wanted), signal)
  }

  async begin(
    cameraId: string,
    span: Span,
    file: string,
    signal: AbortSignal,
  ): Promise<RemoteSegment | null> {
    const found = await this.#pieceOf(cameraId, span, exportPieceMs, signal)
    if (found === null) return null
    const { entry, wanted } = found
    const segment = new RemoteSegment({
      ...this.#orderOf(cameraId, entry, wanted),
      file,
      clock: this.#options.clock,
    })
    const failure = await unlessAborted(segment.ready, signal)
    if (failure === null && !signal.aborted) return segment
    await segment.stop()
    if (failure !== null) this.#failed(cameraId, entry, segment, failure)
    if (segment.fault !== null) throw segment.fault
    return null
  }

  /** What to ask the recorder for: the first stretch in a span, at most so long. Null: nothing, or it cannot be asked. */
  async #pieceOf(
    cameraId: string,
    span: Span,
    longestMs: number,
    signal: AbortSignal,
  ): Promise<{ entry: Entry; wanted: Span } | null> {
    const { clock } = this.#options
    const entry = this.#entries.get(cameraId)
    if (entry === undefined || entry.state === 'unauthorised') return null
    if (clock.monotonic() - entry.lookedMs > freshMs) await unlessAborted(this.look(cameraId), signal)
    if (signal.aborted) return null
    const wanted = pieceFor(entry, { ...span, toMs: Math.min(span.toMs, clock.now()) }, longestMs)
    return wanted === null ? null : { entry, wanted }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await this.#watching
    await this.#cache[Symbol.asyncDispose]()
  }

  #credentialsOf({ credentials }: CameraRecorder): ReplayRequest['credentials'] {
    return credentials === undefined ? null : this.#options.credentialsOf(credentials)
  }

  async #watch(): Promise<void> {
    const { clock, log } = this.#options
    const failed = (error: unknown) => log.error({ err: error }, 'the watch over recorders failed')
    while (!this.#stopping.signal.aborted) {
      await this.#round().catch(failed)
      await clock.sleep(sweepEveryMs, this.#stopping.signal)
    }
  }

  async #round(): Promise<void> {
    const { clock } = this.#options
    await this.#cache.sweep()
    if (clock.monotonic() < this.#nextLookMs) return
    this.#nextLookMs = clock.monotonic() + lookEveryMs
    // One after the other: they are channels of the same recorder.
    for (const cameraId of this.#entries.keys()) if (!this.#stopping.signal.aborted) await this.look(cameraId)
  }

  async #lookNow(cameraId: string, entry: Entry, recorder: OnvifRecorder): Promise<void> {
    const { clock, log, tell } = this.#options
    const { signal } = this.#stopping
    try {
      entry.contents = await recorderContents(recorder, this.#credentialsOf(recorder), { clock, signal })
      entry.state = entry.contents.stretches === null ? 'unknown' : 'known'
      if (this.#entries.get(cameraId) === entry) tell(cameraId, always, entry.contents.stretches ?? [])
    } catch (error) {
      if (!(error instanceof OnvifError)) throw error
      entry.state = stateAfter(error)
      if (!signal.aborted)
        log.warn({ cameraId, state: entry.state, reason: error.message }, 'the recorder of the school')
    } finally {
      entry.lookedMs = clock.monotonic()
      entry.looking = null
    }
  }

  async #fetch(cameraId: string, entry: Entry, span: Span): Promise<RemoteSegment | null> {
    const segment =
      this.#cache.find(cameraId, span.fromMs) ??
      (await this.#cache.fetch(this.#orderOf(cameraId, entry, span)))
    void this.#noteBarren(entry, segment, span)
    const failure = await segment.ready
    if (failure === null) return segment
    this.#failed(cameraId, entry, segment, failure)
    await this.#cache.drop(segment)
    return null
  }

  #orderOf(cameraId: string, entry: Entry, span: Span): Omit<FetchOptions, 'file' | 'clock'> {
    const { ffmpeg, registry } = this.#options
    const request = requestFor(entry, span, this.#credentialsOf(entry.recorder))
    return { cameraId, span, request, offsetMs: entry.contents?.offsetMs ?? 0, ffmpeg, registry }
  }

  #failed(cameraId: string, entry: Entry, { fault }: RemoteSegment, failure: FetchFailure): void {
    const { log } = this.#options
    if (fault !== null) log.error({ err: fault, cameraId }, 'fetching from the recorder failed')
    else log.warn({ cameraId, failure }, 'the recorder of the school gave no picture')
    entry.state = stateOnFailure(entry.state, failure)
  }

  async #noteBarren(entry: Entry, segment: RemoteSegment, { fromMs }: Span): Promise<void> {
    await segment.finished
    const sinceMs = this.#options.clock.monotonic()
    if (segment.lastFrameMs <= fromMs + joinedWithinMs) entry.barren = { fromMs, sinceMs }
  }

  #isBarren({ barren }: Entry, { fromMs }: Span): boolean {
    return barren?.fromMs === fromMs && this.#options.clock.monotonic() - barren.sinceMs < freshMs
  }
}

/** Does not wait for what nobody wants any more; it goes on by itself. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    signal.addEventListener('abort', () => resolve(null), { once: true, signal: over.signal })
    if (signal.aborted) resolve(null)
    work.then(resolve, reject).finally(() => over.abort())
  })
}

const always: Span = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }

function newEntry(recorder: CameraRecorder, wanted: string): Entry {
  const lookedMs = Number.NEGATIVE_INFINITY
  return { recorder, wanted, state: 'unknown', contents: null, lookedMs, barren: null, looking: null }
}

/** The first stretch in the span that the recorder has, or may have; a piece of it. */
function pieceFor({ recorder, contents }: Entry, span: Span, longestMs: number): Span | null {
  if (recorder.kind === 'onvif' && contents === null) return null
  const possible =
    contents === null ? [span] : (contents.stretches ?? (contents.whole ? [contents.whole] : []))
  // The very end of a stretch is left alone: a recorder begins at the key frame before it and shows that again.
  const next = possible.find(stretch => stretch.toMs - leftAloneMs > span.fromMs)
  if (next === undefined || next.fromMs >= span.toMs) return null
  const fromMs = Math.max(span.fromMs, next.fromMs)
  return { fromMs, toMs: Math.min(span.toMs, next.toMs, fromMs + longestMs) }
}

function requestFor(
  { recorder, contents }: Entry,
  span: Span,
  credentials: ReplayRequest['credentials'],
): ReplayRequest {
  if (recorder.kind === 'rtsp-template')
    return { url: playbackUrl(recorder, span), credentials, range: { kind: 'in-address' } }
  const offsetMs = contents?.offsetMs ?? 0
  const byItsClock = { fromMs: span.fromMs + offsetMs, toMs: span.toMs + offsetMs }
  const wholeFromMs = contents?.whole?.fromMs
  const beginsMs = wholeFromMs === undefined ? null : wholeFromMs + offsetMs
  return { url: contents?.url ?? '', credentials, range: { kind: 'clock', span: byItsClock, beginsMs } }
}

function stateAfter(error: OnvifError): RecorderState {
  if (error.kind === 'unauthorised' || error.kind === 'unreachable') return error.kind
  return 'unsupported'
}

/** `empty` and a full disk say nothing against the recorder. */
function stateOnFailure(state: RecorderState, failure: FetchFailure): RecorderState {
  if (failure === 'unauthorised' || failure === 'unreachable') return failure
  return failure === 'refused' && state === 'unknown' ? 'unsupported' : state
}
