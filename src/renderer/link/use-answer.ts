import { useCallback, useEffect, useState } from 'react'

/** What a call answered; `again` asks anew. */
export interface Answer<T> {
  readonly value: T | null
  readonly error: unknown
  readonly again: () => void
}

/** Asks once when the component comes, and whenever `again` is called. @param ask must stay the same function */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null })
  const again = useCallback(() => {
    ask().then(
      value => setState({ value, error: null }),
      (error: unknown) => setState({ value: null, error }),
    )
  }, [ask])
  useEffect(again, [again])
  return { ...state, again }
}

/** Something the person sends: whether it is on its way, and why it was refused. */
export function useSending(): {
  readonly isSending: boolean
  readonly refusal: unknown
  readonly send: (work: () => Promise<void>) => void
} {
  const [isSending, setIsSending] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)
  const send = (work: () => Promise<void>): void => {
    if (isSending) return
    setIsSending(true)
    work()
      .then(
        () => setRefusal(null),
        (error: unknown) => setRefusal(error),
      )
      .finally(() => setIsSending(false))
      .catch(() => {})
  }
  return { isSending, refusal, send }
}
