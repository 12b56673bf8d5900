/** Runs jobs one after another, in the order given; a job that fails does not stop those behind it. */
export type SerialQueue = <T>(job: () => Promise<T>) => Promise<T>

export function serialQueue(): SerialQueue {
  let tail: Promise<unknown> = Promise.resolve()
  return job => {
    const result = tail.then(job)
    tail = result.catch(() => {})
    return result
  }
}
