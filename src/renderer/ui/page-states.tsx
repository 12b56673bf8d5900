import type { JSX, ReactNode } from 'react'
import { useText } from '../link/use-text.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { StateIcon } from './state-icon.tsx'
import './ui.css'

// Texts come from the locale; no data is read here.

/** Nothing to show, and that is all right. `children` says what would stand here. */
export function Empty({ children }: { children?: ReactNode }): JSX.Element {
  const t = useText()
  return (
    <div className="page-state" data-testid="empty">
      {children ?? t('app.empty')}
    </div>
  )
}

/** Being read. */
export function Loading(): JSX.Element {
  const t = useText()
  return (
    <div className="page-state" role="status" data-testid="loading">
      <StateIcon tone="busy" size={28} />
      {t('app.loading')}
    </div>
  )
}

/** Could not be read or done: the reason in words (`t.refusal(error)`) and the way to try again. */
export function Failed({ message, retry }: { message: string; retry?: () => void }): JSX.Element {
  const t = useText()
  return (
    <div className="page-state" role="alert" data-testid="failed">
      <StateIcon tone="fault" size={28} />
      <p>{message}</p>
      {retry !== undefined && <Button onClick={retry}>{t('app.retry')}</Button>}
    </div>
  )
}

/** The person signed on has not the right; `reason` says whose it is. */
export function Forbidden({ reason }: { reason?: ReactNode }): JSX.Element {
  const t = useText()
  return (
    <div className="page-state" data-testid="forbidden">
      <Icon name="lock" size={32} />
      <p>{t('app.forbidden')}</p>
      {reason !== undefined && <p className="page-state-detail">{reason}</p>}
    </div>
  )
}
