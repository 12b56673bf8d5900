import type { JSX } from 'react'
import type { RosterPage } from '../../../shared/contract/roster.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { warningWords } from './roster-grid.tsx'
import { readRoster, useRoster } from './store.ts'

const hourMs = 3_600_000

/** What is doubtful, who is away, how much each stands. */
export function RosterSide({ page, mayPlan }: { page: RosterPage; mayPlan: boolean }): JSX.Element {
  const t = useText()
  return (
    <aside className="roster-side">
      <section>
        <h3>{t('roster.warnings')}</h3>
        {page.warnings.length === 0 ? (
          <p className="roster-fine">
            <StateIcon tone="ok" size={16} /> {t('roster.warnings.none')}
          </p>
        ) : (
          <ul data-testid="roster-warnings">
            {page.warnings.map(warning => {
              const duty = page.duties.find(
                ({ post, day, shift }) => `${post}:${day}:${shift}` === warning.duty,
              )
              return (
                <li key={`${warning.duty}:${warning.kind}`} data-kind={warning.kind}>
                  <StateIcon tone="warn" size={16} />
                  <span>
                    <b>
                      {duty?.day.slice(5)} {duty?.shiftName} {duty?.personName}
                    </b>{' '}
                    {warningWords(warning, t)}
                  </span>
                </li>
              )
            })}
          </ul>
        )}
      </section>
      <section>
        <h3>{t('roster.absence.title')}</h3>
        {page.absences.length === 0 && <p className="roster-fine">{t('roster.absence.none')}</p>}
        <ul data-testid="roster-absences">
          {page.absences.map(({ id, personName, fromDay, toDay, reason }) => (
            <li key={id}>
              <span>
                <b>{personName}</b>{' '}
                <span className="numbers">
                  {fromDay.slice(5)} – {toDay.slice(5)}
                </span>{' '}
                {reason}
              </span>
              {mayPlan && (
                <Button
                  size="small"
                  kind="ghost"
                  onClick={() =>
                    void call('roster.end-absence', { id }).then(readRoster, (refusal: unknown) =>
                      useRoster.setState({ refusal }),
                    )
                  }
                >
                  {t('roster.absence.cancel')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('roster.total')}</h3>
        {page.duties.length === 0 && <p>{t('roster.total.none')}</p>}
        <ul>
          {[...Map.groupBy(page.duties, ({ personName }) => personName)].map(([name, own]) => (
            <li key={name}>
              {t('roster.sum', {
                name,
                count: own.length,
                hours: Math.round(own.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / hourMs),
              })}
            </li>
          ))}
        </ul>
      </section>
    </aside>
  )
}
