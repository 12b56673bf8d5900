import type { Signal } from '../../../../shared/domain/intrusion.ts'

/** Kinds that end when the device says so, never by being quiet: somebody may need help. */
const endedByDeviceOnly: ReadonlySet<Signal['kind']> = new Set(['alarm.panic', 'alarm.fire'])
/** A device that repeats `active` while it lasts does so every second; after so long without it is over. */
const endsAfterMs = 15_000
/** A device that invents types must not fill the memory. */
const mostConditions = 500

interface Condition {
  readonly signal: Signal
  heardAtMs: number
}

/**
 * Alerts are states told over and over, some never with an end. Lets through where one begins and where it ends; what was
 * let through is noted only by `stored`, so that one that could not be stored is let through again.
 */
export class RepeatGate {
  readonly #active = new Map<string, Condition>()

  /** Whether the signal is news. @param nowMs monotonic */
  isNews(signal: Signal, nowMs: number): boolean {
    const known = this.#active.get(keyOf(signal))
    if (signal.edge === 'restored') return known !== undefined
    if (known !== undefined) known.heardAtMs = nowMs
    return known === undefined
  }

  stored(signal: Signal, nowMs: number): void {
    const key = keyOf(signal)
    this.#active.delete(key)
    if (signal.edge === 'active' && this.#active.size < mostConditions)
      this.#active.set(key, { signal, heardAtMs: nowMs })
  }

  /** The ends of what is not repeated any more. @param nowMs monotonic; `atMs` in UTC stands in them */
  ended(nowMs: number, atMs: number): Signal[] {
    return [...this.#active.values()]
      .filter(
        ({ signal, heardAtMs }) => nowMs - heardAtMs >= endsAfterMs && !endedByDeviceOnly.has(signal.kind),
      )
      .map(({ signal }) => ({ ...signal, edge: 'restored', deviceAtMs: null, receivedAtMs: atMs, raw: '' }))
  }
}

function keyOf({ panelId, code, zoneNumber }: Signal): string {
  return `${panelId} ${code} ${zoneNumber ?? ''}`
}
