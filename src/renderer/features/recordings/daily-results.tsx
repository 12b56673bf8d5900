import type { JSX } from 'react'
import type { DailyCheck } from '../../../shared/domain/daily-check.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'

/** How every camera was found so far. */
export function CameraResults({ check }: { check: DailyCheck }): JSX.Element {
  const t = useText()
  return (
    <ul className="daily-results">
      {check.cameras.map(({ id, name, outcome }) => (
        <li
          key={id}
          data-testid={`daily-result-${id}`}
          data-outcome={outcome?.finding ?? outcome?.by.id ?? ''}
        >
          <StateIcon tone={outcome === null ? 'off' : outcome.finding === null ? 'ok' : 'fault'} />
          <b>{name}</b>
          <span>
            {outcome === null
              ? t('daily.unseen')
              : outcome.finding === null
                ? t('daily.normal')
                : t(`daily.finding.${outcome.finding}`)}
          </span>
          {outcome !== null && outcome.note !== '' && <small>{outcome.note}</small>}
        </li>
      ))}
    </ul>
  )
}
