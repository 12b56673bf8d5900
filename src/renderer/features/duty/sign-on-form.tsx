import { useEffect, useRef, useState, type JSX } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Icon } from '../../ui/icon.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { CardLine } from './card-line.tsx'
import { Identify } from './identify.tsx'
import { useSignOnAsked } from './store.ts'
import { PersonList } from './person-list.tsx'
import { useCard } from './use-card.ts'
import { PlannedLine } from './planned-line.tsx'
import { usePeople } from './use-people.ts'
import './duty.css'

interface SignOnProps {
  /** After core accepted. */
  onDone?: () => void
  /** Only people who read: while a guard is on watch nobody else can take the watch without a handover. */
  readersOnly?: boolean
}

/** Two steps: who, then the PIN. */
export function SignOnForm({ onDone, readersOnly = false }: SignOnProps): JSX.Element {
  const t = useText()
  const people = usePeople()
  const [person, setPerson] = useState<Person | null>(null)
  const [card, setCard] = useState<string | null>(null)
  const choose = (chosen: Person | null, enough: string | null = null) => {
    setPerson(chosen)
    setCard(enough)
  }
  useHotkey('Escape', 'page', () => choose(null), person !== null)
  const offered = people.kind === 'known' ? offeredOf(people.people, readersOnly) : []
  const cardError = useCard(offered, held => choose(held.person, held.enough))
  if (people.kind === 'loading') return <Loading />
  if (people.kind === 'failed') return <Failed message={t.refusal(people.error)} retry={people.retry} />
  if (person === null)
    return (
      <div className="sign-on" data-testid="sign-on">
        <p className="sign-on-why">{t(readersOnly ? 'duty.reader.why' : 'duty.sign-on.why')}</p>
        <h3>{t('duty.sign-on.who')}</h3>
        <CardLine error={cardError} />
        <PersonList people={offered} onChoose={chosen => choose(chosen)} />
      </div>
    )
  const signOn = async (pin: string) => {
    const ask = { userId: person.id, pin, secrecyAccepted: true }
    await call('duty.sign-on', card === null ? ask : { ...ask, card })
    onDone?.()
  }
  return (
    <div className="sign-on" data-testid="sign-on">
      <div className="sign-on-person">
        <Button size="small" kind="ghost" testId="sign-on-back" onClick={() => choose(null)}>
          <Icon name="back" size={18} />
          {t('duty.sign-on.who')}
        </Button>
        <b>{person.name}</b>
        <small>{person.roles.map(role => t(`role.${role}`)).join(' · ')}</small>
      </div>
      <Identify
        key={`${person.id} ${card ?? ''}`}
        person={person}
        byCard={card !== null}
        action={t('duty.sign-on.as', { name: person.name })}
        onIdentified={signOn}
      />
    </div>
  )
}

/** While a guard is on watch only those who read may come on top. */
function offeredOf(people: readonly Person[], readersOnly: boolean): readonly Person[] {
  return readersOnly ? people.filter(({ roles }) => !rightsOf(roles).has('duty.stand-watch')) : people
}

/** The sign-on in the place of what needs it; takes the focus when somebody asks for it. */
export function SignOnCard(): JSX.Element {
  const t = useText()
  const card = useRef<HTMLDivElement>(null)
  const asked = useSignOnAsked(state => state.times)
  useEffect(() => {
    if (asked > 0) card.current?.querySelector<HTMLElement>('input, button')?.focus()
  }, [asked])
  const notice = useKnown(state => state.site?.notice ?? '')
  return (
    <div ref={card} className="sign-on-card">
      <Panel title={t('duty.sign-on.title')} subtitle={t('duty.sign-on.needed')} testId="sign-on-card">
        <PlannedLine />
        <SignOnForm />
        {notice !== '' && <p className="sign-on-notice">{notice}</p>}
      </Panel>
    </div>
  )
}
