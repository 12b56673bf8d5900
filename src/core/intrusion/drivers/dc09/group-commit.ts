import { setImmediate as othersAreRead } from 'node:timers/promises'
import type { DeliveredSignal, DriverSink } from '../driver.ts'

/** Bounds how long one commit holds up everything else, signals. */
const batchMost = 100

interface Waiting {
  readonly item: DeliveredSignal
  readonly stored: () => void
  readonly failed: (error: unknown) => void
}

/** Stores a signal; resolves when it is on disk. */
export type Store = (item: DeliveredSignal) => Promise<void>

/**
 * Stores signals in the order they come, all that arrived meanwhile in one commit: a disk flushes as slowly for one as
 * for a hundred, and in a flood every panel still waits for no more than two commits. One that cannot be stored does
 * not take the others with it.
 */
export function groupCommit(sink: DriverSink): Store {
  const waiting: Waiting[] = []
  let isRunning = false
  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      await othersAreRead()
      const batch = waiting.splice(0, batchMost)
      if (!(await storedTogether(batch))) for (const each of batch) await storeAlone(each)
    }
    isRunning = false
  }
  async function storedTogether(batch: readonly Waiting[]): Promise<boolean> {
    if (sink.signalsTogether === undefined || batch.length < 2) return false
    try {
      await sink.signalsTogether(batch.map(({ item }) => item))
    } catch {
      // Nothing of it is stored; one by one shows which of them is at fault.
      return false
    }
    for (const { stored } of batch) stored()
    return true
  }
  async function storeAlone({ item, stored, failed }: Waiting): Promise<void> {
    try {
      await sink.signal(item.signal, item.delivery)
      stored()
    } catch (error) {
      failed(error)
    }
  }
  return item =>
    new Promise((stored, failed) => {
      waiting.push({ item, stored, failed })
      if (!isRunning) void run()
    })
}
