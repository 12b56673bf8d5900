import type { TensionReading, TensionReport } from '../../../shared/contract/tension.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { tensionTable, type TensionMinute } from './table.ts'

const minuteMs = 60_000
/** Readings kept in memory of each segment: what an alarm wants from before it. */
const recentMs = 60_000
/** Readings from so long before to so long after an alarm are kept with it, ms. */
const aroundAlarmMs = 30_000
const mostReadings = 600
const mostStretches = 360
const mostAlarms = 20

interface Segment {
  readonly panelId: string
  readonly segment: number
  readings: TensionReading[]
  minute: { readonly number: number; low: number; high: number; sum: number; count: number }
}

interface OpenAlarm {
  readonly id: number
  readonly of: Segment
  readonly atMs: number
  readonly readings: TensionReading[]
}

/**
 * The tension of the wires of all fences as a series: lowest, mean and highest of each minute for thirty days, and every
 * reading around an alarm. What is not stored yet at a crash, at most a minute, is lost: it is no record of duty.
 */
export class TensionSeries implements Disposable {
  readonly #table: ReturnType<typeof tensionTable>
  readonly #clock: Clock
  readonly #segments = new Map<string, Segment>()
  #open: OpenAlarm[] = []

  constructor({ db, clock }: { readonly db: Db; readonly clock: Clock }) {
    this.#table = tensionTable(db)
    this.#clock = clock
  }

  /** One reading of all segments of a device, newtons. */
  record(panelId: string, newtonsBySegment: ReadonlyMap<number, number>, atMs: number): void {
    const over: TensionMinute[] = []
    for (const [number, newtons] of newtonsBySegment) {
      const segment = this.#segmentOf(panelId, number, atMs)
      const minute = Math.floor(atMs / minuteMs)
      if (minute !== segment.minute.number) {
        over.push(...finished(segment))
        segment.minute = emptyMinute(minute)
      }
      add(segment, newtons, atMs)
    }
    if (over.length > 0) this.#table.putMinutes(over, atMs)
    this.#closeAlarms(atMs)
  }

  /** The segment gave an alarm: what its wire goes through now is worth keeping. */
  alarmed(panelId: string, number: number, atMs: number): void {
    const of = this.#segments.get(keyOf(panelId, number))
    // A second cause of the same moment is on the same picture.
    if (of === undefined || this.#open.some(alarm => alarm.of === of)) return
    const readings = of.readings.filter(([readAtMs]) => readAtMs >= atMs - aroundAlarmMs)
    const id = this.#table.addAlarm(panelId, number, atMs, readings)
    this.#open.push({ id, of, atMs, readings })
  }

  /** The last `hours` of a segment. */
  report(panelId: string, number: number, hours: number): TensionReport {
    const nowMs = this.#clock.now()
    const fromMs = nowMs - hours * 3_600_000
    const stretchMinutes = Math.max(1, Math.ceil((hours * 60) / mostStretches))
    return {
      stretchMs: stretchMinutes * minuteMs,
      stretches: this.#table.stretches(panelId, number, fromMs, stretchMinutes),
      latest: this.#segments.get(keyOf(panelId, number))?.readings ?? [],
      alarms: this.#table.alarms(panelId, number, fromMs, mostAlarms),
    }
  }

  /** Stores the minute that is under way. */
  [Symbol.dispose](): void {
    const over = [...this.#segments.values()].flatMap(finished)
    if (over.length > 0) this.#table.putMinutes(over, this.#clock.now())
  }

  #segmentOf(panelId: string, number: number, atMs: number): Segment {
    const key = keyOf(panelId, number)
    const known = this.#segments.get(key)
    if (known !== undefined) return known
    const minute = emptyMinute(Math.floor(atMs / minuteMs))
    const segment = { panelId, segment: number, readings: [], minute }
    this.#segments.set(key, segment)
    return segment
  }

  #closeAlarms(atMs: number): void {
    for (const alarm of this.#open) {
      const last = alarm.of.readings.at(-1)
      if (last !== undefined && last !== alarm.readings.at(-1) && alarm.readings.length < mostReadings)
        alarm.readings.push(last)
    }
    const isOver = (alarm: OpenAlarm): boolean => Math.abs(atMs - alarm.atMs) >= aroundAlarmMs
    for (const { id, readings } of this.#open.filter(isOver)) this.#table.setAlarm(id, readings)
    this.#open = this.#open.filter(alarm => !isOver(alarm))
  }
}

function add(segment: Segment, newtons: number, atMs: number): void {
  const { minute } = segment
  minute.low = Math.min(minute.low, newtons)
  minute.high = Math.max(minute.high, newtons)
  minute.sum += newtons
  minute.count++
  const kept = segment.readings.filter(([readAtMs]) => Math.abs(atMs - readAtMs) <= recentMs)
  segment.readings = [...kept.slice(-(mostReadings - 1)), [atMs, newtons]]
}

function emptyMinute(number: number): Segment['minute'] {
  return { number, low: Infinity, high: -Infinity, sum: 0, count: 0 }
}

function finished({ panelId, segment, minute }: Segment): TensionMinute[] {
  if (minute.count === 0) return []
  const tenths = (newtons: number): number => Math.round(newtons * 10)
  const { number, low, high, sum, count } = minute
  const values = { low: tenths(low), mean: tenths(sum / count), high: tenths(high) }
  return [{ panelId, segment, minute: number, ...values }]
}

function keyOf(panelId: string, segment: number): string {
  return `${segment} ${panelId}`
}
