import type { JSX, KeyboardEvent } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { useText } from '../../link/use-text.ts'
import './duty.css'

/** Arrow keys walk through the names, as in any list. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const index = buttons.findIndex(button => button === document.activeElement)
  buttons[(index + step + buttons.length) % buttons.length]?.focus()
}

interface PersonListProps {
  people: readonly Person[]
  chosen?: string | null
  onChoose: (person: Person) => void
}

/** Names as large buttons, each with what the person is. */
export function PersonList({ people, chosen = null, onChoose }: PersonListProps): JSX.Element {
  const t = useText()
  return (
    <div className="people" role="group" aria-label={t('duty.sign-on.who')} onKeyDown={walk}>
      {people.map(person => (
        <button
          key={person.id}
          type="button"
          className="person"
          aria-pressed={person.id === chosen}
          data-testid={`person-${person.id}`}
          onClick={() => onChoose(person)}
        >
          <b>{person.name}</b>
          <small>{person.roles.map(role => t(`role.${role}`)).join(' · ')}</small>
        </button>
      ))}
    </div>
  )
}
