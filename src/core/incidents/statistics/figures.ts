import {
  staleAfterMs,
  type AlarmFigures,
  type GuardTimes,
  type PlaceFigures,
} from '../../../shared/domain/alarm-figures.ts'
import { beijingOffsetMs } from '../../../shared/domain/clock.ts'
import { floodsOf, floodWindowMs } from '../../../shared/domain/flood.ts'
import type { FigureRow } from './figure-table.ts'
import { Durations } from './spread.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Places that are named. */
const topPlaces = 10
/** More than so many alarms in ten minutes is more than one person handles. */
const overloadedAbove = 10

export interface Period {
  readonly fromMs: number
  readonly toMs: number
}

/** Alarms that were held back, by zone. */
export type HeldByZone = ReadonlyMap<string, { readonly name: string; readonly count: number }>

type Place = { -readonly [K in keyof PlaceFigures]: PlaceFigures[K] }
interface Guard {
  readonly acknowledge: Durations
  readonly arrive: Durations
  readonly close: Durations
}

/** Counts alarms one after the other, oldest first, and says at the end what they say. */
export class FigureCount {
  readonly #period: Period
  readonly #timesMs: number[] = []
  readonly #byHour = Array.from({ length: 24 }, () => 0)
  readonly #byPriority = [0, 0, 0, 0]
  readonly #perStretch = new Map<number, number>()
  readonly #places = new Map<string, Place>()
  readonly #guards = new Map<string, Guard>()
  readonly #all = guard()
  #staleClosed = 0

  constructor(period: Period) {
    this.#period = period
  }

  add(row: FigureRow): void {
    const { raisedAtMs, priority } = row
    this.#timesMs.push(raisedAtMs)
    const hour = Math.floor((raisedAtMs + beijingOffsetMs) / hourMs) % 24
    this.#byHour[hour] = (this.#byHour[hour] ?? 0) + 1
    this.#byPriority[priority - 1] = (this.#byPriority[priority - 1] ?? 0) + 1
    const stretch = Math.floor(raisedAtMs / floodWindowMs)
    this.#perStretch.set(stretch, (this.#perStretch.get(stretch) ?? 0) + 1)
    if (row.closedAtMs !== null && row.closedAtMs - raisedAtMs > staleAfterMs) this.#staleClosed++
    this.#addPlace(row)
    this.#addTimes(row)
  }

  /** @param nowMs a period that is not over yet counts as long as it has lasted */
  figures(held: HeldByZone, staleNow: number, nowMs: number): AlarmFigures {
    const { fromMs } = this.#period
    const toMs = Math.max(fromMs + 1, Math.min(this.#period.toMs, nowMs))
    const lengthMs = toMs - fromMs
    const alarms = this.#timesMs.length
    const stretches = Math.max(1, lengthMs / floodWindowMs)
    const counts = [...this.#perStretch.values()]
    const floods = floodsOf(this.#timesMs, toMs)
    const floodMs = floods.reduce((sum, flood) => sum + ((flood.endMs ?? toMs) - flood.sinceMs), 0)
    for (const [zoneId, { name, count }] of held) this.#place(zoneId, name).held += count
    const places = [...this.#places.values()].toSorted((a, b) => b.alarms + b.held - (a.alarms + a.held))
    const top = places.slice(0, topPlaces)
    return {
      ...this.#period,
      alarms,
      held: [...held.values()].reduce((sum, { count }) => sum + count, 0),
      rate: {
        perDay: (alarms * dayMs) / Math.max(lengthMs, floodWindowMs),
        per10Minutes: alarms / stretches,
        mostIn10Minutes: counts.reduce((most, count) => Math.max(most, count), 0),
        overloadedShare: Math.min(1, counts.filter(count => count > overloadedAbove).length / stretches),
      },
      byHour: this.#byHour,
      floods: floods.toReversed(),
      floodShare: Math.min(1, floodMs / lengthMs),
      stale: { now: staleNow, closed: this.#staleClosed },
      places: top,
      placeCount: places.filter(place => place.alarms > 0).length,
      topShare: alarms === 0 ? 0 : top.reduce((sum, place) => sum + place.alarms, 0) / alarms,
      falseAlarms: sum(this.#places.values(), 'falseAlarms'),
      verified: sum(this.#places.values(), 'verified'),
      ...timesOf(this.#all),
      guards: [...this.#guards]
        .map(([name, times]): GuardTimes => ({ name, ...timesOf(times) }))
        .toSorted((a, b) => b.acknowledge.count - a.acknowledge.count || a.name.localeCompare(b.name)),
      byPriority: this.#byPriority,
    }
  }

  #addPlace({ zoneId, placeName, signalCount, verdict }: FigureRow): void {
    const place = this.#place(zoneId, placeName)
    place.alarms++
    place.signals += signalCount
    // What was found to be a test says nothing about the place.
    if (verdict === null || verdict === 'test') return
    place.verified++
    if (verdict === 'false') place.falseAlarms++
  }

  #place(zoneId: string | null, name: string): Place {
    const key = zoneId ?? `place:${name}`
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const place = { zoneId, name, alarms: 0, signals: 0, falseAlarms: 0, verified: 0, held: 0 }
    this.#places.set(key, place)
    return place
  }

  #addTimes(row: FigureRow): void {
    const { raisedAtMs, locatedAtMs, dispatchedAtMs, arrivedAtMs, closedAtMs } = row
    for (const times of [this.#all, this.#guard(row.locatedBy)])
      times?.acknowledge.add(raisedAtMs, locatedAtMs)
    for (const times of [this.#all, this.#guard(row.dispatchedWho)])
      times?.arrive.add(dispatchedAtMs, arrivedAtMs)
    for (const times of [this.#all, this.#guard(row.closedBy)]) times?.close.add(raisedAtMs, closedAtMs)
  }

  #guard(name: string | null): Guard | null {
    if (name === null) return null
    const known = this.#guards.get(name) ?? guard()
    this.#guards.set(name, known)
    return known
  }
}

const guard = (): Guard => ({ acknowledge: new Durations(), arrive: new Durations(), close: new Durations() })

const timesOf = ({ acknowledge, arrive, close }: Guard) => ({
  acknowledge: acknowledge.spread(),
  arrive: arrive.spread(),
  close: close.spread(),
})

const sum = (places: Iterable<Place>, field: 'falseAlarms' | 'verified'): number =>
  [...places].reduce((total, place) => total + place[field], 0)
