import { Refusal } from '../../shared/refusal.ts'
import type { Coverage, Span } from '../../shared/domain/recording.ts'
import type { RecorderState, TimelineTrack } from '../../shared/domain/timeline.ts'
import type { Camera } from '../../shared/site.ts'
import type { Cameras } from '../cameras/service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { ActivityMeter } from './activity-meter.ts'
import { contextOf, coverageOf } from './coverage.ts'
import type { OpenSegment } from './open-segment.ts'
import type { Outage } from './table.ts'
import { trackOf, type CameraMark } from './timeline.ts'
import { presentRuns, type Run, type TimelineTable } from './timeline-table.ts'
import type { LostStretches } from './volumes/lost.ts'

export interface TimelineOptions {
  readonly cameras: () => readonly Camera[]
  readonly streams: Pick<Cameras, 'hold'>
  readonly table: TimelineTable
  /** Those that reach into a span; with their own borders. */
  readonly outages: (cameraId: string, span: Span) => Outage[]
  /** What lies on disks that are not there is a gap. */
  readonly lost: LostStretches
  readonly openSegment: (cameraId: string) => OpenSegment | null
  readonly blind: (span: Span) => Span[]
  /** What is known of the recorder of the school. */
  readonly recorderOf: (cameraId: string) => RecorderState | null
  /** What others know that belongs on a timeline. */
  readonly marks: readonly ((span: Span) => readonly CameraMark[])[]
  readonly clock: Clock
  readonly log: Log
}

const longestSpanMs = 400 * 86_400_000
/**
 * A month of 32 busy cameras has a quarter of a million marks, in a picture where one pixel is half an hour: beyond so
 * many days of cameras they are neither read nor drawn; closer by, or of fewer cameras, they are.
 */
const mostActivityMs = 330 * 86_400_000

/** What exists of cameras over time, and the measuring of activity while they are recorded. */
export class TimelineService implements Disposable {
  readonly #options: TimelineOptions
  readonly #meters = new Map<string, { readonly stream: string; readonly hold: Disposable }>()

  constructor(options: TimelineOptions) {
    this.#options = options
    this.follow()
  }

  /** The cameras of the site have changed. */
  follow(): void {
    const { cameras, streams, table } = this.#options
    const recorded = new Map(
      cameras().flatMap(({ id, record, enabled, retired }) =>
        record === 'off' || !enabled || retired ? [] : [[id, record] as const],
      ),
    )
    for (const [id, { stream, hold }] of this.#meters)
      if (recorded.get(id) !== stream) {
        hold[Symbol.dispose]()
        this.#meters.delete(id)
      }
    for (const [id, stream] of recorded) {
      if (this.#meters.has(id)) continue
      const meter = new ActivityMeter(span => table.putActivity(id, span))
      this.#meters.set(id, { stream, hold: streams.hold(id, stream, meter) })
    }
  }

  /** @throws Refusal `cameras.unknown`, `recordings.span-invalid` */
  timeline(cameraIds: readonly string[], span: Span, resolutionMs: number): TimelineTrack[] {
    this.#check(cameraIds, span)
    const { table, marks, clock } = this.#options
    const known = marks.flatMap(marksIn => marksIn(span))
    const context = contextOf(span)
    const blind = this.#options.blind(context)
    const showsActivity = (span.toMs - span.fromMs) * cameraIds.length <= mostActivityMs
    return cameraIds.map(cameraId =>
      trackOf({
        cameraId,
        span,
        resolutionMs,
        nowMs: clock.now(),
        runs: this.#runs(cameraId, context),
        outages: this.#outages(cameraId, context),
        blind,
        recorder: this.#options.recorderOf(cameraId),
        marks: known,
        activity: showsActivity ? table.activity(cameraId, span, resolutionMs) : [],
      }),
    )
  }

  /** @throws Refusal `cameras.unknown`, `recordings.span-invalid` */
  coverage(cameraIds: readonly string[], span: Span): Coverage[] {
    this.#check(cameraIds, span)
    const blind = this.#options.blind(contextOf(span))
    return cameraIds.map(cameraId => this.#coverage(cameraId, span, blind))
  }

  gapsOf(cameraId: string, span: Span): Coverage['gaps'] {
    return this.#coverage(cameraId, span, this.#options.blind(contextOf(span))).gaps
  }

  /** Marks of pictures that are gone go too. */
  sweep(): void {
    const { cameras, table } = this.#options
    for (const { id } of cameras()) {
      const oldestMs = table.oldestMs(id)
      if (oldestMs !== null) table.forgetActivity(id, oldestMs)
    }
  }

  [Symbol.dispose](): void {
    for (const { hold } of this.#meters.values()) hold[Symbol.dispose]()
    this.#meters.clear()
  }

  #coverage(cameraId: string, span: Span, blind: readonly Span[]): Coverage {
    const { clock } = this.#options
    const context = contextOf(span)
    return coverageOf({
      cameraId,
      span,
      nowMs: clock.now(),
      recorded: this.#runs(cameraId, context),
      outages: this.#outages(cameraId, context),
      blind,
    })
  }

  #outages(cameraId: string, span: Span): Outage[] {
    const { table, outages, lost } = this.#options
    const gone = lost(cameraId, span).map((stretch): Outage => ({ ...stretch, cause: 'disk' }))
    const steps = table.clockGaps(cameraId, span).map((gap): Outage => ({ ...gap, cause: 'clock' }))
    return [...outages(cameraId, span), ...steps, ...gone]
  }

  /** What is being written is better known to the recorder than to the table. */
  #runs(cameraId: string, span: Span): Run[] {
    const { table, lost } = this.#options
    const runs = presentRuns(table.runs(cameraId, span), lost(cameraId, span))
    const open = this.#options.openSegment(cameraId)?.row('open')
    if (open === undefined || open.firstFrameMs >= span.toMs || open.lastFrameMs <= span.fromMs) return runs
    return [...runs, { fromMs: open.firstFrameMs, toMs: open.lastFrameMs, source: 'station' }]
  }

  #check(cameraIds: readonly string[], span: Span): void {
    const ids = new Set(this.#options.cameras().map(({ id }) => id))
    const unknown = cameraIds.find(id => !ids.has(id))
    if (unknown !== undefined) throw new Refusal('cameras.unknown', { camera: unknown })
    if (!(span.toMs > span.fromMs) || span.toMs - span.fromMs > longestSpanMs)
      throw new Refusal('recordings.span-invalid')
  }
}
