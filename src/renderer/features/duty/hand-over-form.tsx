import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { Person, Shift } from '../../../shared/domain/duty.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { formatMinutes } from '../../ui/time.ts'
import { ShelvedAtHandOver } from '../alarm-load/shelved-list.tsx'
import { HandoverList } from './handover-list.tsx'
import { Identify } from './identify.tsx'
import { PersonList } from './person-list.tsx'
import { closeDutyDialog } from './store.ts'
import { usePeople } from './use-people.ts'

/** The next guard takes over with the own PIN; both are at the desk, so the room is never unmanned (A-10.a). */
export function HandOverForm({ person, shift }: { person: Person; shift: Shift }): JSX.Element {
  const t = useText()
  const people = usePeople()
  const openIncidents = useKnown(state => state.incidents?.length ?? 0)
  const [note, setNote] = useState('')
  const [next, setNext] = useState<Person | null>(null)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState(0)
  if (people.kind === 'loading') return <Loading />
  if (people.kind === 'failed') return <Failed message={t.refusal(people.error)} retry={people.retry} />
  const able = people.people.filter(
    other => other.id !== person.id && rightsOf(other.roles).has('duty.stand-watch'),
  )
  if (able.length === 0) return <Empty>{t('duty.hand-over.nobody')}</Empty>
  const takeOver = async (pin: string) => {
    if (next === null) return
    try {
      await call('duty.hand-over', { toUserId: next.id, pin, note, acknowledged: [...ticked] })
    } catch (refused) {
      // Something new is open: it is shown before it can be taken over.
      setAsked(before => before + 1)
      throw refused
    }
    closeDutyDialog()
  }
  return (
    <div className="duty-form" data-testid="hand-over">
      <p>
        {t('duty.hand-over.from', { name: person.name, time: formatMinutes(shift.startedAtMs) })}
        {openIncidents > 0 && <b> · {t('duty.hand-over.open', { count: openIncidents })}</b>}
      </p>
      <HandoverList key={asked} ticked={ticked} onTick={setTicked} />
      <ShelvedAtHandOver />
      <label>
        {t('duty.hand-over.note')}
        <Input.TextArea
          rows={2}
          maxLength={1000}
          placeholder={t('duty.hand-over.note.placeholder')}
          value={note}
          data-testid="hand-over-note"
          onChange={event => setNote(event.target.value)}
        />
      </label>
      <h3>{t('duty.hand-over.to')}</h3>
      <PersonList people={able} chosen={next?.id ?? null} onChoose={setNext} />
      {next !== null && (
        <Identify
          key={next.id}
          person={next}
          action={`${next.name} ${t('duty.hand-over.do')}`}
          onIdentified={takeOver}
        />
      )}
    </div>
  )
}
