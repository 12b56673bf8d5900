import type { Clock } from '../../../platform/clock.ts'

/** How long a panel may send the same message again, ms. */
const rememberedMs = 60_000
/** Enough for every message of 60 s; beyond it the oldest are forgotten, which at worst stores one twice. */
const rememberedMost = 10_000

/** Remembers what was stored lately, so that a message sent again is acknowledged again but stored once. */
export interface RecentMessages {
  /** Runs `store` unless the same key was stored in the last 60 s; a failed store is forgotten. */
  once(key: string, store: () => Promise<void>): Promise<void>
}

export function recentMessages(clock: Clock): RecentMessages {
  const known = new Map<string, { readonly atMs: number; readonly stored: Promise<void> }>()
  function forgetOld(nowMs: number): void {
    for (const [key, entry] of known) {
      if (nowMs - entry.atMs <= rememberedMs && known.size <= rememberedMost) return
      known.delete(key)
    }
  }
  return {
    once(key, store) {
      const nowMs = clock.monotonic()
      forgetOld(nowMs)
      const before = known.get(key)
      if (before !== undefined) return before.stored
      const stored = store()
      known.set(key, { atMs: nowMs, stored })
      stored.catch(() => {
        known.delete(key)
      })
      return stored
    },
  }
}
