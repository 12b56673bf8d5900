import { useState, type JSX } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { pinProblem } from '../../../shared/domain/pin-rules.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { call } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import './duty.css'

interface ChangePinProps {
  person: Person
  /** The PIN just given, where it is one that must be changed; absent: the old one is asked for. */
  first?: string
  /** After core accepted; a Refusal thrown here is shown. Absent: that it is done is said here. */
  onChanged?: (newPin: string) => Promise<void>
}

/** Somebody takes another PIN: the old one, the new one twice. */
export function ChangePinForm({ person, first, onChanged }: ChangePinProps): JSX.Element {
  const t = useText()
  const [old, setOld] = useState(first ?? '')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isDone, setIsDone] = useState(false)
  const problem = pin === '' ? null : pinProblem(pin, [person.name, person.id], old)
  const isReady = old !== '' && pin !== '' && problem === null && again === pin && !isBusy
  const change = async () => {
    if (!isReady) return
    setIsBusy(true)
    setError(null)
    try {
      await call('people.change-pin', { userId: person.id, pin: old, newPin: pin })
      await onChanged?.(pin)
      setIsDone(true)
    } catch (refused) {
      setError(refused)
    }
    setIsBusy(false)
  }
  if (isDone && onChanged === undefined)
    return (
      <p className="change-pin-done" role="status" data-testid="pin-changed">
        <StateIcon tone="ok" size={20} /> {t('pin.change.done')}
      </p>
    )
  return (
    <form
      className="change-pin"
      data-testid="change-pin"
      onSubmit={event => {
        event.preventDefault()
        void change()
      }}
    >
      {first !== undefined && <p className="change-pin-why">{t('pin.change.first')}</p>}
      <p className="duty-hint">{t('pin.change.rules')}</p>
      {first === undefined && (
        <PinField label={t('pin.change.old')} value={old} onChange={setOld} testId="old-pin" isFirst />
      )}
      <PinField
        label={t('pin.change.new')}
        value={pin}
        onChange={setPin}
        testId="new-pin"
        isFirst={first !== undefined}
      />
      <PinField label={t('pin.change.again')} value={again} onChange={setAgain} testId="again-pin" />
      <p className="identify-error" role="alert" data-testid="change-pin-error">
        <Wrong problem={problem} differs={again !== '' && again !== pin} error={error} />
      </p>
      <Button type="submit" kind="primary" size="big" disabled={!isReady} testId="change-pin-do">
        {t(first === undefined ? 'pin.change.do' : 'pin.change.continue')}
      </Button>
    </form>
  )
}

interface WrongProps {
  problem: string | null
  differs: boolean
  error: unknown
}

function Wrong({ problem, differs, error }: WrongProps): JSX.Element | null {
  const t = useText()
  const words =
    problem !== null
      ? t.dynamic(`pin.problem.${problem}`)
      : differs
        ? t('pin.problem.differ')
        : error === null
          ? null
          : refusalWords(error, t)
  return words === null ? null : (
    <>
      <StateIcon tone="alarm" size={18} /> {words}
    </>
  )
}

function refusalWords(error: unknown, t: Translate): string {
  const problem = error instanceof Refusal ? error.params['problem'] : undefined
  return typeof problem === 'string' ? t.dynamic(`pin.problem.${problem}`) : t.refusal(error)
}

interface PinFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  testId: string
  isFirst?: boolean
}

function PinField({ label, value, onChange, testId, isFirst = false }: PinFieldProps): JSX.Element {
  return (
    <label className="change-pin-field">
      <span>{label}</span>
      <input
        className="pin-field"
        type="password"
        autoComplete="off"
        maxLength={64}
        autoFocus={isFirst}
        value={value}
        data-testid={testId}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  )
}
