import type { Clock } from '../platform/clock.ts'

interface Syncable {
  readonly volume: string
  readonly writer: { sync(): Promise<void> }
}

const roundEveryMs = 1_000

/**
 * Syncs the open files of each disk one after the other, each about once a second, never two of a disk at a time. A
 * fragment a sync would be 250 syncs a second for 32 cameras, which no disk of a recorder does. One a file and second is
 * right for an SSD; on a slow disk the round simply takes longer, at most half of the time goes into it, and the other
 * disks do not wait for it.
 */
export async function keepSyncing(
  files: () => readonly Syncable[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const rounds = new Map<string, Promise<void>>()
  while (!signal.aborted) {
    for (const [volume, group] of Map.groupBy(files(), file => file.volume))
      if (!rounds.has(volume))
        rounds.set(
          volume,
          syncAll(group, clock, signal).finally(() => rounds.delete(volume)),
        )
    await clock.sleep(roundEveryMs, signal)
  }
  await Promise.all(rounds.values())
}

async function syncAll(group: readonly Syncable[], clock: Clock, signal: AbortSignal): Promise<void> {
  const startedMs = clock.monotonic()
  for (const { writer } of group) {
    if (signal.aborted) return
    await writer.sync()
  }
  const tookMs = clock.monotonic() - startedMs
  if (tookMs > roundEveryMs) await clock.sleep(tookMs, signal)
}
