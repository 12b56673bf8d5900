// When a run has to end before its time.
import { watchStarter } from '../setup/starter-watch.mjs'

/**
 * Aborts when somebody ends the run: Ctrl+C, SIGTERM, a closed terminal, or the end of the process that started us,
 * which may have been killed without a word. A second Ctrl+C does not wait for a clean end.
 * @returns {Disposable & {signal: AbortSignal, exitCode: () => number | null}} exitCode: as a shell tells it, null when
 *   nobody ended the run
 */
export function watchForEnding() {
  const ending = new AbortController()
  /** @type {number | null} */
  let exitCode = null
  /** @param {number} code */
  const end = code => {
    if (ending.signal.aborted) process.exit(code)
    exitCode = code
    ending.abort()
  }
  const handlers = /** @type {const} */ ([
    ['SIGINT', () => end(130)],
    ['SIGTERM', () => end(143)],
    ['SIGHUP', () => end(129)],
  ])
  for (const [name, handler] of handlers) process.on(name, handler)
  const watch = watchStarter(() => ending.signal.aborted || end(129))
  return {
    signal: ending.signal,
    exitCode: () => exitCode,
    [Symbol.dispose]: () => {
      watch[Symbol.dispose]()
      for (const [name, handler] of handlers) process.off(name, handler)
    },
  }
}

/**
 * Waits, or until the run has to end.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  if (signal.aborted || ms <= 0) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
