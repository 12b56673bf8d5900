import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import './duty.css'

/** That a card works here as well, or why the last one did not. */
export function CardLine({ error }: { error: unknown }): JSX.Element {
  const t = useText()
  if (error === null) return <p className="duty-hint">{t('card.hint')}</p>
  return (
    <p className="identify-error" role="alert" data-testid="card-error">
      <StateIcon tone="alarm" size={18} /> {error === 'other' ? t('card.other') : t.refusal(error)}
    </p>
  )
}
