import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { station, type UserActor } from '../../../shared/domain/person.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import type { StorageOutlook, StoragePlan } from '../../../shared/domain/storage.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { SegmentTable } from '../table.ts'
import type { Volumes } from '../volumes/volumes.ts'
import { dayMs, dayOf, mayGoBeforeMs, ruleOfUnknown, trustedTime, type KeepRule } from './keep-rules.ts'
import { outlookOf } from './outlook.ts'
import { planOf } from './plan.ts'
import type { OldSegment, RetentionTable } from './retention-table.ts'

/** Kept free beyond what is needed now: an hour of writing. */
const headroomDays = 1 / 24
/** Bytes a day are measured over so many whole days before today. */
const measuredDays = 7
/** Nobody is warned by what was measured over less. */
const enoughMs = 30 * 60_000
const batch = 200

export interface RetentionOptions {
  readonly rules: () => readonly KeepRule[]
  readonly table: RetentionTable
  readonly segments: SegmentTable
  readonly volumes: Volumes
  readonly evidence: Evidence
  /** Whether a time server proves the PC's clock now. */
  readonly isClockProved: () => boolean
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}

/**
 * Keeps what was promised, and makes room with what is past its time. Deleting anything sooner is never its own idea:
 * that takes a decision by somebody with the right, on a plan that was shown (A-15.1.4.a, A-N6.1, B-4.4.1.d).
 */
export class Retention {
  readonly #options: RetentionOptions
  #lookedMonotonicMs: number | null = null
  #isClockHeld = false

  constructor(options: RetentionOptions) {
    this.#options = options
  }

  /** What time it is for deleting by age. See `trustedTime`. */
  nowMs(): number {
    const { clock, table, isClockProved } = this.#options
    const monotonicMs = clock.monotonic()
    const livedMs = this.#lookedMonotonicMs === null ? null : monotonicMs - this.#lookedMonotonicMs
    const nowMs = trustedTime(clock.now(), table.clockMs(), livedMs, isClockProved())
    this.#isClockHeld = clock.now() - nowMs > dayMs
    return nowMs
  }

  /** Deletes what is past its time where a disk needs the room, the oldest first. Writes yesterday's sums down. */
  async run(): Promise<void> {
    const { clock, table, volumes } = this.#options
    const nowMs = this.nowMs()
    for (const { id, usedBytes, capacityBytes, bytesPerSecond } of volumes.reports()) {
      if (capacityBytes === null) continue
      const needBytes = usedBytes + bytesPerSecond * 86_400 * headroomDays - capacityBytes
      if (needBytes > 0) await this.#makeRoom(id, needBytes, nowMs)
    }
    table.putClock(nowMs)
    this.#lookedMonotonicMs = clock.monotonic()
    this.#writeSums(nowMs)
  }

  /** As `outlook`, by rates that are worth a warning: the first minutes of a camera say nothing of its days. */
  forecast(): StorageOutlook {
    return this.outlook(enoughMs)
  }

