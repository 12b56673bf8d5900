import type { JSX } from 'react'
import type { PersonRecord } from '../../../shared/domain/people.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDay } from '../../ui/time.ts'
import { stationNowMs } from '../../app/station-clock.ts'

/** Trainings with their dates; one that is no longer valid says so. */
export function Trainings({ training }: { training: PersonRecord['training'] }): JSX.Element {
  const t = useText()
  const today = formatDay(stationNowMs())
  return (
    <>
      {training.map(({ what, on, validTo }) => (
        <div key={`${what} ${on}`}>
          {what}
          <small className="numbers">
            {validTo === undefined ? on : `${on}–${validTo}`}
            {validTo !== undefined && validTo < today && (
              <span className="people-state">
                <StateIcon tone="warn" size={12} />
                {t('people.training.ended')}
              </span>
            )}
          </small>
        </div>
      ))}
    </>
  )
}
