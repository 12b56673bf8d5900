import type { CameraReport, StreamName, StreamReport } from '../../shared/domain/camera.ts'
import { station } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Camera } from '../../shared/site.ts'
import type { Journal } from '../journal/journal.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { Emitter } from '../platform/emitter.ts'
import type { Log } from '../platform/log.ts'
import { DialGate } from './dial-gate.ts'
import type { Credentials, RtspSource } from './ffmpeg-arguments.ts'
import type { FragmentSink } from './fragment-sink.ts'
import { observe, type Health } from './health.ts'
import { Logins } from './logins.ts'
import { CameraStream, type StreamOptions } from './stream.ts'
import { TranscoderSlots } from './transcoder-slots.ts'
import { ViewerRoute, type Plays } from './viewer-route.ts'
import type { ViewerLine } from './viewer-sink.ts'
import { Wishes } from './wishes.ts'

export interface CamerasOptions {
  readonly cameras: readonly Camera[]
  /** Credentials by their name in secrets.json; null when there is no such entry. Asked at every dial. */
  readonly credentialsOf: (name: string) => Credentials | null
  /** The ffmpeg to run: a path, or a name to be found on PATH. Version 5.1 or newer. */
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
  readonly log: Log
  readonly journal: Journal
  readonly random?: () => number
  /** How much may be transcoded at once; absent: by the processor. */
  readonly slots?: TranscoderSlots
}

export interface Cameras extends AsyncDisposable {
  reports(): CameraReport[]
  /** Told at most twice a second: at a change of state, and every second while anything is wanted. */
  readonly changed: Emitter<CameraReport[]>
  /**
   * A viewer on one stream, for as long as the handle lives. `sub` is `main` where a camera has no sub-stream. What
   * the viewer cannot decode (`plays`) is replaced by a sub-stream that it can, or transcoded.
   * @throws Refusal `cameras.unknown`, or `cameras.no-stream` for a camera that is switched off
   */
  attachViewer(cameraId: string, stream: StreamName, line: ViewerLine, plays?: Plays): Disposable
  /** The recorder (or another consumer inside core) on one stream. @throws Refusal as `attachViewer` */
  hold(cameraId: string, stream: StreamName, sink: FragmentSink): Disposable
  /** What a stream is dialled by; stays inside core. @throws Refusal as `attachViewer` */
  sourceOf(cameraId: string, stream: StreamName): RtspSource
  /** What the recorder says of itself, for the report. */
  setRecording(cameraId: string, isRecording: boolean): void
  /**
   * The site file says something else now: cameras come and go, and streams whose address, transport or credentials
   * are other than before are dialled anew; all others go on untouched. Whoever watches or records a stream that was
   * replaced is moved over to the new one.
   */
  apply(cameras: readonly Camera[]): void
  /** These credentials were changed: cameras that refused the old ones are dialled again. */
  credentialsChanged(name: string): void
}

interface Entry {
  camera: Camera
  main: CameraStream
  sub: CameraStream | null
  health: Health
  isRecording: boolean
}

const tickMs = 500

/** Starts the cameras of the site. None is dialled before somebody wants a picture of it. */
export function startCameras(options: CamerasOptions): Cameras {
  const { clock, log, journal } = options
  const { slots = new TranscoderSlots() } = options
  const shared = { gate: new DialGate(clock), logins: new Logins(clock), slots }
  const entries = new Map<string, Entry>()
  const wishes = new Wishes()
  const changed = new Emitter<CameraReport[]>()
  const stopping = new AbortController()
  const pulse = new Pulse(entries)
  const reports = () => [...entries.values()].flatMap(entry => (isRetired(entry) ? [] : [reportOf(entry)]))

  const ticking = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(tickMs, stopping.signal)
      if (stopping.signal.aborted) return
      for (const entry of entries.values()) watchHealth(entry, journal, clock.now())
      if (pulse.isDue()) changed.emit(reports())
    }
  })()
  ticking.catch((error: unknown) => log.error({ err: error }, 'the watch over the cameras failed'))

  const apply = (cameras: readonly Camera[]): void => {
    const replaced = applyTo(entries, cameras, (camera, name) => {
      const stream = streamOn(camera, name, options, shared)
      stream.changed.on(() => pulse.touch())
      return stream
    })
    wishes.move((id, name) => servingStream(entries.get(id), name), clock.now())
    for (const stream of replaced)
      stream[Symbol.asyncDispose]().catch((error: unknown) =>
        log.error({ err: error }, 'a replaced stream failed'),
      )
    pulse.touch()
  }
  apply(options.cameras)
  const streamOf = (cameraId: string, name: StreamName): CameraStream => {
    const entry = entries.get(cameraId)
    if (entry === undefined) throw new Refusal('cameras.unknown', { camera: cameraId })
    const stream = servingStream(entry, name)
    if (stream === null) throw new Refusal('cameras.no-stream', { camera: cameraId })
    return stream
  }
  return {
    reports,
    changed,
    attachViewer: (cameraId, asked, line, plays = null) =>
      new ViewerRoute({
        asked,
        plays,
        line,
        hasSub: (entries.get(cameraId)?.sub ?? null) !== null,
        codecOf: name => servingStream(entries.get(cameraId), name)?.codec ?? '',
        attach: (name, isTranscoded, sink) =>
          wishes.add({ cameraId, name, sink, isTranscoded, isViewer: true }, streamOf(cameraId, name)),
      }),
    hold: (cameraId, name, sink) =>
      wishes.add({ cameraId, name, sink, isTranscoded: false, isViewer: false }, streamOf(cameraId, name)),
    apply,
    sourceOf: (cameraId, name) => streamOf(cameraId, name).source(),
    setRecording(cameraId, isRecording) {
      const entry = entries.get(cameraId)
      if (entry === undefined || entry.isRecording === isRecording) return
      entry.isRecording = isRecording
      pulse.touch()
    },
    credentialsChanged(name) {
      for (const { camera, main, sub } of entries.values())
        if (camera.credentials === name) for (const stream of [main, sub]) stream?.retry()
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await ticking
      const streams = [...entries.values()].flatMap(streamsOf)
      await Promise.all(streams.map(stream => stream[Symbol.asyncDispose]()))
    },
  }
}

