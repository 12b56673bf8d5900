import { Input, Select } from 'antd'
import { useState, type JSX } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { usePeople } from '../duty/index.ts'

interface PersonPinProps {
  label: string
  isOffered: (person: Person) => boolean
  submit: string
  onSubmit: (userId: string, pin: string) => Promise<void>
}

/** Somebody proves with his PIN who he is, for one act; who is signed on stays signed on. */
export function PersonPin({ label, isOffered, submit, onSubmit }: PersonPinProps): JSX.Element {
  const t = useText()
  const people = usePeople()
  const [chosen, setChosen] = useState<string | null>(null)
  const [pin, setPin] = useState('')
  if (people.kind === 'loading') return <Loading />
  if (people.kind === 'failed') return <Failed message={t.refusal(people.error)} retry={people.retry} />
  const offered = people.people.filter(isOffered)
  const userId = chosen ?? (offered.length === 1 ? (offered[0]?.id ?? null) : null)
  const send = () => {
    if (userId === null || pin === '') return
    setPin('')
    void onSubmit(userId, pin)
  }
  return (
    <div className="book-form">
      <label className="book-field">
        <span>{label}</span>
        <Select
          value={userId}
          data-testid="sign-person"
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
      </label>
      <label className="book-field">
        <span>{t('books.sign.pin')}</span>
        <Input.Password
          value={pin}
          maxLength={64}
          autoComplete="off"
          visibilityToggle={false}
          // People are read after the dialog has opened: then the one field that is left has the keyboard.
          autoFocus={offered.length === 1}
          data-testid="sign-pin"
          onChange={event => setPin(event.target.value)}
        />
      </label>
      <Button kind="primary" disabled={userId === null || pin === ''} testId="sign-submit" onClick={send}>
        {submit}
      </Button>
    </div>
  )
}
