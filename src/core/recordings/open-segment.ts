import { join } from 'node:path'
import type { LiveFragment } from '../cameras/fragment-sink.ts'
import type { InitSegment } from '../media/init-segment.ts'
import { buildMfra, type KeyFrame } from '../media/random-access.ts'
import type { MediaClock } from './media-clock.ts'
import { SegmentWriter, type WriterEvents } from './segment-writer.ts'
import type { EndCause, SegmentRow, StartCause } from './table.ts'

export interface SegmentPlace {
  readonly cameraId: string
  readonly stream: string
  /** Id of the disk, and the folder of recordings on it. */
  readonly volume: string
  readonly root: string
}

/** `CAMERA/YYYYMMDD/START.mp4`, day and start in UTC, so that no change of zone or clock rule can make two of one. */
function segmentPath(cameraId: string, startMs: number): string {
  const day = new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '')
  return `${cameraId}/${day}/${Math.round(startMs)}.mp4`
}

function freePath(cameraId: string, startMs: number, isTaken: (path: string) => boolean): string {
  for (let laterMs = 0; ; laterMs++) {
    const path = segmentPath(cameraId, startMs + laterMs)
    if (!isTaken(path)) return path
  }
}

/** The segment that is being written: its file, what is known of its times, and where its key frames lie. */
export class OpenSegment {
  readonly init: InitSegment
  readonly writer: SegmentWriter
  /** Wall minus monotonic clock when it began; a later difference is a step of the PC's clock. */
  readonly wallMinusMonotonicMs: number
  readonly keyFrames: KeyFrame[] = []
  readonly #clock: MediaClock
  readonly #place: SegmentPlace
  readonly #path: string
  readonly #startCause: StartCause
  readonly #firstTicks: number
  #endTicks: number
  #bytes: number

  constructor(options: {
    place: SegmentPlace
    init: InitSegment
    clock: MediaClock
    first: LiveFragment
    startCause: StartCause
    /** Whether a name is taken already: by a file from before a step of the clock. */
    isTaken: (path: string) => boolean
    events: WriterEvents
  }) {
    const { place, init, clock, first } = options
    this.init = init
    this.#place = place
    this.#clock = clock
    this.#startCause = options.startCause
    this.#firstTicks = first.decodeTicks
    this.#endTicks = first.decodeTicks
    this.wallMinusMonotonicMs = first.receivedAtMs - first.receivedMonotonicMs
    this.#path = freePath(place.cameraId, this.timeOf(first.decodeTicks), options.isTaken)
    this.writer = new SegmentWriter(join(place.root, this.#path), options.events)
    this.writer.append(init.bytes)
    this.#bytes = init.bytes.length
    this.append(first)
  }

  get volume(): string {
    return this.#place.volume
  }

  append(fragment: LiveFragment): void {
    const offset = this.writer.append(fragment.bytes)
    if (fragment.beginsWithKeyFrame) this.keyFrames.push({ ticks: fragment.decodeTicks, offset })
    this.#endTicks = fragment.decodeTicks + fragment.durationTicks
    this.#bytes = offset + fragment.bytes.length
  }

  /** UTC of a media time, as well as it is known now. */
  timeOf(ticks: number): number {
    return this.zeroAtMs + (ticks / this.init.track.timescale) * 1_000
  }

  get zeroAtMs(): number {
    return this.#clock.zeroMs + this.wallMinusMonotonicMs
  }

  get endTicks(): number {
    return this.#endTicks
  }

  get durationMs(): number {
    return ((this.#endTicks - this.#firstTicks) / this.init.track.timescale) * 1_000
  }

  /** How far the pictures in the file reach that a reader may use now. */
  get mediaEnd(): number {
    return Math.min(this.writer.writtenBytes, this.#bytes)
  }

  row(endCause: EndCause): SegmentRow {
    return {
      path: this.#path,
      volume: this.#place.volume,
      cameraId: this.#place.cameraId,
      stream: this.#place.stream,
      firstFrameMs: this.timeOf(this.#firstTicks),
      lastFrameMs: this.timeOf(this.#endTicks),
      bytes: this.#bytes,
      mimeType: this.init.track.mimeType,
      timescale: this.init.track.timescale,
      zeroAtMs: this.zeroAtMs,
      startCause: this.#startCause,
      endCause,
    }
  }

  /** Adds the index of key frames, syncs and closes the file. */
  async finish(): Promise<void> {
    this.writer.append(buildMfra(this.init.track.id, this.keyFrames))
    await this.writer.close()
  }
}
