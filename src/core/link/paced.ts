import type { PushName, PushValue } from '../../shared/contract.ts'

type Send = <K extends PushName>(name: K, value: PushValue<K>) => void

/** How long a screen is given for each member of a list, ms: what did not change costs it little. */
const msPerItem = 0.3

/**
 * Pushes of one name leave at least an interval apart: the first at once, what follows as the newest value at the end of
 * the interval; long lists leave further apart. A push is the whole value each time, so nothing is lost; in a flood of alarms a screen is told twenty
 * times a second, not once a signal. Runs on the time of the machine: it is the pace of a wire, not of duty.
 */
export class PacedPushes implements Disposable {
  readonly #send: Send
  readonly #intervalMs: number
  readonly #waiting = new Map<PushName, { readonly leave: () => void; readonly intervalMs: number }>()
  readonly #timers = new Map<PushName, NodeJS.Timeout>()

  constructor(send: Send, intervalMs: number) {
    this.#send = send
    this.#intervalMs = intervalMs
  }

  push<K extends PushName>(name: K, value: PushValue<K>): void {
    const leave = (): void => this.#send(name, value)
    if (this.#timers.has(name)) {
      this.#waiting.set(name, { leave, intervalMs: this.#intervalOf(value) })
      return
    }
    this.#rest(name, this.#intervalOf(value))
    leave()
  }

  /** Sends what waits; to be called before the answer to a call, so that its effects are known before it. */
  flush(): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { leave } of waiting) leave()
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#waiting.clear()
  }

  /** A screen that gets long lists faster than it can draw them shows none of them in time. */
  #intervalOf(value: unknown): number {
    return Array.isArray(value) ? Math.max(this.#intervalMs, value.length * msPerItem) : this.#intervalMs
  }

  #rest(name: PushName, intervalMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(name)
      const next = this.#waiting.get(name)
      if (next === undefined) return
      this.#waiting.delete(name)
      this.#rest(name, next.intervalMs)
      next.leave()
    }, intervalMs)
    this.#timers.set(name, timer)
  }
}