const streamsOf = ({ main, sub }: Entry): CameraStream[] => (sub === null ? [main] : [main, sub])

const isRetired = ({ camera }: Entry): boolean => camera.retired

/** The stream that serves a wish; null while the camera is switched off, retired or not of the site. */
function servingStream(entry: Entry | undefined, name: StreamName): CameraStream | null {
  if (entry === undefined || !entry.camera.enabled || entry.camera.retired) return null
  return name === 'sub' && entry.sub !== null ? entry.sub : entry.main
}

type StreamMaker = (camera: Camera, name: StreamName) => CameraStream

/** Brings the entries to what the site file says now. Gives the streams that are of no more use. */
function applyTo(entries: Map<string, Entry>, cameras: readonly Camera[], make: StreamMaker): CameraStream[] {
  const replaced: CameraStream[] = []
  const ids = new Set(cameras.map(({ id }) => id))
  for (const [id, entry] of entries)
    if (!ids.has(id)) {
      entries.delete(id)
      replaced.push(...streamsOf(entry))
    }
  for (const camera of cameras) {
    const entry = entries.get(camera.id)
    if (entry === undefined) {
      entries.set(camera.id, {
        camera,
        main: make(camera, 'main'),
        sub: camera.streams.sub === undefined ? null : make(camera, 'sub'),
        health: { kind: 'fine' },
        isRecording: false,
      })
      continue
    }
    const before = entry.camera
    entry.camera = camera
    if (dialKey(before, 'main') !== dialKey(camera, 'main')) {
      replaced.push(entry.main)
      entry.main = make(camera, 'main')
    }
    if (dialKey(before, 'sub') !== dialKey(camera, 'sub')) {
      if (entry.sub !== null) replaced.push(entry.sub)
      entry.sub = camera.streams.sub === undefined ? null : make(camera, 'sub')
    }
  }
  return replaced
}

/** What a stream is dialled by: when this changes, the running stream is of no more use. */
function dialKey({ streams, transport, credentials, enabled, retired }: Camera, name: StreamName): string {
  return JSON.stringify([streams[name]?.url, transport, credentials, enabled, retired])
}

function streamOn(
  { id: cameraId, streams, transport, credentials }: Camera,
  name: StreamName,
  options: CamerasOptions,
  shared: Pick<StreamOptions, 'gate' | 'logins' | 'slots'>,
): CameraStream {
  const { ffmpeg, registry, clock, log, random = Math.random } = options
  return new CameraStream({
    cameraId,
    name,
    ffmpeg,
    registry,
    ...shared,
    clock,
    log,
    random,
    source: () => ({
      url: streams[name]?.url ?? streams.main.url,
      transport,
      credentials: credentials === undefined ? null : options.credentialsOf(credentials),
    }),
  })
}

function reportOf({ camera, main, sub, isRecording }: Entry): CameraReport {
  const report = (stream: CameraStream): StreamReport =>
    camera.enabled ? stream.report() : { ...stream.report(), state: 'off', code: 'none', warnings: [] }
  return { id: camera.id, main: report(main), sub: report(sub ?? main), recording: isRecording }
}

/** Two stages: the tile tells a loss at once, the journal only when it lasts. */
function watchHealth(entry: Entry, journal: Journal, nowMs: number): void {
  const wanted = streamsOf(entry).filter(stream => stream.isWanted)
  const seen = observe(
    entry.health,
    wanted.map(stream => stream.condition),
    nowMs,
  )
  entry.health = seen.health
  if (seen.entry === null) return
  const { kind, ...body } = seen.entry
  journal.append({
    actor: station,
    kind,
    subject: entry.camera.id,
    body: { name: entry.camera.name, ...body },
  })
}

/** Decides at each tick whether the reports are to be told. */
class Pulse {
  readonly #entries: ReadonlyMap<string, Entry>
  #touched = true
  #ticks = 0

  constructor(entries: ReadonlyMap<string, Entry>) {
    this.#entries = entries
  }

  touch(): void {
    this.#touched = true
  }

  isDue(): boolean {
    this.#ticks++
    const streams = [...this.#entries.values()].flatMap(streamsOf)
    const isRunning = this.#ticks % 2 === 0 && streams.some(stream => stream.isWanted)
    const isDue = this.#touched || isRunning
    this.#touched = false
    return isDue
  }
}
