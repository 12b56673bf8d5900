import type { Camera } from '../../shared/site.ts'
import type { Cameras } from '../cameras/service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { CameraRecorder, defaultSegmentLengthMs } from './camera-recorder.ts'
import { keepSyncing } from './disk-sync.ts'
import type { OpenSegment } from './open-segment.ts'
import type { SegmentTable } from './table.ts'

/** How often the table learns how far the open segments have come; after a crash the files themselves are asked. */
const noteEveryMs = 10_000

export interface Recorder extends AsyncDisposable {
  /** The segment a camera is being recorded into; null when it is not recorded now. */
  openSegment(cameraId: string): OpenSegment | null
}

/** Records every camera that the site file says, continuously, whether or not anybody watches. */
export function startRecorder(options: {
  cameras: readonly Camera[]
  streams: Cameras
  root: string
  table: SegmentTable
  clock: Clock
  log: Log
  segmentLengthMs?: number
}): Recorder {
  const { streams, root, table, clock, log } = options
  const stopping = new AbortController()
  const recorders = new Map<string, CameraRecorder>()
  const holds: Disposable[] = []
  for (const { id: cameraId, record, enabled } of options.cameras) {
    if (record === 'off' || !enabled) continue
    const recorder = new CameraRecorder({
      place: { cameraId, stream: record, root },
      table,
      clock,
      log,
      segmentLengthMs: options.segmentLengthMs ?? defaultSegmentLengthMs,
      onRecording: isRecording => streams.setRecording(cameraId, isRecording),
    })
    recorders.set(cameraId, recorder)
    holds.push(streams.hold(cameraId, record, recorder))
  }
  const openSegments = () => [...recorders.values()].flatMap(({ openSegment }) => openSegment ?? [])
  const working = Promise.all([
    keepSyncing(() => openSegments().map(({ writer }) => writer), clock, stopping.signal),
    keepNoting(
      () => table.putAll(openSegments().map(segment => segment.row('open'))),
      clock,
      stopping.signal,
    ),
  ])
  working.catch((error: unknown) => log.error({ err: error }, 'the recorder failed'))
  return {
    openSegment: cameraId => recorders.get(cameraId)?.openSegment ?? null,
    async [Symbol.asyncDispose]() {
      for (const hold of holds) hold[Symbol.dispose]()
      stopping.abort()
      await working
      await Promise.all([...recorders.values()].map(recorder => recorder.stop()))
    },
  }
}

async function keepNoting(note: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(noteEveryMs, signal)
    if (!signal.aborted) note()
  }
}
