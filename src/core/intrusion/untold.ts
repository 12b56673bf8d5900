import type { Journal } from '../journal/journal.ts'
import type { Log } from '../platform/log.ts'

interface Entry {
  readonly panelId: string
  readonly work: () => void
}

/**
 * What devices' loops told and the journal did not take (a full disk): kept in its order and written down as soon as it
 * can be. A loop that watches a device must not end with the disk.
 */
export class Untold {
  readonly #journal: Pick<Journal, 'transaction'>
  readonly #log: Log | undefined
  #waiting: Entry[] = []

  constructor(journal: Pick<Journal, 'transaction'>, log: Log | undefined) {
    this.#journal = journal
    this.#log = log
  }

  /** Runs `work` in a transaction of its own, now or later; never throws. One that failed is run again as a whole. */
  record(panelId: string, work: () => void): void {
    this.#waiting.push({ panelId, work })
    this.again()
  }

  /** Tries again what waits; called every second. What a panel told later never overtakes what it told before. */
  again(): void {
    const stuck = new Set<string>()
    this.#waiting = this.#waiting.filter(({ panelId, work }) => {
      if (stuck.has(panelId)) return true
      try {
        this.#journal.transaction(work)
        return false
      } catch (error) {
        this.#log?.error({ err: error, panel: panelId }, 'what a device told is not stored, tried again')
        stuck.add(panelId)
        return true
      }
    })
  }
}
