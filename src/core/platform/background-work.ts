import { Refusal } from '../../shared/refusal.ts'
import type { Log } from './log.ts'

/**
 * Work that nobody waits for, but that must have come to an end before its owner does. A refusal is the device's word
 * and is remembered where it belongs; anything else that fails is logged as the bug it is.
 */
export class BackgroundWork implements AsyncDisposable {
  readonly #running = new Set<Promise<void>>()
  readonly #log: Log
  readonly #failure: string

  /** @param failure what the log says where it fails */
  constructor(log: Log, failure: string) {
    this.#log = log
    this.#failure = failure
  }

  add(work: Promise<unknown>): void {
    const run = async () => {
      try {
        await work
      } catch (error) {
        if (!(error instanceof Refusal)) this.#log.error({ err: error }, this.#failure)
      }
    }
    const running: Promise<void> = run().finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running)
  }
}
