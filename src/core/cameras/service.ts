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
import type { Credentials } from './ffmpeg-arguments.ts'
import type { FragmentSink } from './fragment-sink.ts'
import { observe, type Health } from './health.ts'
import { CameraStream } from './stream.ts'
import { ViewerSink, type ViewerLine } from './viewer-sink.ts'

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
}

export interface Cameras extends AsyncDisposable {
  reports(): CameraReport[]
  /** Told at most twice a second: at a change of state, and every second while anything is wanted. */
  readonly changed: Emitter<CameraReport[]>
  /**
   * A viewer on one stream, for as long as the handle lives. `sub` is `main` where a camera has no sub-stream.
   * @throws Refusal `cameras.unknown`, or `cameras.no-stream` for a camera that is switched off
   */
  attachViewer(cameraId: string, stream: StreamName, line: ViewerLine): Disposable
  /** The recorder (or another consumer inside core) on one stream. @throws Refusal as `attachViewer` */
  hold(cameraId: string, stream: StreamName, sink: FragmentSink): Disposable
  /** What the recorder says of itself, for the report. */
  setRecording(cameraId: string, isRecording: boolean): void
  /** These credentials were changed: cameras that refused the old ones are dialled again. */
  credentialsChanged(name: string): void
}

interface Entry {
  readonly camera: Camera
  readonly main: CameraStream
  readonly sub: CameraStream | null
  health: Health
  isRecording: boolean
}

const tickMs = 500

/** Starts the cameras of the site. None is dialled before somebody wants a picture of it. */
export function startCameras(options: CamerasOptions): Cameras {
  const { clock, log, journal } = options
  const gate = new DialGate(clock)
  const entries = new Map(options.cameras.map(camera => [camera.id, entryOf(camera, options, gate)]))
  const changed = new Emitter<CameraReport[]>()
  const stopping = new AbortController()
  const pulse = new Pulse([...entries.values()])
  const reports = () => [...entries.values()].map(reportOf)

  const ticking = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(tickMs, stopping.signal)
      if (stopping.signal.aborted) return
      for (const entry of entries.values()) watchHealth(entry, journal, clock.now())
      if (pulse.isDue()) changed.emit(reports())
    }
  })()
  ticking.catch((error: unknown) => log.error({ err: error }, 'the watch over the cameras failed'))

  const streamOf = (cameraId: string, name: StreamName): CameraStream => {
    const entry = entries.get(cameraId)
    if (entry === undefined) throw new Refusal('cameras.unknown', { camera: cameraId })
    if (!entry.camera.enabled) throw new Refusal('cameras.no-stream', { camera: cameraId })
    return name === 'sub' && entry.sub !== null ? entry.sub : entry.main
  }
  return {
    reports,
    changed,
    attachViewer: (cameraId, stream, line) => streamOf(cameraId, stream).attach(new ViewerSink(line)),
    hold: (cameraId, stream, sink) => streamOf(cameraId, stream).attach(sink),
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

function entryOf(camera: Camera, options: CamerasOptions, gate: DialGate): Entry {
  const { ffmpeg, registry, clock, log, random = Math.random } = options
  const streamOn = (name: StreamName, url: string) =>
    new CameraStream({
      cameraId: camera.id,
      name,
      ffmpeg,
      registry,
      gate,
      clock,
      log,
      random,
      source: () => ({
        url,
        transport: camera.transport,
        credentials: camera.credentials === undefined ? null : options.credentialsOf(camera.credentials),
      }),
    })
  const { main, sub } = camera.streams
  return {
    camera,
    main: streamOn('main', main.url),
    sub: sub === undefined ? null : streamOn('sub', sub.url),
    health: { kind: 'fine' },
    isRecording: false,
  }
}

function reportOf({ camera, main, sub, isRecording }: Entry): CameraReport {
  const report = (stream: CameraStream): StreamReport =>
    camera.enabled ? stream.report() : { ...stream.report(), state: 'off' }
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
  readonly #entries: readonly Entry[]
  #touched = true
  #ticks = 0

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
    for (const stream of entries.flatMap(streamsOf)) stream.changed.on(() => this.touch())
  }

  touch(): void {
    this.#touched = true
  }

  isDue(): boolean {
    this.#ticks++
    const isRunning =
      this.#ticks % 2 === 0 && this.#entries.flatMap(streamsOf).some(stream => stream.isWanted)
    const isDue = this.#touched || isRunning
    this.#touched = false
    return isDue
  }
}
