/** What was done and can be taken back, the oldest first. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** So far back; an hour's work. */
const mostSteps = 200

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/** One more step; what had been taken back is gone. The same value again is no step. */
export function changed<T>(history: History<T>, next: T): History<T> {
  if (next === history.present) return history
  return { past: [...history.past, history.present].slice(-mostSteps), present: next, future: [] }
}

export function undone<T>({ past, present, future }: History<T>): History<T> {
  const last = past.at(-1)
  if (past.length === 0 || last === undefined) return { past, present, future }
  return { past: past.slice(0, -1), present: last, future: [present, ...future] }
}

export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [next, ...rest] = future
  if (next === undefined) return { past, present, future }
  return { past: [...past, present], present: next, future: rest }
}
