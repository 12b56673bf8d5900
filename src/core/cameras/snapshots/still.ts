import type { StreamName } from '../../../shared/domain/camera.ts'
import type { FragmentSink, LiveFragment } from '../fragment-sink.ts'
import type { InitSegment } from '../../media/init-segment.ts'
import type { Cameras } from '../service.ts'

/** What a camera showed at a moment: its newest group of pictures, of which the last one counts. */
export interface Still {
  readonly cameraId: string
  readonly stream: StreamName
  /** When the last picture arrived, ms UTC. */
  readonly takenAtMs: number
  /** Fragmented MP4 in pieces: init segment, then fragments up to the moment. */
  readonly movie: readonly Buffer[]
  readonly frames: number
  readonly width: number
  readonly height: number
}

/**
 * Takes hold of what a camera shows now, without decoding and without a new dial: of the main stream when it runs, else
 * of the sub-stream. Null when neither is live: an old picture is never taken for the present.
 */
export function holdStill(cameras: Pick<Cameras, 'reports' | 'hold'>, cameraId: string): Still | null {
  const report = cameras.reports().find(({ id }) => id === cameraId)
  if (report === undefined) return null
  for (const stream of ['main', 'sub'] as const) {
    if (report[stream].state !== 'live') continue
    const still = newestOf(cameras, cameraId, stream)
    if (still !== null) return still
  }
  return null
}

function newestOf(cameras: Pick<Cameras, 'hold'>, cameraId: string, stream: StreamName): Still | null {
  let init: InitSegment | null = null
  let group: readonly LiveFragment[] = []
  const sink: FragmentSink = {
    init: given => {
      init = given
    },
    group: fragments => {
      group = [...fragments]
    },
    fragment: () => {},
    condition: () => {},
  }
  // A newcomer is given everything that is wanted here before `hold` returns.
  cameras.hold(cameraId, stream, sink)[Symbol.dispose]()
  return stillOf({ cameraId, stream }, init, group)
}

function stillOf(
  of: Pick<Still, 'cameraId' | 'stream'>,
  init: InitSegment | null,
  group: readonly LiveFragment[],
): Still | null {
  const last = group.at(-1)
  if (init === null || last === undefined) return null
  return {
    ...of,
    takenAtMs: last.receivedAtMs,
    movie: [init.bytes, ...group.map(({ bytes }) => bytes)],
    frames: group.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
    width: init.track.width,
    height: init.track.height,
  }
}
