import { useState, type JSX } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { ChangePinForm } from './change-pin-form.tsx'
import { PinPad } from './pin-pad.tsx'
import './duty.css'

interface IdentifyProps {
  person: Person
  /** What the button says. */
  action: string
  /** The own card is enough here: no PIN is asked for. */
  byCard?: boolean
  /** Does it; throws a Refusal (wrong PIN, locked), which is shown here. */
  onIdentified: (pin: string) => Promise<void>
}

/** The PIN of somebody already chosen, and the secrecy notice that goes with every sign-on (A-N3.8). */
export function Identify({ person, action, byCard = false, onIdentified }: IdentifyProps): JSX.Element {
  const t = useText()
  const [pin, setPin] = useState('')
  const [accepted, setAccepted] = useState(false)
  const [isChecking, setIsChecking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** The right PIN, which is one that must be changed before anything else. */
  const [first, setFirst] = useState<string | null>(null)
  const isReady = (pin !== '' || byCard) && accepted && !isChecking
  const submit = async () => {
    if (isChecking || (pin === '' && !byCard)) return
    if (!accepted) {
      setError(new Refusal('duty.secrecy-not-accepted'))
      return
    }
    setIsChecking(true)
    setError(null)
    try {
      await onIdentified(pin)
    } catch (refused) {
      if (!byCard && refused instanceof Refusal && refused.code === 'duty.pin-change-required') setFirst(pin)
      setError(refused)
      setPin('')
      setIsChecking(false)
    }
  }
  if (first !== null) return <ChangePinForm person={person} first={first} onChanged={onIdentified} />
  return (
    <div className={byCard ? 'identify identify-by-card' : 'identify'}>
      {!byCard && (
        <PinPad
          label={t('duty.sign-on.pin.of', { name: person.name })}
          pin={pin}
          disabled={isChecking}
          onChange={setPin}
          onEnter={() => void submit()}
        />
      )}
      <div className="identify-side">
        <section className="secrecy">
          <h3>{t('duty.secrecy.title')}</h3>
          <p>{t('duty.secrecy.text')}</p>
          <label>
            <input
              type="checkbox"
              checked={accepted}
              data-testid="secrecy"
              onChange={event => setAccepted(event.target.checked)}
            />
            {t('duty.secrecy.accept')}
          </label>
        </section>
        <p className="identify-error" role="alert" data-testid="sign-on-error">
          {error !== null && (
            <>
              <StateIcon tone="alarm" size={18} /> {t.refusal(error)}
            </>
          )}
        </p>
        <Button
          kind="primary"
          size="big"
          disabled={!isReady}
          testId="sign-on-submit"
          onClick={() => void submit()}
        >
          {isChecking ? t('duty.sign-on.checking') : action}
        </Button>
      </div>
    </div>
  )
}
