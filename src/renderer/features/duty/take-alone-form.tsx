import { Input } from 'antd'
import { useEffect, useState, type JSX } from 'react'
import type { HandoverState } from '../../../shared/contract/handover.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { countsOf, EquipmentCounts, isCounted, type Counted } from './equipment-counts.tsx'
import { HandoverList } from './handover-list.tsx'
import { closeDutyDialog } from './store.ts'

/** The guard to whom nobody handed over looks everything over and counts alone; he has signed on with the PIN. */
export function TakeAloneForm(): JSX.Element {
  const t = useText()
  const [state, setState] = useState<HandoverState | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = () => void call('handover.state', {}).then(setState, setError)
  useEffect(read, [])
  if (state === null) return error === null ? <Loading /> : <Failed message={t.refusal(error)} retry={read} />
  return <Known state={state} onRefused={read} />
}

/** @param onRefused something new may be open, which is shown before it can be taken over */
function Known({ state, onRefused }: { state: HandoverState; onRefused: () => void }): JSX.Element {
  const t = useText()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [counted, setCounted] = useState<Counted>({})
  const [difference, setDifference] = useState('')
  const [error, setError] = useState<unknown>(null)
  const isOff = state.equipment.some(({ id, count }) => counted[id] !== undefined && counted[id] !== count)
  const left = state.items.filter(({ id }) => !ticked.has(id)).length
  const isSeen = left === 0 && isCounted(state.equipment, counted) && (!isOff || difference.trim() !== '')
  const take = () => {
    const input = { acknowledged: [...ticked], counts: countsOf(state.equipment, counted), difference }
    call('handover.take-alone', input).then(closeDutyDialog, (refused: unknown) => {
      setError(refused)
      onRefused()
    })
  }
  return (
    <div className="duty-form" data-testid="take-alone">
      <p>{t('duty.take-alone.why')}</p>
      <HandoverList items={state.items} ticked={ticked} onTick={setTicked} />
      <EquipmentCounts equipment={state.equipment} counted={counted} onChange={setCounted} />
      {isOff && (
        <label className="hand-over-note">
          {t('duty.hand-over.difference')}
          <Input
            maxLength={300}
            value={difference}
            data-testid="take-alone-difference"
            onChange={event => setDifference(event.target.value)}
          />
        </label>
      )}
      {!isSeen && (
        <p className="duty-hint">
          {left > 0 ? t('duty.hand-over.left', { count: left }) : t('duty.hand-over.count-left')}
        </p>
      )}
      {error !== null && (
        <p className="identify-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="duty-buttons">
        <Button kind="primary" size="big" testId="take-alone-do" disabled={!isSeen} onClick={take}>
          {t('duty.take-alone.do')}
        </Button>
        <Button kind="ghost" size="big" onClick={closeDutyDialog}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  )
}
