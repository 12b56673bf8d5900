import type { StreamName } from '../../shared/domain/camera.ts'
import type { Camera } from '../../shared/site.ts'
import type { Cameras } from '../cameras/service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { CameraRecorder, defaultSegmentLengthMs } from './camera-recorder.ts'
import { keepSyncing } from './disk-sync.ts'
import type { OpenSegment } from './open-segment.ts'
import type { SegmentTable } from './table.ts'
import type { Volumes } from './volumes/volumes.ts'

/** How often the table learns how far the open segments have come; after a crash the files themselves are asked. */
const noteEveryMs = 10_000

export interface Recorder extends AsyncDisposable {
  /** The segment a camera is being recorded into; null when it is not recorded now. */
  openSegment(cameraId: string): OpenSegment | null
  /** What waits in memory for a disk. */
  backlogOf(volume: string): number
  /** The site file says something else now: recorders come, go and change streams; all others write on untouched. */
  follow(cameras: readonly Camera[]): void
}

/** Records every camera that the site file says, continuously, whether or not anybody watches. */
export function startRecorder(options: {
  cameras: readonly Camera[]
  streams: Cameras
  volumes: Volumes
  table: SegmentTable
  clock: Clock
  log: Log
  segmentLengthMs?: number
}): Recorder {
  const { streams, volumes, table, clock, log } = options
  const stopping = new AbortController()
  const running = new Map<string, Running>()
  const stopped = new Set<Promise<void>>()
  const start = ({ id: cameraId, record }: RecordedCamera): void => {
    const recorder = new CameraRecorder({
      cameraId,
      stream: record,
      volumes,
      table,
      clock,
      log,
      segmentLengthMs: options.segmentLengthMs ?? defaultSegmentLengthMs,
      onRecording: isRecording => streams.setRecording(cameraId, isRecording),
    })
    running.set(cameraId, { recorder, stream: record, hold: streams.hold(cameraId, record, recorder) })
  }
  const stop = (cameraId: string, { recorder, hold }: Running): void => {
    running.delete(cameraId)
    hold[Symbol.dispose]()
    const ending: Promise<void> = recorder.stop().finally(() => stopped.delete(ending))
    stopped.add(ending)
  }
  const follow = (cameras: readonly Camera[]): void => {
    const wanted = new Map(cameras.filter(isRecorded).map(camera => [camera.id, camera]))
    for (const [id, before] of running) if (wanted.get(id)?.record !== before.stream) stop(id, before)
    for (const [id, camera] of wanted) if (!running.has(id)) start(camera)
  }
  follow(options.cameras)
  const openSegments = () => [...running.values()].flatMap(({ recorder }) => recorder.openSegment ?? [])
  const working = Promise.all([
    keepSyncing(openSegments, clock, stopping.signal),
    keepNoting(
      () => table.putAll(openSegments().map(segment => segment.row('open'))),
      clock,
      stopping.signal,
    ),
  ])
  working.catch((error: unknown) => log.error({ err: error }, 'the recorder failed'))
  return {
    openSegment: cameraId => running.get(cameraId)?.recorder.openSegment ?? null,
    backlogOf: volume =>
      openSegments()
        .filter(segment => segment.volume === volume)
        .reduce((sum, { writer }) => sum + writer.backlogBytes, 0),
    follow,
    async [Symbol.asyncDispose]() {
      for (const [id, recorder] of running) stop(id, recorder)
      stopping.abort()
      await working
      await Promise.all(stopped)
    },
  }
}

interface Running {
  readonly recorder: CameraRecorder
  readonly stream: StreamName
  readonly hold: Disposable
}

type RecordedCamera = Camera & { record: StreamName }

const isRecorded = (camera: Camera): camera is RecordedCamera =>
  camera.record !== 'off' && camera.enabled && !camera.retired

async function keepNoting(note: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(noteEveryMs, signal)
    if (!signal.aborted) note()
  }
}
