import type { Emitter } from '../../src/core/platform/emitter.ts'

/** Resolves when the condition is met; looked at now and at every event. The test's own time-out is the limit. */
export function until<T>(emitter: Emitter<T>, isMet: () => boolean): Promise<void> {
  if (isMet()) return Promise.resolve()
  return new Promise(resolve => {
    const subscription = emitter.on(() => {
      if (!isMet()) return
      subscription[Symbol.dispose]()
      resolve()
    })
  })
}
