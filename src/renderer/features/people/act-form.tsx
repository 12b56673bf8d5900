import { useState, type JSX } from 'react'
import { isStrong, type PersonRecord } from '../../../shared/domain/people.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Reason, Submit } from './form-parts.tsx'
import { noSecond, SecondPerson, secondOf } from './second-person.tsx'
import { done, type PersonAct } from './store.ts'

/** Acts that give somebody a way in, or take a strong person out. */
const needsSecond: ReadonlySet<PersonAct> = new Set(['retire', 'return', 'issue-pin'])

/** One act over a person: what it does, why, and a second person where the role is strong. */
export function ActForm({ act, person }: { act: PersonAct; person: PersonRecord }): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [word, setWord] = useState(noSecond)
  const isSecondNeeded = needsSecond.has(act) && isStrong(person.roles)
  const second = isSecondNeeded ? secondOf(word) : null
  const submit = async () => {
    const firstPin = await send(act, { id: person.id, reason, second })
    done(person.name, firstPin)
  }
  return (
    <div className="people-form" data-testid={`act-${act}`}>
      <p>{t(`people.${act}.what`)}</p>
      <Reason reason={reason} onChange={setReason} />
      {isSecondNeeded && <SecondPerson personId={person.id} word={word} onChange={setWord} />}
      <Submit
        words={t(`people.${act}`)}
        isReady={reason.trim() !== '' && (!isSecondNeeded || second !== null)}
        isDanger={act === 'retire'}
        onSubmit={submit}
        onRefused={() => setWord(noSecond)}
      />
    </div>
  )
}

interface Grounds {
  readonly id: string
  readonly reason: string
  readonly second: { userId: string; pin: string } | null
}

/** Does it; gives the PIN that is shown once, where there is one. */
async function send(act: PersonAct, { id, reason, second }: Grounds): Promise<string | null> {
  switch (act) {
    case 'retire':
      await call('people.retire', { id, reason, second })
      return null
    case 'return':
      return (await call('people.return', { id, reason, second })).firstPin
    case 'issue-pin':
      return (await call('people.issue-pin', { id, reason, second })).firstPin
    case 'unlock':
      await call('people.unlock', { id, reason })
      return null
    case 'forget-card':
      await call('people.forget-card', { id, reason })
      return null
  }
}
