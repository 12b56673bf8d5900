import { useEffect, useState } from 'react'
import type { TensionReport } from '../../../shared/contract/tension.ts'
import { call, useKnown } from '../../link/stores.ts'

/** How often the series is read again while it is looked at, ms. */
const readEveryMs = 5_000

interface Known {
  readonly report: TensionReport | null
  readonly failure: unknown
}

/** The tension of a segment over the last `hours`, read again and again while it is on the screen. */
export function useTension(zoneId: string, hours: number): Known {
  const connected = useKnown(state => state.connected)
  const [known, setKnown] = useState<Known>({ report: null, failure: null })
  useEffect(() => {
    if (!connected) return
    let isGone = false
    const read = async (): Promise<void> => {
      const next = await call('intrusion.tension', { zoneId, hours }).then(
        report => ({ report, failure: null }),
        (failure: unknown) => ({ report: null, failure }),
      )
      if (!isGone) setKnown(next)
    }
    void read()
    const timer = setInterval(() => void read(), readEveryMs)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [connected, zoneId, hours])
  return known
}
