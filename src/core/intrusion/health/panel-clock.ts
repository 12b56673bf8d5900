import { clockDeviationLimitMs } from '../../../shared/domain/clock.ts'
import type { HealthVerdict } from '../../../shared/domain/intrusion.ts'

/** Readings that are looked at together. */
const readingsKept = 5
/** So many late readings say that the clock is wrong; fewer may be messages that waited in the panel. */
const enoughLate = 3
/** What was read longer ago proves nothing about now. */
const validForMs = 24 * 3_600_000

interface Reading {
  readonly deviationMs: number
  readonly atMs: number
}

/** What is known of a panel's clock: its time minus the station's, and whether that keeps to the rule (C02, A-N3.5.a). */
export interface ClockFinding {
  readonly verdict: HealthVerdict
  readonly deviationMs: number | null
}

/**
 * Judges a panel's clock by the times in its messages. A message may be late, never early: of the last few the one that
 * waited least is nearest to the truth, and a clock counts as behind only when several say so.
 */
export class PanelClock {
  #readings: Reading[] = []

  /** A message that says when it was made. */
  heard(deviceAtMs: number, receivedAtMs: number): void {
    this.#readings = [
      ...this.#readings.slice(1 - readingsKept),
      { deviationMs: deviceAtMs - receivedAtMs, atMs: receivedAtMs },
    ]
  }

  /** The panel was asked for its time: nothing older counts any more. */
  asked(deviationMs: number, atMs: number): void {
    this.#readings = Array.from({ length: enoughLate }, () => ({ deviationMs, atMs }))
  }

  finding(nowMs: number): ClockFinding {
    const valid = this.#readings.filter(({ atMs }) => Math.abs(nowMs - atMs) <= validForMs)
    if (valid.length === 0) return { verdict: 'unknown', deviationMs: null }
    const deviationMs = Math.round(Math.max(...valid.map(reading => reading.deviationMs)))
    if (Math.abs(deviationMs) <= clockDeviationLimitMs) return { verdict: 'ok', deviationMs }
    if (deviationMs > 0 || valid.length >= enoughLate) return { verdict: 'fault', deviationMs }
    return { verdict: 'unknown', deviationMs }
  }
}
