import { join } from 'node:path'
import type { Incident } from '../../shared/domain/incident.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { Coverage, Span } from '../../shared/domain/recording.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Camera, Place, RecordingVolume } from '../../shared/site.ts'
import type { PlaybackMessage, PlaybackRequest } from '../../shared/streams.ts'
import type { TimelineTrack } from '../../shared/domain/timeline.ts'
import type { Cameras } from '../cameras/service.ts'
import type { Raising } from '../incidents/shelving/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { blindTimes } from './blind-times.ts'
import { lockTable } from './evidence/lock-table.ts'
import { Grants, type ApprovedRequests, type GrantedStream } from './grants.ts'
import { openLibrary, type Library, type PlaybackSource } from './library.ts'
import { RecorderPictures } from './nvr/recorder-pictures.ts'
import { startSchoolRecorder, type SchoolRecorder } from './nvr/school-recorder.ts'
import { withSchoolRecorder } from './nvr/source.ts'
import { Playback } from './playback.ts'
import { startRecorder } from './recorder.ts'
import { reindex } from './reindex.ts'
import { Storage } from './storage-service.ts'
import { segmentTable } from './table.ts'
import { Thumbnails, type Thumbnail } from './thumbnails.ts'
import { journalMarks, lockMarks } from './timeline-marks.ts'
import type { CameraMark } from './timeline.ts'
import { TimelineService } from './timeline-service.ts'
import { timelineTable } from './timeline-table.ts'
import { viewingTable } from './viewing-table.ts'
import { lostStretches, withoutLost } from './volumes/lost.ts'
import { Volumes } from './volumes/volumes.ts'

