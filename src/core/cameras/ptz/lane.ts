/**
 * Commands to one camera, one after the other. Of motions only the newest waits: a camera that answers slowly is not
 * sent through what the guard wanted seconds ago. Tasks (presets) are never dropped.
 */
export class Lane {
  #motion: { readonly run: () => Promise<void>; readonly settle: PromiseWithResolvers<boolean> } | null = null
  readonly #tasks: (() => Promise<void>)[] = []
  #running = false

  /** Gives whether it was done: false when a newer motion took its place. Rejects as `run` does. */
  motion(run: () => Promise<void>): Promise<boolean> {
    this.#motion?.settle.resolve(false)
    const settle = Promise.withResolvers<boolean>()
    this.#motion = { run, settle }
    void this.#work()
    return settle.promise
  }

  task<T>(run: () => Promise<T>): Promise<T> {
    const settle = Promise.withResolvers<T>()
    this.#tasks.push(() => run().then(settle.resolve, settle.reject))
    void this.#work()
    return settle.promise
  }

  /** Resolves when nothing is under way any more; what only waited is dropped. */
  async end(): Promise<void> {
    this.#motion?.settle.resolve(false)
    this.#motion = null
    if (this.#running) await this.task(() => Promise.resolve())
  }

  async #work(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (;;) {
      const motion = this.#motion
      if (motion !== null) {
        this.#motion = null
        await motion.run().then(() => motion.settle.resolve(true), motion.settle.reject)
        continue
      }
      const task = this.#tasks.shift()
      if (task === undefined) break
      await task()
    }
    this.#running = false
  }
}
