import { join } from 'node:path'
import type { Clock } from '../../platform/clock.ts'
import { joinedWithinMs } from '../coverage.ts'
import type { Library, PlaybackSource } from '../library.ts'
import type { RemoteSegment } from '../nvr/remote-segment.ts'
import type { SchoolRecorder } from '../nvr/school-recorder.ts'

/** The disk of the station filled up while a recorder was being read. */
export class NoRoomLeft extends Error {
  constructor() {
    super('No space left')
    this.name = 'NoRoomLeft'
  }
}

const lookEveryMs = 1_000

export interface RecorderSourceOptions {
  readonly library: Library
  /** Absent where no camera is kept by a recorder. */
  readonly school: Pick<SchoolRecorder, 'begin'> | null
  readonly clock: Clock
  /** Where what is fetched lies until the package is sealed; the caller removes it. */
  readonly folder: string
  /** @throws NoRoomLeft when the station's own recording would run out of space */
  readonly requireRoom: () => Promise<void>
  /** Fetching takes as long as the recorder takes: at worst as long as the recording itself. */
  readonly onReached: (atMs: number) => void
}

/**
 * Where an export finds what it copies: the station's own files, and for their holes the recorder of the school, each
 * stretch of it wholly fetched before it is handed on.
 */
export function exportSource(options: RecorderSourceOptions): PlaybackSource {
  const { library, school } = options
  return {
    async atOrAfter(cameraId, atMs, untilMs, signal) {
      const own = library.atOrAfter(cameraId, atMs)
      const holeEndsMs = Math.min(untilMs, own?.firstFrameMs ?? untilMs)
      if (school === null || holeEndsMs - atMs <= joinedWithinMs) return own
      const span = { fromMs: atMs, toMs: holeEndsMs }
      const file = join(options.folder, 'recorder', cameraId, `${Math.round(atMs)}.mp4`)
      const segment = await school.begin(cameraId, span, file, signal)
      if (segment === null) return own
      await finished(segment, options, signal)
      // A recorder that begins at the key frame before, and ends before the moment, brought nothing new.
      return segment.lastFrameMs > atMs + joinedWithinMs ? segment : own
    },
  }
}

async function finished(
  segment: RemoteSegment,
  { clock, requireRoom, onReached }: RecorderSourceOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (segment.isGrowing()) {
      signal.throwIfAborted()
      await requireRoom()
      onReached(segment.lastFrameMs)
      await Promise.race([segment.finished, clock.sleep(lookEveryMs, signal)])
    }
  } finally {
    await segment.stop()
  }
  signal.throwIfAborted()
  if (segment.fault !== null) throw segment.fault
}
