import type { Clock } from '../../../platform/clock.ts'
import type { Delivery } from '../driver.ts'

/** How long a panel may send the same message again, ms; the database remembers as long. */
const rememberedMs = 10 * 60_000
/** Enough for the messages of a bad minute; what is forgotten here the database still knows. */
const rememberedMost = 10_000

/**
 * Remembers what is being stored and was stored lately, so that a message that comes twice at once, over two lines or in
 * a hurry, is stored once and both are acknowledged when it is on disk.
 */
export interface InFlight {
  /** Runs `store` unless this is the delivery that came last under its number; a failed store is forgotten. */
  once(delivery: Delivery, store: () => Promise<void>): Promise<void>
}

interface Entry {
  readonly contentHash: string
  readonly atMs: number
  readonly stored: Promise<void>
}

export function inFlight(clock: Clock): InFlight {
  const known = new Map<string, Entry>()
  function forgetOld(nowMs: number): void {
    for (const [key, entry] of known) {
      if (nowMs - entry.atMs <= rememberedMs && known.size <= rememberedMost) return
      known.delete(key)
    }
  }
  return {
    once(delivery, store) {
      const nowMs = clock.monotonic()
      forgetOld(nowMs)
      const { account, receiver, line, sequence, part, contentHash } = delivery
      const key = [account, receiver, line, sequence, part].join(' ')
      const before = known.get(key)
      if (before?.contentHash === contentHash) return before.stored
      const entry = { contentHash, atMs: nowMs, stored: store() }
      // Set anew, so that the map stays in the order of time.
      known.delete(key)
      known.set(key, entry)
      entry.stored.catch(() => {
        if (known.get(key) === entry) known.delete(key)
      })
      return entry.stored
    },
  }
}