  /** @param leastMs cameras that were recorded for less, of late, are left out of what is written a day */
  outlook(leastMs: number = 0): StorageOutlook {
    const { table, volumes, evidence } = this.#options
    const nowMs = this.nowMs()
    const reports = volumes.reports()
    const usedBytes = reports.reduce((sum, report) => sum + report.usedBytes, 0)
    const capacityBytes = reports.reduce((sum, report) => sum + (report.capacityBytes ?? report.usedBytes), 0)
    const locked = evidence.stretches(nowMs)
    const lockedBytes = locked.reduce((sum, { cameraId, span }) => sum + table.bytesIn(cameraId, span), 0)
    const known = this.#options.rules()
    const ids = new Set(known.map(({ cameraId }) => cameraId))
    const unknown = table.cameras().filter(id => !ids.has(id))
    const outlook = outlookOf({
      nowMs,
      usedBytes,
      capacityBytes,
      rules: [...known, ...unknown.map(ruleOfUnknown)],
      bytesPerDay: this.bytesPerDay(leastMs),
      days: table.days(),
      lockedBytes,
    })
    return { ...outlook, usedBytes, capacityBytes, isClockHeld: this.#isClockHeld }
  }

  /** What each camera writes in a day of uninterrupted recording, as the last days show. */
  bytesPerDay(leastMs: number = 0): Map<string, number> {
    const today = dayOf(this.#options.clock.now())
    const rates = this.#options.table.rates(today - measuredDays, today)
    return new Map(
      rates
        .filter(({ recordedMs }) => recordedMs >= leastMs)
        .map(({ cameraId, bytes, recordedMs }) => [
          cameraId,
          recordedMs > 0 ? (bytes / recordedMs) * dayMs : 0,
        ]),
    )
  }

  /** What would have to go before its time to win so many bytes: the least important camera first, its oldest first. */
  plan(wantedBytes: number): StoragePlan {
    const { table, rules, evidence } = this.#options
    const nowMs = this.nowMs()
    return planOf({ wantedBytes, nowMs, rules: rules(), table, isHeld: evidence.holder(nowMs), idOf: planId })
  }

  /**
   * Deletes what a plan says, because somebody with the right decided it.
   * @throws Refusal `recordings.storage-not-short` while the disks hold what was promised; `recordings.plan-changed` when
   *   it is no longer what was shown
   */
  async decide(
    planIdShown: string,
    wantedBytes: number,
    reason: string,
    actor: UserActor,
  ): Promise<StoragePlan> {
    const { journal, rules } = this.#options
    if (this.outlook().level === 'fine') throw new Refusal('recordings.storage-not-short')
    const plan = this.plan(wantedBytes)
    if (plan.id !== planIdShown || plan.cameras.length === 0) throw new Refusal('recordings.plan-changed')
    journal.append({
      actor,
      kind: 'recordings.storage-decided',
      subject: 'storage',
      body: { ...plan, reason },
    })
    const nowMs = this.nowMs()
    for (const { cameraId, span, name } of plan.cameras) {
      const rule = rules().find(found => found.cameraId === cameraId) ?? ruleOfUnknown(cameraId)
      const files = await this.#deleteOf(cameraId, null, span.toMs, Infinity, nowMs, { toldApart: true })
      this.#noteDropped(rule, span)
      const body = { name, span, ...files, promisedDays: rule.keepDays }
      journal.append({ actor, kind: 'recordings.dropped', subject: cameraId, body })
    }
    return plan
  }

  async #makeRoom(volume: string, needBytes: number, nowMs: number): Promise<void> {
    const { table, rules } = this.#options
    const known = new Map(rules().map(rule => [rule.cameraId, rule]))
    const byAge = table
      .cameras()
      .map(id => known.get(id) ?? ruleOfUnknown(id))
      .map(rule => ({
        rule,
        oldest: table.oldest(rule.cameraId, volume, mayGoBeforeMs(rule, nowMs), -1, 1)[0],
      }))
      .filter(({ oldest }) => oldest !== undefined)
      .toSorted((a, b) => Number(a.oldest?.firstFrameMs) - Number(b.oldest?.firstFrameMs))
    let leftBytes = needBytes
    // In turns, so that no camera loses a month while another keeps its oldest day.
    for (const { rule } of byAge) {
      if (leftBytes <= 0) return
      const share = leftBytes / byAge.length
      const untilMs = mayGoBeforeMs(rule, nowMs)
      leftBytes -= (await this.#deleteOf(rule.cameraId, volume, untilMs, share, nowMs, {})).bytes
    }
    for (const { rule } of byAge) {
      if (leftBytes <= 0) return
      const untilMs = mayGoBeforeMs(rule, nowMs)
      leftBytes -= (await this.#deleteOf(rule.cameraId, volume, untilMs, leftBytes, nowMs, {})).bytes
    }
  }

  /** Deletes finished, unlocked files of a camera that ended by `untilMs`, the oldest first, until enough is won. */
  async #deleteOf(
    cameraId: string,
    volume: string | null,
    untilMs: number,
    enoughBytes: number,
    nowMs: number,
    { toldApart = false }: { toldApart?: boolean },
  ): Promise<{ files: number; bytes: number }> {
    const { table, evidence } = this.#options
    const isHeld = evidence.holder(nowMs)
    const won = { files: 0, bytes: 0 }
    let afterMs = -1
    for (;;) {
      const found = table.oldest(cameraId, volume, untilMs, afterMs, batch)
      const free = found.filter(segment => !isHeld(cameraId, stretchOf(segment)))
      const taken: OldSegment[] = []
      for (const segment of free) {
        if (won.bytes >= enoughBytes) break
        taken.push(segment)
        won.bytes += segment.bytes
        won.files++
      }
      await this.#remove(taken, nowMs, toldApart)
      const last = found.at(-1)
      if (last === undefined || found.length < batch || won.bytes >= enoughBytes) return won
      afterMs = last.firstFrameMs
    }
  }

  /** Rows and sums go in one step, then the files: a file too many is found again, a row too many would be a lie. */
  async #remove(segments: readonly OldSegment[], nowMs: number, toldApart: boolean): Promise<void> {
    if (segments.length === 0) return
    const { journal, table, volumes, log } = this.#options
    journal.transaction(() => {
      for (const segment of segments) {
        table.remove(segment.path)
        const { cameraId, bytes, firstFrameMs: fromMs, lastFrameMs: toMs } = segment
        if (!toldApart) table.addPurged({ day: dayOf(nowMs), cameraId, files: 1, bytes, fromMs, toMs })
      }
    })
    for (const segment of segments)
      await rm(volumes.fileOf(segment), { force: true }).catch((error: unknown) =>
        log.error({ err: error, path: segment.path }, 'a recording past its time could not be deleted'),
      )
  }

  /** One entry a day, not one a file. */
  #writeSums(nowMs: number): void {
    const { table, journal } = this.#options
    const sums = table.purgedBefore(dayOf(nowMs))
    for (const day of new Set(sums.map(sum => sum.day))) {
      const cameras = sums.filter(sum => sum.day === day).map(({ day: _day, ...sum }) => sum)
      journal.transaction(() => {
        journal.append({
          actor: station,
          kind: 'recordings.purged',
          subject: 'storage',
          body: { day, cameras },
        })
        table.forgetPurged(day)
      })
    }
  }

  /** The timeline says why there is nothing any more. */
  #noteDropped({ cameraId }: KeepRule, span: Span): void {
    const { segments } = this.#options
    segments.closeOutage(segments.openOutage(cameraId, 'disk', span.fromMs), span.toMs)
  }
}

const stretchOf = ({ firstFrameMs, lastFrameMs }: OldSegment): Span => ({
  fromMs: firstFrameMs,
  toMs: lastFrameMs,
})

function planId(plan: object): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
}
