import { useEffect, useState, type JSX } from 'react'
import { useText } from '../link/use-text.ts'
import { StateIcon } from '../ui/state-icon.tsx'

/** Before core was ever there. */
export function Connecting(): JSX.Element {
  const t = useText()
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 10_000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="page-state" role="status" data-testid="connecting">
      <StateIcon tone="busy" size={32} />
      <p>{t('app.connecting')}</p>
      {isLong && <p className="page-state-detail">{t('app.connecting.long')}</p>}
    </div>
  )
}
