import type { JSX } from 'react'
import type { PersonRecord } from '../../../shared/domain/people.ts'
import { useText } from '../../link/use-text.ts'
import { Empty } from '../../ui/page-states.tsx'

/** Who was appointed to which duty, by which paper. */
export function AssignmentsTable({ people }: { people: readonly PersonRecord[] }): JSX.Element {
  const t = useText()
  const rows = people.flatMap(({ id, name, assignments }) =>
    assignments.map(assignment => ({ id, name, ...assignment })),
  )
  if (rows.length === 0) return <Empty>{t('people.assignments.none')}</Empty>
  return (
    <div className="people-scroll">
      <table className="people-table" data-testid="assignments-table">
        <thead>
          <tr>
            {(['duty', 'from', 'until', 'document'] as const).map((column, index) => [
              index === 1 && <th key="name">{t('people.name')}</th>,
              <th key={column}>{t(`people.assignment.${column}`)}</th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {rows
            .toSorted((a, b) => a.duty.localeCompare(b.duty) || a.from.localeCompare(b.from))
            .map(({ id, name, duty, from, until, document }) => (
              <tr key={`${id} ${duty} ${from}`}>
                <td>{t(`people.duty.${duty}`)}</td>
                <td>
                  <b>{name}</b>
                </td>
                <td className="numbers">{from}</td>
                <td className="numbers">{until ?? t('people.assignment.open')}</td>
                <td>{document}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
