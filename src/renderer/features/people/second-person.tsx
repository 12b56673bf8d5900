import { Input, Select } from 'antd'
import type { JSX } from 'react'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { usePeople, useSession } from '../duty/index.ts'

/** Who confirms, as far as it is entered. */
export interface SecondWord {
  readonly userId: string | null
  readonly pin: string
}

export const noSecond: SecondWord = { userId: null, pin: '' }

/** What core takes; null as long as it is not complete. */
export const secondOf = ({ userId, pin }: SecondWord): { userId: string; pin: string } | null =>
  userId === null || pin === '' ? null : { userId, pin }

interface SecondPersonProps {
  /** Whom the act is about; nobody confirms for himself. */
  personId: string | null
  word: SecondWord
  onChange: (word: SecondWord) => void
}

/** Another leader's PIN for what concerns a strong role. */
export function SecondPerson({ personId, word, onChange }: SecondPersonProps): JSX.Element {
  const t = useText()
  const people = usePeople()
  const session = useSession()
  const able = (people.kind === 'known' ? people.people : []).filter(
    ({ id, roles }) => id !== personId && id !== session?.person.id && rightsOf(roles).has('people.confirm'),
  )
  return (
    <fieldset className="people-second" data-testid="second-person">
      <legend>{t('people.second')}</legend>
      <p>
        <StateIcon tone="info" size={16} /> {t('people.second.why')}
      </p>
      <label className="people-field">
        <span>{t('people.second.who')}</span>
        <Select
          value={word.userId}
          data-testid="second-who"
          options={able.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(userId: string) => onChange({ ...word, userId })}
        />
      </label>
      <label className="people-field">
        <span>{t('people.second.pin')}</span>
        <Input.Password
          value={word.pin}
          maxLength={64}
          autoComplete="off"
          visibilityToggle={false}
          data-testid="second-pin"
          onChange={event => onChange({ ...word, pin: event.target.value })}
        />
      </label>
    </fieldset>
  )
}
