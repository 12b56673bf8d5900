import type { JSX } from 'react'
import type { AddOutcome } from '../../../shared/contract/setup.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'

/** What became of each camera: those that are there, and those that are not with the reason. */
export function Outcomes({
  outcomes,
  onDone,
}: {
  outcomes: readonly AddOutcome[]
  onDone: () => void
}): JSX.Element {
  const t = useText()
  const good = outcomes.filter(({ id }) => id !== null).length
  return (
    <div className="setup-outcomes" data-testid="setup-outcomes">
      <h3>{t('setup.csv.done', { good, bad: outcomes.length - good })}</h3>
      <ul>
        {outcomes.map(({ name, id, code }, index) => (
          // Names may be the same.
          <li key={String(index)} className="setup-line">
            <StateIcon tone={id === null ? 'fault' : 'ok'} size={18} />
            {id === null
              ? t('setup.outcome.failed', { name, reason: t.dynamic(`refusal.${code ?? 'link.internal'}`) })
              : t('setup.outcome.added', { name })}
          </li>
        ))}
      </ul>
      <Button kind="primary" testId="setup-outcomes-done" onClick={onDone}>
        {t('setup.back')}
      </Button>
    </div>
  )
}
