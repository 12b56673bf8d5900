import { Checkbox, Input } from 'antd'
import { useState, type JSX } from 'react'
import {
  changesStrong,
  isStrong,
  type PersonDraft,
  type PersonRecord,
} from '../../../shared/domain/people.ts'
import { Role } from '../../../shared/domain/rights.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useSession } from '../duty/index.ts'
import { Day } from './day-field.tsx'
import { AssignmentRows, TrainingRows } from './paper-rows.tsx'
import { Reason, Submit } from './form-parts.tsx'
import { isComplete, wordsOf, type PersonWords } from './person-words.ts'
import { noSecond, SecondPerson, secondOf } from './second-person.tsx'
import { done } from './store.ts'

/** A new person, or other words for one. */
export function PersonForm({ person }: { person: PersonRecord | null }): JSX.Element {
  const t = useText()
  const isSelf = useSession()?.person.id === person?.id
  const [words, setWords] = useState<PersonWords>(() => wordsOf(person))
  const [reason, setReason] = useState('')
  const [word, setWord] = useState(noSecond)
  const set = (part: Partial<PersonWords>) => setWords(before => ({ ...before, ...part }))
  const isSecondNeeded = person === null ? isStrong(words.roles) : changesStrong(person.roles, words.roles)
  const second = isSecondNeeded ? secondOf(word) : null
  const complete = isComplete(words) && reason.trim() !== ''
  const save = async () => {
    const draft: PersonDraft = {
      ...words,
      certificate: words.certificate.number.trim() === '' ? null : words.certificate,
      training: words.training.map(({ what, on, validTo }) =>
        validTo === '' ? { what, on } : { what, on, validTo },
      ),
      assignments: words.assignments.map(({ until, ...rest }) => (until === '' ? rest : { ...rest, until })),
    }
    const { firstPin } = await call('people.save', { id: person?.id ?? null, draft, reason, second })
    done(words.name, firstPin)
  }
  return (
    <div className="people-form" data-testid="person-form">
      <div className="people-columns">
        <label className="people-field">
          <span>{t('people.name')}</span>
          <Input
            value={words.name}
            maxLength={40}
            data-testid="person-name"
            onChange={event => set({ name: event.target.value })}
          />
        </label>
        <label className="people-field">
          <span>{t('people.phone')}</span>
          <Input
            value={words.phone}
            maxLength={30}
            data-testid="person-phone"
            onChange={event => set({ phone: event.target.value })}
          />
        </label>
      </div>
      <fieldset className="people-second">
        <legend>{t('people.roles')}</legend>
        {isSelf && <p>{t('people.own-roles')}</p>}
        <Checkbox.Group
          className="people-roles"
          disabled={isSelf}
          value={[...words.roles]}
          options={Role.options.map(role => ({ value: role, label: t(`role.${role}`) }))}
          onChange={roles => set({ roles })}
        />
      </fieldset>
      <div className="people-columns">
        <label className="people-field">
          <span>
            {t('people.certificate')} {t('people.certificate.number')}
          </span>
          <Input
            className="numbers"
            value={words.certificate.number}
            maxLength={40}
            data-testid="certificate-number"
            onChange={event => set({ certificate: { ...words.certificate, number: event.target.value } })}
          />
        </label>
        <Day
          label={t('people.certificate.valid-to')}
          value={words.certificate.validTo}
          testId="certificate-valid-to"
          onChange={validTo => set({ certificate: { ...words.certificate, validTo } })}
        />
      </div>
      <TrainingRows rows={words.training} onChange={training => set({ training })} />
      <AssignmentRows rows={words.assignments} onChange={assignments => set({ assignments })} />
      {isSecondNeeded && <SecondPerson personId={person?.id ?? null} word={word} onChange={setWord} />}
      <Submit
        words={t('people.save')}
        hint={t(complete ? 'refusal.people.second-required' : 'people.incomplete')}
        isReady={complete && (!isSecondNeeded || second !== null)}
        onSubmit={save}
        onRefused={() => setWord(noSecond)}
      >
        <Reason reason={reason} onChange={setReason} />
      </Submit>
    </div>
  )
}
