import { useEffect, useRef, useState, type JSX } from 'react'
import { isStrong, type PersonRecord } from '../../../shared/domain/people.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useCardReader } from '../../ui/card-reader.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { Submit } from './form-parts.tsx'
import { noSecond, SecondPerson, secondOf } from './second-person.tsx'
import { done } from './store.ts'

/** A card is learned by holding it to the reader; its number is never shown whole. */
export function CardForm({ person }: { person: PersonRecord }): JSX.Element {
  const t = useText()
  const [number, setNumber] = useState<string | null>(null)
  const [word, setWord] = useState(noSecond)
  useCardReader(setNumber)
  const paragraph = useRef<HTMLParagraphElement>(null)
  // Not on a button: the Enter of a slow reader must press none.
  useEffect(() => paragraph.current?.focus(), [])
  const isSecondNeeded = isStrong(person.roles)
  const second = isSecondNeeded ? secondOf(word) : null
  const learn = async () => {
    if (number === null) return
    await call('people.learn-card', { id: person.id, number, second })
    done(person.name, null)
  }
  return (
    <div className="people-form" data-testid="learn-card">
      <p
        ref={paragraph}
        tabIndex={-1}
        className="card-read"
        data-testid="card-read"
        data-state={number === null ? 'waiting' : 'read'}
      >
        <StateIcon tone={number === null ? 'busy' : 'ok'} size={24} />
        {number === null
          ? t('people.learn-card.hold')
          : t('people.learn-card.read', { ending: number.slice(-3) })}
      </p>
      <p>{t('people.learn-card.again')}</p>
      {isSecondNeeded && <SecondPerson personId={person.id} word={word} onChange={setWord} />}
      <Submit
        words={t('people.learn-card')}
        isReady={number !== null && (!isSecondNeeded || second !== null)}
        onSubmit={learn}
        onRefused={() => setWord(noSecond)}
      />
    </div>
  )
}
