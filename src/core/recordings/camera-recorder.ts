import type { GapCause } from '../../shared/domain/recording.ts'
import type { Condition } from '../cameras/condition.ts'
import type { FragmentSink, LiveFragment } from '../cameras/fragment-sink.ts'
import type { InitSegment } from '../media/init-segment.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { MediaClock } from './media-clock.ts'
import { recover } from './reindex.ts'
import { OpenSegment } from './open-segment.ts'
import type { EndCause, SegmentRow, SegmentTable, StartCause } from './table.ts'
import type { Volumes } from './volumes/volumes.ts'

/** A new file at the first key frame after this. */
export const defaultSegmentLengthMs = 30_000
/** When no key frame comes within so many lengths, the file ends in the middle of a group: none is longer than 60 s. */
const mostLengths = 2
/** Media time that jumps by more than this has a hole: the next file says so with its own times. */
const mediaJumpMs = 1_000
const clockStepMs = 1_000
/** Beyond this the group of pictures is not kept for the case that the disk fails. */
const largestGroupBytes = 8 * 1024 * 1024

export interface CameraRecorderOptions {
  readonly cameraId: string
  readonly stream: string
  readonly volumes: Pick<Volumes, 'place' | 'failed' | 'wrote' | 'fileOf'>
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
  /** The group of pictures that is being written, shared with the hub: on a failing disk it begins the next file. */
  #group: LiveFragment[] = []
  #groupBytes = 0

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
    this.#forgetGroup()
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
    this.#keep(fragment)
    if (this.#open === null) this.#begin([fragment], this.#init)
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

  #begin(fragments: readonly LiveFragment[], init: InitSegment): void {
    const [first, ...later] = fragments
    // After a jump the frames up to the next key frame cannot be decoded, but they are evidence and are kept. Those of a
    // group that goes on from the file before are decoded with it (`PlayableSegment.previous`).
    if (first === undefined || (!first.beginsWithKeyFrame && mustBeginWithKeyFrame.has(this.#startCause)))
      return
    const { cameraId, stream, volumes, table, onRecording } = this.#options
    const place = volumes.place(cameraId)
    if (place === null) return this.#withoutDisk(first)
    const segment: OpenSegment = new OpenSegment({
      place: { cameraId, stream, ...place },
      init,
      clock: this.#mediaClock,
      first,
      startCause: this.#startCause,
      isTaken: path => table.has(path),
      events: {
        onError: error => this.#diskFailed(segment, error),
        onWrote: (bytes, tookMs) => volumes.wrote(place.volume, bytes, tookMs),
      },
    })
    for (const fragment of later) segment.append(fragment)
    this.#open = segment
    table.put(segment.row('open'))
    this.#endOutage(segment.row('open').firstFrameMs)
    onRecording(true)
  }

  #withoutDisk(first: LiveFragment): void {
    this.#beginOutage('disk', first.receivedAtMs)
    this.#startCause = 'disk'
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

  /** On another disk recording goes on at once, with the group of pictures that was under way: nothing is lost. */
  #diskFailed(segment: OpenSegment, error: Error): void {
    const { cameraId, volumes, log } = this.#options
    log.error({ err: error, cameraId, volume: segment.volume }, 'recording failed')
    volumes.failed(segment.volume, error)
    if (this.#open !== segment) return
    this.#beginOutage('disk', segment.row('disk').firstFrameMs)
    this.#finish('disk')
    this.#startCause = 'disk'
    if (this.#init !== null) this.#begin(this.#group, this.#init)
  }

  /** The disk failed under a segment: what is really in the file counts, the rest is a gap with its cause. */
  async #foundShort(row: SegmentRow): Promise<void> {
    const { cameraId, table, volumes, log } = this.#options
    if (row.endCause !== 'disk')
      table.closeOutage(table.openOutage(cameraId, 'disk', row.firstFrameMs), row.lastFrameMs)
    await recover(volumes.fileOf(row), row, table, log)
    const found = table.byPath(row.path)
    const next =
      found && table.reaching(cameraId, { fromMs: found.firstFrameMs + 1, toMs: found.lastFrameMs })
    // The group of pictures that was under way is in both files; its time counts once.
    const resumed = next?.find(({ path, startCause }) => path !== row.path && startCause === 'disk')
    if (found && resumed) table.put({ ...found, lastFrameMs: resumed.firstFrameMs })
  }

  #keep(fragment: LiveFragment): void {
    if (fragment.beginsWithKeyFrame) this.#forgetGroup()
    else if (this.#group.length === 0) return
    this.#group.push(fragment)
    this.#groupBytes += fragment.bytes.length
    if (this.#groupBytes > largestGroupBytes) this.#forgetGroup()
  }

  #forgetGroup(): void {
    this.#group = []
    this.#groupBytes = 0
  }

  #beginOutage(cause: GapCause, fromMs: number): void {
    if (this.#outage !== null) return
    const id = this.#options.table.openOutage(this.#options.cameraId, cause, fromMs)
    this.#outage = { id, cause }
  }

  #endOutage(atMs: number): void {
    if (this.#outage === null) return
    this.#options.table.closeOutage(this.#outage.id, atMs)
    this.#outage = null
  }
}

/** Without a key frame nothing of these could ever be shown. */
const mustBeginWithKeyFrame: ReadonlySet<StartCause> = new Set(['connected', 'disk'])
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
