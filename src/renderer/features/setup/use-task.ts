import { useEffect, useRef, useState } from 'react'

export type Task<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Something asked of core by a button: one at a time, its result or its refusal; nothing after the button is gone. */
export function useTask<T>(): [Task<T>, (work: () => Promise<T>) => Promise<T | null>, () => void] {
  const [task, setTask] = useState<Task<T>>({ kind: 'idle' })
  const current = useRef(0)
  useEffect(
    () => () => {
      current.current = -1
    },
    [],
  )
  const run = async (work: () => Promise<T>): Promise<T | null> => {
    const turn = ++current.current
    const settle = (settled: Task<T>): void => {
      if (current.current === turn) setTask(settled)
    }
    setTask({ kind: 'busy' })
    try {
      const value = await work()
      settle({ kind: 'done', value })
      return value
    } catch (error) {
      settle({ kind: 'failed', error })
      return null
    }
  }
  const clear = (): void => {
    current.current++
    setTask({ kind: 'idle' })
  }
  return [task, run, clear]
}
