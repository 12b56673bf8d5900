import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { HandoverState } from '../../../shared/contract/handover.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { CardLine } from './card-line.tsx'
import { countsOf, EquipmentCounts, isCounted, isDifferent, type Counted } from './equipment-counts.tsx'
import { HandoverList } from './handover-list.tsx'
import { Identify } from './identify.tsx'
import { PersonList } from './person-list.tsx'
import { closeDutyDialog } from './store.ts'
import { useCard } from './use-card.ts'
import { usePeople } from './use-people.ts'

interface TakeProps {
  person: Person
  state: HandoverState
  signed: NonNullable<HandoverState['signed']>
  /** The outgoing guard wants to count or write anew. */
  onUnsigned: (state: HandoverState) => void
  /** Core refused: something new may be open, which is shown before it can be taken over. */
  onRefused: () => void
}

/** The next guard's part: every open matter ticked, everything counted, and the own PIN; both stand at the desk (A-10.a). */
export function HandOverTake({ person, state, signed, onUnsigned, onRefused }: TakeProps): JSX.Element {
  const t = useText()
  const people = usePeople()
  const planned = useKnown(known => known.roster)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [counted, setCounted] = useState<Counted>({})
  const [difference, setDifference] = useState('')
  const [chosen, setChosen] = useState<Person | null>(null)
  const able = people.kind === 'known' ? ableToTake(people.people, person) : []
  const cardError = useCard(able, held => setChosen(held.person))
  if (people.kind === 'loading') return <Loading />
  if (people.kind === 'failed') return <Failed message={t.refusal(people.error)} retry={people.retry} />
  if (able.length === 0) return <Empty>{t('duty.hand-over.nobody')}</Empty>
  const counts = countsOf(state.equipment, counted)
  const isOff = isDifferent(state.equipment, signed.counts, counts)
  const left = state.items.filter(({ id }) => !ticked.has(id)).length
  const isSeen = left === 0 && isCounted(state.equipment, counted) && (!isOff || difference.trim() !== '')
  const takeOver = async (pin: string) => {
    if (chosen === null) return
    try {
      const acknowledged = [...ticked]
      await call('handover.take-over', { toUserId: chosen.id, pin, acknowledged, counts, difference })
    } catch (refused) {
      onRefused()
      throw refused
    }
    closeDutyDialog()
  }
  return (
    <div className="hand-over-columns">
      <div className="hand-over-side">
        <HandoverList items={state.items} ticked={ticked} onTick={setTicked} />
        <EquipmentCounts
          equipment={state.equipment}
          counted={counted}
          given={signed.counts}
          onChange={setCounted}
        />
        {isOff && (
          <label className="hand-over-note">
            {t('duty.hand-over.difference')}
            <Input
              maxLength={300}
              value={difference}
              data-testid="hand-over-difference"
              onChange={event => setDifference(event.target.value)}
            />
          </label>
        )}
        {signed.note !== '' && (
          <p className="hand-over-told">
            <b>{t('duty.hand-over.note')}</b> {signed.note}
          </p>
        )}
        <Button
          kind="ghost"
          testId="hand-over-unsign"
          onClick={() => void call('handover.unsign', {}).then(onUnsigned, onRefused)}
        >
          {t('duty.hand-over.unsign')}
        </Button>
      </div>
      <div className="hand-over-side">
        <h3>{t('duty.hand-over.to')}</h3>
        <PersonList
          people={plannedFirst(able, planned?.next?.personId ?? planned?.now?.personId)}
          chosen={chosen?.id ?? null}
          onChoose={setChosen}
        />
        <CardLine error={cardError} />
        {!isSeen && (
          <p className="duty-hint" data-testid="hand-over-left">
            {left > 0 ? t('duty.hand-over.left', { count: left }) : t('duty.hand-over.count-left')}
          </p>
        )}
        {chosen !== null && isSeen && (
          <Identify
            key={chosen.id}
            person={chosen}
            action={`${chosen.name} ${t('duty.hand-over.do')}`}
            onIdentified={takeOver}
          />
        )}
      </div>
    </div>
  )
}

function ableToTake(people: readonly Person[], from: Person): readonly Person[] {
  return people.filter(other => other.id !== from.id && rightsOf(other.roles).has('duty.stand-watch'))
}

/** Whoever the roster names stands first. */
function plannedFirst(people: readonly Person[], plannedId: string | undefined): readonly Person[] {
  return people.toSorted((a, b) => Number(b.id === plannedId) - Number(a.id === plannedId))
}
