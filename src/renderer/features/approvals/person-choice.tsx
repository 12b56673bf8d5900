import type { JSX } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { useText } from '../../link/use-text.ts'

/** One person of a few. */
export function PersonChoice(props: {
  label: string
  people: readonly Person[]
  chosen: string
  testId: string
  onChange: (id: string) => void
}): JSX.Element {
  const t = useText()
  return (
    <label className="request-moment">
      {props.label}
      <select
        value={props.chosen}
        data-testid={props.testId}
        onChange={event => props.onChange(event.target.value)}
      >
        <option value="">—</option>
        {props.people.map(({ id, name, roles }) => (
          <option key={id} value={id}>
            {name}（{roles.map(role => t(`role.${role}`)).join('、')}）
          </option>
        ))}
      </select>
    </label>
  )
}
