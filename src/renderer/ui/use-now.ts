import { useEffect, useState } from 'react'

/** The present, ms UTC, renewed every `everyMs` (for words such as “已响 9 秒”). Give it to the smallest part that shows it. */
export function useNow(everyMs = 1_000): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
