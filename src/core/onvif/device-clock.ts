import type { Clock } from '../platform/clock.ts'
import type { ClockOffset } from './model.ts'
import { child, number, text, type XmlNode } from './xml.ts'

/** Drift of a poor quartz: so much wider get old bounds, ms a ms. */
const drift = 100e-6

/**
 * A device's clock, told in whole seconds (GetSystemDateAndTime). Each answer bounds it by a second; the bounds of
 * several answers together are narrower, and narrowest around the moment at which the second changes. Kept against the
 * monotonic clock, so that a step of the PC's clock does no harm.
 */
export class DeviceClock {
  readonly #clock: Clock
  /** Bounds of device time minus monotonic time, ms. */
  #low = Number.NEGATIVE_INFINITY
  #high = Number.POSITIVE_INFINITY
  #setBy: ClockOffset['setBy'] = 'unknown'
  #learntMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isKnown(): boolean {
    return this.#learntMs !== null
  }

  /** Since the last reading, ms; infinite before the first. */
  get ageMs(): number {
    return this.#learntMs === null ? Number.POSITIVE_INFINITY : this.#clock.monotonic() - this.#learntMs
  }

  /** Half the width of what is known, ms. */
  get errorMs(): number {
    return (this.#high - this.#low) / 2
  }

  /** The device's time now, ms UTC; ours as long as it is not known. */
  nowMs(): number {
    if (!Number.isFinite(this.errorMs)) return this.#clock.now()
    return this.#clock.monotonic() + (this.#low + this.#high) / 2
  }

  /** How far the device is ahead of this PC; null when it does not tell its time. */
  offset(): ClockOffset | null {
    if (!Number.isFinite(this.errorMs)) return null
    return { offsetMs: this.nowMs() - this.#clock.now(), errorMs: this.errorMs, setBy: this.#setBy }
  }

  /**
   * Takes a GetSystemDateAndTimeResponse that was asked for at `sentMs` and had come by `gotMs` (monotonic).
   * Bounds that contradict the ones before mean that the device's clock was set: only the new ones count then.
   * @returns whether the answer held a time
   */
  learn(answer: XmlNode, sentMs: number, gotMs: number): boolean {
    const dateAndTime = child(answer, 'SystemDateAndTime')
    const deviceMs = utcOf(child(dateAndTime, 'UTCDateTime'))
    const kind = text(dateAndTime, 'DateTimeType')?.toLowerCase()
    this.#setBy = kind === 'ntp' || kind === 'manual' ? kind : 'unknown'
    const widened = this.#learntMs === null ? 0 : (gotMs - this.#learntMs) * drift
    this.#learntMs = gotMs
    if (deviceMs === null) return false
    const [low, high] = [deviceMs - gotMs, deviceMs + 1_000 - sentMs]
    const [bothLow, bothHigh] = [Math.max(low, this.#low - widened), Math.min(high, this.#high + widened)]
    const agree = bothLow < bothHigh
    this.#low = agree ? bothLow : low
    this.#high = agree ? bothHigh : high
    return true
  }

  /** The device does not tell its time: ours is used. */
  assumeOurs(): void {
    this.#learntMs = this.#clock.monotonic()
  }
}

/** UTCDateTime in ms; LocalDateTime is never used, since zones of cameras are often wrong. Null for no time, or a year 0. */
function utcOf(node: XmlNode): number | null {
  const part = (...path: readonly string[]) => number(text(node, ...path))
  const [year, month, day] = [part('Date', 'Year'), part('Date', 'Month'), part('Date', 'Day')]
  const [hour, minute, second] = [part('Time', 'Hour'), part('Time', 'Minute'), part('Time', 'Second')]
  if (year === null || month === null || day === null || year < 1970) return null
  if (hour === null || minute === null || second === null) return null
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  return Number.isFinite(ms) ? ms : null
}
