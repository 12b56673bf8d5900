import type { GapCause } from '../../shared/domain/recording.ts'
import type { Condition } from '../cameras/condition.ts'
import type { FragmentSink, LiveFragment } from '../cameras/fragment-sink.ts'
import type { InitSegment } from '../media/init-segment.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { MediaClock } from './media-clock.ts'
import { recover } from './reindex.ts'
import { OpenSegment, type SegmentPlace } from './open-segment.ts'
import type { EndCause, SegmentRow, SegmentTable, StartCause } from './table.ts'

/** A new file at the first key frame after this. */
export const defaultSegmentLengthMs = 30_000
/** When no key frame comes within so many lengths, the file ends in the middle of a group: none is longer than 60 s. */
const mostLengths = 2
/** Media time that jumps by more than this has a hole: the next file says so with its own times. */
const mediaJumpMs = 1_000
const clockStepMs = 1_000
/** After a fault of the disk, so long until the next try. */
const retryDiskAfterMs = 5_000

export interface CameraRecorderOptions {
  readonly place: SegmentPlace
  readonly table: SegmentTable
  readonly clock: Clock
  readonly log: Log
  readonly segmentLengthMs: number
  readonly onRecording: (isRecording: boolean) => void
}

/**
 * Writes the fragments of one stream to disk, the very same that the viewers get. A border between files lies between
 * two fragments, so nothing can be lost or doubled there.
 *
 * Called in the loop that reads from the camera: it only takes note, the writing happens behind it.
 */
export class CameraRecorder implements FragmentSink {
  readonly #options: CameraRecorderOptions
  readonly #closing = new Set<Promise<void>>()
  #init: InitSegment | null = null
  #mediaClock = new MediaClock()
  #open: OpenSegment | null = null
  #startCause: StartCause = 'connected'
  #outage: { id: number; cause: GapCause } | null = null
  #diskRetryMs = -Infinity

  constructor(options: CameraRecorderOptions) {
    this.#options = options
  }

  /** The segment that is being written now; null while nothing is recorded. */
  get openSegment(): OpenSegment | null {
    return this.#open
  }

  init(init: InitSegment): void {
    this.#finish('stream-lost')
    this.#init = init
    this.#mediaClock = new MediaClock()
    this.#startCause = 'connected'
  }

  group(fragments: readonly LiveFragment[]): void {
    for (const fragment of fragments) this.fragment(fragment)
  }

  fragment(fragment: LiveFragment): void {
    if (this.#init === null) return
    const cut = this.#open === null ? null : cutBefore(fragment, this.#open, this.#options.segmentLengthMs)
    if (cut !== null) {
      this.#finish(cut)
      this.#startCause = cut
      if (cut === 'media-jump') this.#mediaClock = new MediaClock()
    }
    const endTicks = fragment.decodeTicks + fragment.durationTicks
    this.#mediaClock.observe((endTicks / this.#init.track.timescale) * 1_000, fragment.receivedMonotonicMs)
    if (this.#open === null) this.#begin(fragment, this.#init)
    else this.#open.append(fragment)
  }

  condition({ state, lastFrameAtMs }: Condition): void {
    if (state === 'live' || state === 'connecting') return
    const { clock } = this.#options
    if (state !== 'idle') this.#beginOutage('camera-lost', lastFrameAtMs ?? clock.now())
    if (state !== 'stalled') this.#finish('stream-lost')
  }

  /** Ends the open file; resolves when all files are complete on disk. */
  async stop(): Promise<void> {
    this.#finish('stopped')
    await Promise.all(this.#closing)
  }

  #begin(fragment: LiveFragment, init: InitSegment): void {
    // After a jump the frames up to the next key frame cannot be decoded, but they are evidence and are kept. Those of a
    // group that goes on from the file before are decoded with it (`PlayableSegment.previous`).
    if (!fragment.beginsWithKeyFrame && this.#startCause === 'connected') return
    const { place, table, clock, onRecording } = this.#options
    if (clock.monotonic() < this.#diskRetryMs) return
    const segment: OpenSegment = new OpenSegment({
      place,
      init,
      clock: this.#mediaClock,
      first: fragment,
      startCause: this.#startCause,
      isTaken: path => table.has(path),
      onError: error => this.#diskFailed(segment, error),
    })
    this.#open = segment
    table.put(segment.row('open'))
    this.#endOutage(segment.row('open').firstFrameMs)
    onRecording(true)
  }

  #finish(endCause: EndCause): void {
    const segment = this.#open
    if (segment === null) return
    this.#open = null
    if (!goesOn.has(endCause)) this.#options.onRecording(false)
    const { table, log } = this.#options
    const row = segment.row(endCause)
    // Its times are right from now on; that it is complete is written when it is.
    table.put({ ...row, endCause: 'open' })
    const finished = () =>
      segment.writer.hasFailed ? this.#foundShort(row) : Promise.resolve(table.put(row))
    const closing: Promise<void> = segment
      .finish()
      .then(finished)
      .catch((error: unknown) => log.error({ err: error, path: row.path }, 'a segment could not be finished'))
      .finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  #diskFailed(segment: OpenSegment, error: Error): void {
    const { place, clock, log } = this.#options
    log.error({ err: error, cameraId: place.cameraId }, 'recording failed')
    this.#diskRetryMs = clock.monotonic() + retryDiskAfterMs
    if (this.#open !== segment) return
    this.#beginOutage('disk', segment.row('disk').firstFrameMs)
    this.#finish('disk')
  }

  /** The disk failed under a segment: what is really in the file counts, the rest is a gap with its cause. */
  async #foundShort(row: SegmentRow): Promise<void> {
    const { table, place, log } = this.#options
    if (row.endCause !== 'disk')
      table.closeOutage(table.openOutage(place.cameraId, 'disk', row.firstFrameMs), row.lastFrameMs)
    await recover(place.root, row, table, log)
  }

  #beginOutage(cause: GapCause, fromMs: number): void {
    if (this.#outage !== null) return
    const id = this.#options.table.openOutage(this.#options.place.cameraId, cause, fromMs)
    this.#outage = { id, cause }
  }

  #endOutage(atMs: number): void {
    if (this.#outage === null) return
    this.#options.table.closeOutage(this.#outage.id, atMs)
    this.#outage = null
  }
}

/** Ends at which the next file begins with the very next fragment. */
const goesOn: ReadonlySet<EndCause> = new Set(['border', 'continued'])

/** Whether a new file must begin with this fragment, and why. */
function cutBefore(
  fragment: LiveFragment,
  open: Pick<OpenSegment, 'endTicks' | 'init' | 'durationMs' | 'wallMinusMonotonicMs'>,
  segmentLengthMs: number,
): 'border' | 'continued' | 'media-jump' | 'clock-step' | null {
  const toMs = (ticks: number) => (ticks / open.init.track.timescale) * 1_000
  if (Math.abs(toMs(fragment.decodeTicks - open.endTicks)) > mediaJumpMs) return 'media-jump'
  const isTooLong = open.durationMs + toMs(fragment.durationTicks) > mostLengths * segmentLengthMs
  if (!fragment.beginsWithKeyFrame) return isTooLong ? 'continued' : null
  const wallMinusMonotonicMs = fragment.receivedAtMs - fragment.receivedMonotonicMs
  if (Math.abs(wallMinusMonotonicMs - open.wallMinusMonotonicMs) > clockStepMs) return 'clock-step'
  return open.durationMs >= segmentLengthMs ? 'border' : null
}
