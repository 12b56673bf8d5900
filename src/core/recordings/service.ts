import { join } from 'node:path'
import type { Incident } from '../../shared/domain/incident.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { Coverage, Span } from '../../shared/domain/recording.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Camera } from '../../shared/site.ts'
import type { PlaybackMessage, PlaybackRequest } from '../../shared/streams.ts'
import type { Cameras } from '../cameras/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { blindTimes } from './blind-times.ts'
import { coverageOf } from './coverage.ts'
import { Grants, type GrantedStream } from './grants.ts'
import { openLibrary, type Library } from './library.ts'
import { Playback } from './playback.ts'
import { startRecorder, type Recorder } from './recorder.ts'
import { reindex } from './reindex.ts'
import { segmentTable, type SegmentTable } from './table.ts'
import { viewingTable } from './viewing-table.ts'

export interface RecordingsOptions {
  /** The cameras of the site as they are now; asked at every use. */
  readonly cameras: () => readonly Camera[]
  readonly streams: Cameras
  readonly incidentOf: (id: number) => Incident | null
  readonly dataDir: string
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
  /** See `defaultSegmentLengthMs`; tests use shorter files. */
  readonly segmentLengthMs?: number
}

/** One running playback: answers requests one after the other; a new `play` cuts the answer before it short. */
export interface PlaybackStream extends Disposable {
  readonly ended: AbortSignal
  /** Rejects with Refusal `recordings.no-grant` when the viewer has left the desk. */
  ask(request: PlaybackRequest): Promise<void>
}

export interface PlaybackLine {
  message(message: PlaybackMessage): void
  bytes(bytes: Buffer): void
}

export interface Recordings extends AsyncDisposable {
  readonly grants: Grants
  /** The cameras of the site have changed; `Cameras.apply` comes first. */
  follow(): void
  /** @throws Refusal `cameras.unknown`, `recordings.span-invalid` */
  coverage(cameraIds: readonly string[], span: Span): Coverage[]
  /**
   * @param viewer who sits at the desk: asked at every request, so that nothing is served to an empty or other seat
   * @throws Refusal `recordings.no-grant`
   */
  openPlayback(
    grantId: string,
    cameraId: string,
    viewer: () => UserActor | null,
    line: PlaybackLine,
  ): PlaybackStream
}

const longestCoverageMs = 400 * 86_400_000
const sweepEveryMs = 5_000

/** Starts the recorder of all cameras that are to be recorded, and the way to what it has written. */
export async function startRecordings(options: RecordingsOptions): Promise<Recordings> {
  const { db, journal, clock, log, cameras } = options
  const root = join(options.dataDir, 'recordings')
  const table = segmentTable(db)
  const blind = blindTimes(journal)
  table.closeOutages(blind({ fromMs: 0, toMs: clock.now() }).at(-1)?.fromMs ?? clock.now())
  await reindex({ root, table, log, nowMs: clock.now() })
  const grants = new Grants({ ...options, table: viewingTable(db) })
  const recorder = startRecorder({ ...options, cameras: cameras(), root, table })
  const library = openLibrary({ root, table, openSegment: cameraId => recorder.openSegment(cameraId) })
  const stopping = new AbortController()
  const sweeping = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(sweepEveryMs, stopping.signal)
      grants.sweep()
    }
  })()
  sweeping.catch((error: unknown) => log.error({ err: error }, 'the watch over grants failed'))
  const gapsOf = (cameraId: string, span: Span) => coverage(cameraId, span, { table, recorder, blind, clock })
  return {
    grants,
    follow: () => recorder.follow(cameras()),
    coverage(cameraIds, span) {
      const ids = new Set(cameras().map(({ id }) => id))
      const unknown = cameraIds.find(id => !ids.has(id))
      if (unknown !== undefined) throw new Refusal('cameras.unknown', { camera: unknown })
      if (!(span.toMs > span.fromMs) || span.toMs - span.fromMs > longestCoverageMs)
        throw new Refusal('recordings.span-invalid')
      return cameraIds.map(id => gapsOf(id, span))
    },
    openPlayback: (grantId, cameraId, viewer, line) => {
      const stream = grants.openStream(grantId, cameraId, viewer())
      return playbackStream({
        stream,
        viewer,
        cameraId,
        line,
        library,
        grants,
        clock,
        gapsIn: span => gapsOf(cameraId, span).gaps,
      })
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await sweeping
      grants.endAll()
      await recorder[Symbol.asyncDispose]()
    },
  }
}

function coverage(
  cameraId: string,
  span: Span,
  from: { table: SegmentTable; recorder: Recorder; blind: (span: Span) => Span[]; clock: Clock },
): Coverage {
  const { table, recorder, blind, clock } = from
  const open = recorder.openSegment(cameraId)?.row('open')
  const rows = table.reaching(cameraId, span).filter(row => row.path !== open?.path)
  const recorded = [...rows, ...(open === undefined ? [] : [open])]
  return coverageOf({
    cameraId,
    span,
    nowMs: clock.now(),
    recorded: recorded.map(({ firstFrameMs, lastFrameMs }) => ({ fromMs: firstFrameMs, toMs: lastFrameMs })),
    outages: table.outages(cameraId, span),
    blind: blind(span),
  })
}

function playbackStream(options: {
  stream: GrantedStream
  viewer: () => UserActor | null
  cameraId: string
  line: PlaybackLine
  library: Library
  grants: Grants
  clock: Clock
  gapsIn: (span: Span) => Coverage['gaps']
}): PlaybackStream {
  const { stream, cameraId, line, library, grants, clock, gapsIn } = options
  const { grant, ended, viewerId } = stream
  const playback = new Playback({
    cameraId,
    library,
    gapsIn,
    span: grant.span,
    now: () => clock.now(),
    send: message => line.message(message),
    sendBytes: bytes => line.bytes(bytes),
    served: stretch => grants.served(grant.id, { cameraId, ...stretch }),
  })
  const closed = new AbortController()
  let current = new AbortController()
  let turn: Promise<void> = Promise.resolve()
  return {
    ended,
    ask(request) {
      if (options.viewer()?.id !== viewerId)
        return Promise.reject(new Refusal('recordings.no-grant', { camera: cameraId }))
      if (request.type === 'play') {
        current.abort()
        current = new AbortController()
      }
      const signal = AbortSignal.any([current.signal, ended, closed.signal])
      const before = turn.catch(() => {})
      turn = before.then(() =>
        request.type === 'play' ? playback.play(request.atMs, signal) : playback.more(signal),
      )
      return turn
    },
    [Symbol.dispose]: () => {
      if (closed.signal.aborted) return
      closed.abort()
      stream[Symbol.dispose]()
    },
  }
}
