import type { PushName, PushValue } from '../../shared/contract.ts'

type Send = <K extends PushName>(name: K, value: PushValue<K>) => void

/**
 * Pushes of one name leave at least an interval apart: the first at once, what follows as the newest value at the end of
 * the interval. A push is the whole value each time, so nothing is lost; in a flood of alarms a screen is told twenty
 * times a second, not once a signal. Runs on the time of the machine: it is the pace of a wire, not of duty.
 */
export class PacedPushes implements Disposable {
  readonly #send: Send
  readonly #intervalMs: number
  readonly #waiting = new Map<PushName, () => void>()
  readonly #timers = new Map<PushName, NodeJS.Timeout>()

  constructor(send: Send, intervalMs: number) {
    this.#send = send
    this.#intervalMs = intervalMs
  }

  push<K extends PushName>(name: K, value: PushValue<K>): void {
    const leave = (): void => this.#send(name, value)
    if (this.#timers.has(name)) {
      this.#waiting.set(name, leave)
      return
    }
    this.#rest(name)
    leave()
  }

  /** Sends what waits; to be called before the answer to a call, so that its effects are known before it. */
  flush(): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const leave of waiting) leave()
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#waiting.clear()
  }

  #rest(name: PushName): void {
    const timer = setTimeout(() => {
      this.#timers.delete(name)
      const leave = this.#waiting.get(name)
      if (leave === undefined) return
      this.#waiting.delete(name)
      this.#rest(name)
      leave()
    }, this.#intervalMs)
    this.#timers.set(name, timer)
  }
}
