type Listener = (nowMs: number) => void

/** Time between two ticks, s. */
export const tickSeconds = 0.5
const listeners = new Set<Listener>()
let timer: ReturnType<typeof setInterval> | null = null

/** Calls `listener` twice a second. All players and tiles share one timer, so a wall wakes up once, not sixteen times. */
export function onTick(listener: Listener): Disposable {
  listeners.add(listener)
  timer ??= setInterval(() => {
    const nowMs = Date.now()
    for (const each of listeners) each(nowMs)
  }, tickSeconds * 1_000)
  return {
    [Symbol.dispose]: () => {
      listeners.delete(listener)
      if (listeners.size > 0 || timer === null) return
      clearInterval(timer)
      timer = null
    },
  }
}
