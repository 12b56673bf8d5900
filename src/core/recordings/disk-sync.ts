import type { Clock } from '../platform/clock.ts'

/**
 * Syncs the open files one after the other, each about once a second, never two at a time. A fragment a sync would be
 * 250 syncs a second for 32 cameras, which no disk of a recorder does. One a file and second is right for an SSD; on a
 * slow disk the round simply takes longer, and at most half of the time goes into it.
 */
export async function keepSyncing(
  files: () => readonly { sync(): Promise<void> }[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const startedMs = clock.monotonic()
    for (const file of files()) {
      if (signal.aborted) return
      await file.sync()
    }
    await clock.sleep(Math.max(1_000, clock.monotonic() - startedMs), signal)
  }
}
