import { Input } from 'antd'
import { useState, type JSX } from 'react'
import { SignOffReason, type Session } from '../../../shared/domain/duty.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { closeDutyDialog } from './store.ts'

/** Ends the session. A guard says why nobody takes over, and is told plainly that the room is unmanned afterwards. */
export function SignOffForm({ session }: { session: Session }): JSX.Element {
  const t = useText()
  const openIncidents = useKnown(state => state.incidents?.length ?? 0)
  const [note, setNote] = useState('')
  const [reason, setReason] = useState<SignOffReason | null>(null)
  const [error, setError] = useState<unknown>(null)
  const standsWatch = session.shift !== null
  const isSaid = !standsWatch || (reason !== null && note.trim() !== '')
  const signOff = () => void call('duty.sign-off', { note, reason }).then(closeDutyDialog, setError)
  return (
    <div className="duty-form" data-testid="sign-off">
      {standsWatch && (
        <p className="duty-warning">
          <StateIcon tone="warn" size={18} /> {t('duty.sign-off.warning')}
        </p>
      )}
      {standsWatch && openIncidents > 0 && (
        <p className="duty-warning">
          <StateIcon tone="alarm" size={18} /> {t('duty.sign-off.open', { count: openIncidents })}
        </p>
      )}
      {standsWatch && (
        <fieldset className="sign-off-reasons">
          <legend>{t('duty.sign-off.why')}</legend>
          {SignOffReason.options.map(option => (
            <label key={option}>
              <input
                type="radio"
                name="sign-off-reason"
                checked={reason === option}
                data-testid={`sign-off-reason-${option}`}
                onChange={() => setReason(option)}
              />
              {t(`duty.sign-off.reason.${option}`)}
            </label>
          ))}
        </fieldset>
      )}
      {standsWatch && (
        <Input.TextArea
          rows={3}
          maxLength={500}
          placeholder={t('duty.sign-off.note')}
          value={note}
          data-testid="sign-off-note"
          onChange={event => setNote(event.target.value)}
        />
      )}
      {error !== null && (
        <p className="identify-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="duty-buttons">
        <Button
          kind={standsWatch ? 'danger' : 'primary'}
          size="big"
          testId="sign-off-submit"
          disabled={!isSaid}
          onClick={signOff}
        >
          {standsWatch ? t('duty.sign-off') : t('duty.sign-off.reader')}
        </Button>
        <Button kind="ghost" size="big" onClick={closeDutyDialog}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  )
}