export interface RecordingsOptions {
  /** The cameras of the site as they are now; asked at every use. */
  readonly cameras: () => readonly Camera[]
  readonly streams: Cameras
  readonly incidentOf: (id: number) => Incident | null
  /** For the recorder of the school; none when absent. */
  readonly credentialsOf?: (name: string) => { readonly user: string; readonly password: string } | null
  /** Makes the small pictures for scrubbing, and fetches from the school's recorder. */
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  /** See `GrantsOptions`. */
  readonly requests?: ApprovedRequests
  /** What cameras themselves report of motion. */
  readonly motionMarks?: (span: Span) => readonly CameraMark[]
  /** Where faults of disks are raised, the places of the site, and whether a time server proves the clock. */
  readonly incidents?: Raising
  readonly places?: () => readonly Place[]
  readonly isClockProved?: () => boolean
  /** The disks that the site file names; none when absent. */
  readonly storage?: () => readonly RecordingVolume[]
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
  /** Disks, what is kept, and evidence. */
  readonly storage: Storage
  /** For who copies recordings under an authorised request; it asks no grant. */
  readonly library: Library
  /** The recorder of the school: what is known of it, and asking it anew. */
  readonly school: Pick<SchoolRecorder, 'look' | 'stateOf' | 'begin'>
  /** The cameras of the site have changed; `Cameras.apply` comes first. */
  follow(): void
  /** @throws Refusal `cameras.unknown`, `recordings.span-invalid` */
  coverage(cameraIds: readonly string[], span: Span): Coverage[]
  /** What a timeline draws; see the call `recordings.timeline`. @throws Refusal as `coverage` */
  timeline(cameraIds: readonly string[], span: Span, resolutionMs: number): TimelineTrack[]
  /** A small picture of about a moment. It counts as served. @throws Refusal `recordings.no-grant` */
  thumbnail(
    grantId: string,
    cameraId: string,
    atMs: number,
    viewer: UserActor | null,
  ): Promise<Thumbnail | null>
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

const sweepEveryMs = 5_000

/** Starts the recorder of all cameras that are to be recorded, and the way to what it has written. */
export async function startRecordings(options: RecordingsOptions): Promise<Recordings> {
  const { db, journal, clock, log, cameras } = options
  const table = segmentTable(db)
  const blind = blindTimes(journal)
  table.closeOutages(blind({ fromMs: 0, toMs: clock.now() }).at(-1)?.fromMs ?? clock.now())
  const volumes = new Volumes({ ...options, volumes: options.storage?.() ?? [] })
  await volumes.look()
  await reindex({ volumes, table, log, nowMs: clock.now() })
  const grants = new Grants({ ...options, table: viewingTable(db) })
  const recorder = startRecorder({ ...options, cameras: cameras(), volumes, table })
  volumes.watchBacklog(volume => recorder.backlogOf(volume))
  const openSegment = (cameraId: string) => recorder.openSegment(cameraId)
  const library = openLibrary({ fileOf: row => volumes.fileOf(row), table, openSegment })
  const runs = timelineTable(db)
  const lost = lostStretches({ volumes, segments: table, timeline: runs })
  const readable = withoutLost(library, lost)
  const school = startSchoolRecorder({
    ...options,
    cameras: cameras(),
    credentialsOf: options.credentialsOf ?? (() => null),
    tell: (cameraId, span, stretches) => runs.putRecorderRuns(cameraId, span, stretches),
  })
  const source = withSchoolRecorder(readable, school)
  const folder = join(options.dataDir, 'nvr-cache')
  const recorderPictures = new RecorderPictures({ school, folder, clock })
  const thumbnails = new Thumbnails({ ...options, library: readable, recorder: recorderPictures })
  const timelines = new TimelineService({
    ...options,
    openSegment,
    blind,
    recorderOf: cameraId => school.stateOf(cameraId),
    table: runs,
    lost,
    outages: (cameraId, span) => table.outages(cameraId, span),
    marks: [
      journalMarks(journal, options.incidentOf),
      lockMarks(() => lockTable(db).active()),
      options.motionMarks ?? (() => []),
    ],
  })
  const storage = new Storage({
    ...options,
    volumes,
    openSegment,
    segments: table,
    timeline: runs,
    lost,
    reportOf: cameraId => options.streams.reports().find(({ id }) => id === cameraId),
    coverage: (cameraIds, span) => timelines.coverage(cameraIds, span),
  })
  const stopping = new AbortController()
  const sweeping = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(sweepEveryMs, stopping.signal)
      grants.sweep()
      timelines.sweep()
    }
  })()
  sweeping.catch((error: unknown) => log.error({ err: error }, 'the watch over grants failed'))
  return {
    grants,
    storage,
    library,
    school,
    follow: () => {
      storage.follow()
      recorder.follow(cameras())
      school.follow(cameras())
      timelines.follow()
    },
    coverage: (cameraIds, span) => timelines.coverage(cameraIds, span),
    timeline: (cameraIds, span, resolutionMs) => timelines.timeline(cameraIds, span, resolutionMs),
    async thumbnail(grantId, cameraId, atMs, viewer) {
      using stream = grants.openStream(grantId, cameraId, viewer)
      const made = await thumbnails.at(cameraId, atMs, stream.grant.span)
      if (made === null || stream.ended.aborted) return null
      grants.served(grantId, { cameraId, fromMs: made.fromMs, toMs: made.toMs })
      return made
    },
    openPlayback: (grantId, cameraId, viewer, line) => {
      const stream = grants.openStream(grantId, cameraId, viewer())
      return playbackStream({
        stream,
        viewer,
        cameraId,
        line,
        library: source,
        grants,
        clock,
        gapsIn: span => timelines.gapsOf(cameraId, span),
        onUnreadable: (file, error) => log.warn({ err: error, cameraId, file }, 'a recording cannot be read'),
      })
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await sweeping
      await storage[Symbol.asyncDispose]()
      grants.endAll()
      timelines[Symbol.dispose]()
      await school[Symbol.asyncDispose]()
      await recorder[Symbol.asyncDispose]()
    },
  }
}

function playbackStream(options: {
  stream: GrantedStream
  viewer: () => UserActor | null
  cameraId: string
  line: PlaybackLine
  library: PlaybackSource
  grants: Grants
  clock: Clock
  gapsIn: (span: Span) => Coverage['gaps']
  onUnreadable: (file: string, error: unknown) => void
}): PlaybackStream {
  const { stream, cameraId, line, library, grants, clock, gapsIn, onUnreadable } = options
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
    onUnreadable,
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
        request.type === 'play' ? playback.play(request.atMs, signal, request.speed) : playback.more(signal),
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
