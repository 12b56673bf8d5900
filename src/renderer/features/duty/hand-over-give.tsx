import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { HandoverState } from '../../../shared/contract/handover.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { ShelvedAtHandOver } from '../alarm-load/shelved-list.tsx'
import { countsOf, EquipmentCounts, isCounted, type Counted } from './equipment-counts.tsx'
import { HandoverList } from './handover-list.tsx'
import { PinPad } from './pin-pad.tsx'

interface GiveProps {
  person: Person
  state: HandoverState
  onSigned: (state: HandoverState) => void
}

/** The outgoing guard's part: what is open, what was counted, what is to be told, and the own PIN. */
export function HandOverGive({ person, state, onSigned }: GiveProps): JSX.Element {
  const t = useText()
  const [counted, setCounted] = useState<Counted>({})
  const [note, setNote] = useState('')
  const [pin, setPin] = useState('')
  const [isChecking, setChecking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isReady = pin !== '' && isCounted(state.equipment, counted) && !isChecking
  const sign = () => {
    if (!isReady) return
    setChecking(true)
    setError(null)
    call('handover.sign', { pin, note, counts: countsOf(state.equipment, counted) }).then(
      onSigned,
      (refused: unknown) => {
        setError(refused)
        setPin('')
        setChecking(false)
      },
    )
  }
  return (
    <div className="hand-over-columns">
      <div className="hand-over-side">
        <HandoverList items={state.items} />
        <ShelvedAtHandOver />
        <EquipmentCounts equipment={state.equipment} counted={counted} onChange={setCounted} />
        <label className="hand-over-note">
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
      </div>
      <div className="hand-over-side">
        <h3>{t('duty.hand-over.give.sign', { name: person.name })}</h3>
        <PinPad
          label={t('duty.sign-on.pin.of', { name: person.name })}
          pin={pin}
          disabled={isChecking}
          onChange={setPin}
          onEnter={sign}
        />
        <p className="identify-error" role="alert" data-testid="hand-over-error">
          {error !== null && (
            <>
              <StateIcon tone="alarm" size={18} /> {t.refusal(error)}
            </>
          )}
        </p>
        <Button kind="primary" size="big" disabled={!isReady} testId="hand-over-sign" onClick={sign}>
          {t('duty.hand-over.sign')}
        </Button>
      </div>
    </div>
  )
}
