import { useCallback, useEffect, useState } from 'react'

/** What a call answered; `again` asks anew. @param ask must stay the same function */
export function useAnswer<T>(ask: () => Promise<T>): { value: T | null; error: unknown; again: () => void } {
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
