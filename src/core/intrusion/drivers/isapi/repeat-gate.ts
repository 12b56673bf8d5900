import type { Signal } from '../../../../shared/domain/intrusion.ts'

/** Kinds that end when the device says so, never by being quiet: somebody may need help. */
const endedByDeviceOnly: ReadonlySet<Signal['kind']> = new Set(['alarm.panic', 'alarm.fire'])
/** A device that repeats `active` while it lasts does so every second; after so long without, the next one is another. */
const endsAfterMs = 15_000
/** A device that invents types must not fill the memory. */
const mostConditions = 500

interface Condition {
  /** What was stored last of it. */
  readonly signal: Signal
  heardAtMs: number
}

/**
 * Alerts are states told over and over, some never with an end. Lets through where one begins and where it ends; what was
 * let through is noted only by `stored`, so that one that could not be stored is let through again.
 */
export class RepeatGate {
  readonly #known = new Map<string, Condition>()

  /**
   * Whether the signal is news. One that begins after a time of quiet is, although its end was never told: a button that
   * is pressed again. So is an end whose begin was told before the station, or this connection, was there.
   * @param nowMs monotonic
   */
  isNews(signal: Signal, nowMs: number): boolean {
    const known = this.#known.get(keyOf(signal))
    if (known === undefined) return signal.edge === 'active' || this.#known.size < mostConditions
    if (known.signal.edge !== signal.edge) return true
    if (signal.edge === 'restored' || nowMs - known.heardAtMs >= endsAfterMs) return signal.edge === 'active'
    known.heardAtMs = nowMs
    return false
  }

  /** Whether the condition of a signal began and has not ended. */
  isActive(signal: Signal): boolean {
    return this.#known.get(keyOf(signal))?.signal.edge === 'active'
  }

  /** @param nowMs monotonic */
  stored(signal: Signal, nowMs: number): void {
    const key = keyOf(signal)
    this.#known.delete(key)
    if (signal.edge === 'active') this.#makeRoom()
    if (this.#known.size < mostConditions) this.#known.set(key, { signal, heardAtMs: nowMs })
  }

  /** The ends of what is not repeated any more. @param nowMs monotonic; `atMs` in UTC stands in them */
  ended(nowMs: number, atMs: number): Signal[] {
    return [...this.#known.values()]
      .filter(
        ({ signal, heardAtMs }) =>
          signal.edge === 'active' && nowMs - heardAtMs >= endsAfterMs && !endedByDeviceOnly.has(signal.kind),
      )
      .map(({ signal }) => ({ ...signal, edge: 'restored', deviceAtMs: null, receivedAtMs: atMs, raw: '' }))
  }

  /** What is over goes before what lasts. */
  #makeRoom(): void {
    if (this.#known.size < mostConditions) return
    const over = [...this.#known].find(([, { signal }]) => signal.edge === 'restored')
    if (over !== undefined) this.#known.delete(over[0])
  }
}

function keyOf({ panelId, code, zoneNumber }: Signal): string {
  return `${panelId} ${code} ${zoneNumber ?? ''}`
}
