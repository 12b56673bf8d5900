import { Input, Modal } from 'antd'
import { useState, type JSX } from 'react'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { DayInput, isDay } from '../../ui/day-input.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { readRoster, useRoster } from './store.ts'

/** Leave, illness, training: whoever is planned then is warned of. */
export function AbsenceDialog({ onClose }: { onClose: () => void }): JSX.Element | null {
  const t = useText()
  const page = useRoster(state => state.page)
  const [personId, setPersonId] = useState('')
  const [fromDay, setFromDay] = useState('')
  const [toDay, setToDay] = useState('')
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  useHotkeyBarrier('dialog', true)
  if (page === null) return null
  const isReady = personId !== '' && isDay(fromDay) && isDay(toDay) && reason.trim() !== ''
  const save = () => {
    call('roster.add-absence', { personId, fromDay, toDay, reason }).then(readRoster).then(onClose, setError)
  }
  return (
    <Modal
      open
      centered
      width={560}
      title={t('roster.absence.title')}
      footer={null}
      mask={{ closable: false }}
      onCancel={onClose}
    >
      <div className="roster-form" data-testid="absence-dialog">
        <div className="roster-line">
          {page.guards.map(({ id, name }) => (
            <Button
              key={id}
              aria-pressed={id === personId}
              testId={`absence-person-${id}`}
              onClick={() => setPersonId(id)}
            >
              {name}
            </Button>
          ))}
        </div>
        <div className="roster-line">
          <label>
            {t('roster.absence.from')}
            <DayInput
              value={fromDay}
              testId="absence-from"
              onChange={day => {
                setFromDay(day)
                if (isDay(day) && toDay < day) setToDay(day)
              }}
            />
          </label>
          <label>
            {t('roster.absence.to')}
            <DayInput value={toDay} testId="absence-to" onChange={setToDay} />
          </label>
        </div>
        <label>
          {t('roster.absence.reason')}
          <Input
            maxLength={100}
            value={reason}
            data-testid="absence-reason"
            onChange={event => setReason(event.target.value)}
          />
        </label>
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <div className="roster-line">
          <Button kind="primary" size="big" disabled={!isReady} testId="absence-save" onClick={save}>
            {t('roster.absence.save')}
          </Button>
          <Button kind="ghost" size="big" onClick={onClose}>
            {t('app.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
